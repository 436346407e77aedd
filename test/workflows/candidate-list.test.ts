import { describe, expect, it } from "vitest";
import { compileScorecards } from "../../src/scorecard/compiled.ts";
import type { ScorecardSet } from "../../src/scorecard/schema.ts";
import { doseHistory } from "../../src/workflows/calibration/dosed-history.ts";
import { isNamed } from "../../src/workflows/candidates/candidate-activities.ts";
import {
  doseLine,
  listCandidates,
  recallRows,
} from "../../src/workflows/candidates/candidate-list.ts";
import { placeActivity, placeAttribute } from "../../src/workflows/candidates/candidate-place.ts";
import { makeBucket, makeLine, makeScorecard, presentLine } from "../scorecard/cards.ts";
import { enrich } from "./enriched-history.ts";
import { makeMapping, simulateHistory } from "./simulated-history.ts";

describe("listing candidates", () => {
  const set: ScorecardSet = {
    format: "counterweight/scorecard-set@1",
    segments: [],
    fallback: makeScorecard({
      resetAfterDays: 90,
      buckets: [
        makeBucket("firm", [presentLine("a0", 5)], { weight: 50 }),
        makeBucket(
          "doing",
          [
            makeLine("mail", 3, { kind: "activity", match: { type: "e-mail" }, repeatFading: 1 }),
            makeLine("site", 3, { kind: "activity", match: { type: "page" }, repeatFading: 1 }),
            makeLine("quiet", -3, { kind: "inactivity", match: {}, graceDays: 30 }),
          ],
          { axis: "engagement" },
        ),
      ],
    }),
  };
  const history = enrich(
    simulateHistory([{ points: 12, worth: 12 }], { deals: 200, seed: 1 }),
    2,
    (deal, random) => ({
      attributes: {
        size: Math.floor(1000 * random()),
        since: random() < 0.5 ? "2020-01-01" : null,
      },
      activities: [
        ...["E-mail", "webinar", " webinar"].flatMap((type) =>
          random() < 0.5 ? [{ type, hoursBefore: 24 * 10 * random() }] : [],
        ),
        { type: "webinar", hoursBefore: 24 * 200 },
        ...["pricing", "home", "odd"].flatMap((asset) =>
          random() < (asset === "odd" ? 0.02 : 0.5)
            ? [{ type: "page", asset, category: "Site", hoursBefore: 1 }]
            : [],
        ),
        ...(deal.outcome === "won" && random() < 0.8 ? [{ type: "Contract", hoursBefore: 1 }] : []),
      ],
    }),
  );
  const mapping = makeMapping({
    attributes: [
      {
        attribute: "size",
        column: "Number of Employees",
        from: "deals",
        type: "number",
        missing: [],
      },
      { attribute: "since", column: "since", from: "deals", type: "date", missing: [] },
      { attribute: "a0", column: "a0", from: "deals", type: "boolean", missing: [] },
    ],
  });
  const dosed = doseHistory(compileScorecards(set), history, () => {});
  const rows = Uint32Array.from({ length: 150 }, (_, i) => i + 50);
  const listed = listCandidates(dosed, rows, mapping);
  const labels = listed.map(({ label }) => label);

  it("has ranges, presence, and activities of which no line speaks", () => {
    expect(labels.filter((label) => label.startsWith("size: "))).toHaveLength(5);
    expect(labels).toEqual(expect.arrayContaining(["since: given", "since: unknown"]));
    const done = listed.filter(({ line }) => line.dose.kind === "activity");
    expect(done.map(({ label }) => label).toSorted()).toEqual([
      "page: Site",
      "page: home",
      "page: pricing",
      "webinar",
    ]);
  });

  it("doses as scoring does, silences that reset a lead included", () => {
    const subjects = recallRows(dosed, rows);
    for (const { line, doses } of listed) expect(doses).toEqual(doseLine(line, subjects));
    const webinar = listed.find(({ label }) => label === "webinar")!;
    expect(new Set(webinar.doses)).toEqual(new Set([0, 1, 1.5]));
  });

  it("places them by what they mean, beside lines on the same", () => {
    const placeOf = (label: string) => listed.find((one) => one.label.startsWith(label))!.place;
    expect(placeOf("size")).toMatchObject({ axis: "fit", bucket: "Firmographic", unit: 1 });
    expect(placeOf("a0")).toMatchObject({ axis: "fit", bucket: "firm", unit: 0.5 });
    expect(placeOf("page")).toMatchObject({ axis: "engagement", bucket: "doing" });
    expect(placeOf("webinar")).toMatchObject({ bucket: "doing", characteristic: "Activities" });
  });
});

describe("the place of a line", () => {
  const card = makeScorecard({
    buckets: [
      makeBucket("firmographic", [presentLine("a", 1, "employees")], { weight: 0 }),
      makeBucket("geographic", [presentLine("b", 1, "country")], { weight: 80 }),
    ],
  });

  it("is in a bucket of its meaning, new where the scorecard's counts nothing", () => {
    const source = { attribute: "homeState", column: "State", type: "text" } as const;
    expect(placeAttribute(card, source)).toEqual({
      axis: "fit",
      bucket: "geographic",
      characteristic: "homeState",
      unit: 0.8,
    });
    const employees = { attribute: "employees", column: "Employees", type: "number" } as const;
    expect(placeAttribute(card, employees)).toMatchObject({ bucket: "Firmographic", unit: 1 });
  });

  it("is in a new bucket of engagement for activities where there is none", () => {
    expect(placeActivity(card, "webinar")).toEqual({
      axis: "engagement",
      bucket: "Behavioral",
      characteristic: "Activities",
      unit: 1,
    });
  });
});

describe("naming a kind of activity", () => {
  const pricing = { type: "Page", asset: "Pricing" };

  it.each([
    [{ type: "page" }, { type: "Page" }, true],
    [{ type: ["mail", "page"] }, { type: "Page" }, true],
    [{ type: "page", asset: "pricing" }, { type: "Page" }, false],
    [{}, { type: "Page" }, false],
    [{ type: "page" }, pricing, false],
    [{ asset: "pricing" }, pricing, true],
    [{ type: "page", asset: ["pricing", "home"] }, pricing, true],
    [{ type: "page", asset: "home" }, pricing, false],
    [{ type: "page", asset: "pricing", category: "x" }, pricing, false],
  ])("by %j of %j: %s", (match, kind, named) => {
    expect(isNamed(match, kind)).toBe(named);
    expect(isNamed(match, { ...kind, type: kind.type.toUpperCase() })).toBe(named);
  });
});
