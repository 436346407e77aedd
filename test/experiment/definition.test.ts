import { describe, expect, it } from "vitest";
import {
  allocationOf,
  experimentRequestSchema,
  experimentSchema,
  termsOf,
} from "../../src/experiment/definition.ts";

const definition = {
  format: "counterweight/experiment@1",
  name: "Routing in autumn",
  hypothesis: "Leads that the model routes are won more often.",
  unit: "account",
  salt: "routing-autumn",
  shares: { rules: 0.5, model: 0.5 },
  handOver: { probability: 0.3, route: { by: "round-robin", owners: ["ann"] } },
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
    expect(termsOf(experiment)).toEqual({
      shares: { rules: 0.5, model: 0.5 },
      withinDays: 90,
      minimumEffect: 0.03,
      plannedUnits: 5000,
      alpha: 0.05,
      adjustForScore: true,
    });
  });

  it("lets who asks leave out format, salt and planned units, and nothing else", () => {
    const { format, salt: _, plannedUnits: __, ...asked } = definition;
    expect(experimentSchema.safeParse(asked).success).toBe(false);
    const request = experimentRequestSchema.parse(asked);
    expect(request).toMatchObject({ format });
    expect([request.salt, request.plannedUnits]).toEqual([undefined, undefined]);
    for (const key of Object.keys(asked)) {
      const lacking = { ...asked, [key]: undefined };
      const { error } = experimentRequestSchema.safeParse(lacking);
      expect(error?.issues.map(({ path }) => path[0])).toContain(key);
    }
  });

  it("holds a request to what it holds a definition to", () => {
    const request = { ...definition, shares: { rules: 0.5, model: 0.4 } };
    expect(experimentRequestSchema.safeParse(request).success).toBe(false);
  });

  it.each([
    ["shares that do not sum to 1", { shares: { rules: 0.5, model: 0.4 } }, "shares"],
    ["an arm without a share", { shares: { rules: 1, model: 0 } }, "shares"],
    ["a stop before the start", { stop: "2025-01-01T00:00:00Z" }, "stop"],
    ["no effect worth having", { minimumEffect: 0 }, "minimumEffect"],
    ["a certain model", { handOver: { ...definition.handOver, probability: 1 } }, "handOver"],
    ["a model without a route", { handOver: { probability: 0.3 } }, "handOver"],
    ["text that no database keeps", { hypothesis: "a\0b" }, "hypothesis"],
    [
      "one metric guarded twice",
      {
        guardrails: [
          { metric: "leads-per-rep", margin: 1 },
          { metric: "leads-per-rep", margin: 2 },
        ],
      },
      "guardrails",
    ],
    ["an empty namespace", { namespace: { name: "a", from: 0.5, to: 0.5 } }, "namespace"],
    ["a word that is no metric", { primary: { metric: "clicked", withinDays: 1 } }, "primary"],
  ])("refuses %s", (_, change, place) => {
    const parsed = experimentSchema.safeParse({ ...definition, ...change });
    expect(parsed.success).toBe(false);
    expect(parsed.error!.issues.some(({ path }) => path[0] === place)).toBe(true);
  });
});
