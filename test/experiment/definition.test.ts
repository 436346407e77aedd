import { describe, expect, it } from "vitest";
import { allocationOf, experimentSchema } from "../../src/experiment/definition.ts";

const definition = {
  format: "counterweight/experiment@1",
  id: "routing-autumn",
  name: "Routing in autumn",
  hypothesis: "Leads that the model routes are won more often.",
  unit: "account",
  salt: "routing-autumn",
  shares: { rules: 0.5, model: 0.5 },
  start: "2025-09-01T00:00:00Z",
  primary: { metric: "won", withinDays: 90 },
  minimumEffect: 0.03,
  plannedUnits: 5000,
};

describe("experimentSchema", () => {
  it("fills in what is usual", () => {
    const experiment = experimentSchema.parse(definition);
    expect(experiment).toMatchObject({
      coverage: 1,
      explorationShare: 0,
      stop: null,
      alpha: 0.05,
      power: 0.8,
      adjustForScore: true,
      guardrails: [],
    });
    expect(allocationOf(experiment)).toEqual({
      salt: "routing-autumn",
      shares: { rules: 0.5, model: 0.5 },
      coverage: 1,
      namespace: undefined,
    });
  });

  it.each([
    ["shares that do not sum to 1", { shares: { rules: 0.5, model: 0.4 } }, "shares"],
    ["an arm without a share", { shares: { rules: 1, model: 0 } }, "shares"],
    ["a stop before the start", { stop: "2025-01-01T00:00:00Z" }, "stop"],
    ["no effect worth having", { minimumEffect: 0 }, "minimumEffect"],
    ["exploring everything", { explorationShare: 1 }, "explorationShare"],
    ["an empty namespace", { namespace: { name: "a", from: 0.5, to: 0.5 } }, "namespace"],
    ["a word that is no metric", { primary: { metric: "clicked", withinDays: 1 } }, "primary"],
  ])("refuses %s", (_, change, place) => {
    const parsed = experimentSchema.safeParse({ ...definition, ...change });
    expect(parsed.success).toBe(false);
    expect(parsed.error!.issues.some(({ path }) => path[0] === place)).toBe(true);
  });
});
