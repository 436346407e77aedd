import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createRandom } from "../../../src/statistics/random.ts";
import { clusterLeads } from "../../../src/workflows/comparing/clusters.ts";
import { chooseTops, pairCuts } from "../../../src/workflows/comparing/cuts.ts";
import { calibratePoints } from "../../../src/workflows/comparing/rules-probabilities.ts";
import { segmentLeads, toLevel } from "../../../src/workflows/comparing/segments.ts";
import { choosePeriods } from "../../../src/workflows/comparing/spans.ts";
import { DAY, makeBucket, makeScorecard, NOW, presentLine } from "../../scorecard/cards.ts";
import { wrapCard } from "../../store/published-versions.ts";

const repeat = <T>(counts: readonly (readonly [T, number])[]): T[] =>
  counts.flatMap(([value, count]) => Array.from({ length: count }, () => value));

function segment(counts: readonly (readonly [string | null, number])[]) {
  const values = repeat(counts);
  const scorecards = values.map(() => "one");
  return segmentLeads({ scorecards, attributes: [{ name: "source", values }] });
}

test("levels of 20 leads are told apart whatever their case, and small ones together", () => {
  const [found] = segment([
    ["Web", 30],
    ["web", 15],
    ["Event", 20],
    [null, 25],
    ["Fax", 3],
    ["Post", 19],
  ]);
  expect(found).toMatchObject({
    by: "source",
    names: ["Web", "not known", "Event", "all others"],
  });
  const counts = [0, 1, 2, 3].map((part) => found!.partOf.filter((p) => p === part).length);
  expect(counts).toEqual([45, 25, 20, 22]);
});

test.each([
  [
    "one large level",
    [
      ["Web", 300],
      ["Fax", 19],
    ] as const,
  ],
  ["nothing known", [[null, 300]] as const],
  ["nine levels", Array.from({ length: 9 }, (_, k) => [`level ${k}`, 20] as const)],
])("an attribute with %s parts no leads", (_, counts) => {
  expect(segment(counts)).toEqual([]);
});

test("four attributes are enough, the scorecards of the set beside them", () => {
  const values = repeat([
    ["a", 20],
    ["b", 20],
  ]);
  const attributes = Array.from({ length: 6 }, (_, k) => ({ name: `x${k}`, values }));
  const found = segmentLeads({ scorecards: values, attributes });
  expect(found.map(({ by }) => by)).toEqual(["scorecard", "x0", "x1", "x2", "x3"]);
});

test("numbers, lists and blanks are no levels", () => {
  expect([" Web ", true, false, "", "  ", 3, ["a"], null, undefined].map(toLevel)).toEqual([
    "Web",
    "yes",
    "no",
    ...Array.from({ length: 6 }, () => null),
  ]);
});

test("leads of no account stand alone, and those of one id go together", () => {
  const leads = { ids: ["a", "b", "c", "c"], reps: ["x", "x", "x", "x"] };
  const of = (accounts: readonly (string | null)[], wish: "account" | "rep" | "none" | null) => {
    const { by, clusters, notes } = clusterLeads({ ...leads, accounts }, wish);
    return [by, clusters && [...clusters], notes.length];
  };
  expect(of([null, null, "A", "A"], null)).toEqual(["account", [0, 1, 2, 2], 0]);
  expect(of([null, "alone a", null, null], null)).toEqual(["account", [0, 1, 2, 2], 0]);
  expect(of(["A", "B", "C", "D"], null)).toEqual([null, undefined, 0]);
  expect(of(["A", "B", "C", "D"], "account")).toEqual([null, undefined, 1]);
  expect(of(["A", "B", "C", "D"], "rep")).toEqual(["rep", [0, 0, 0, 0], 0]);
  expect(of(["A", "A", "A", "A"], "none")).toEqual([null, undefined, 0]);
});

const card = (id: string, cuts: readonly (readonly [string, number])[]) =>
  makeScorecard({
    id,
    buckets: [makeBucket("all", [presentLine(`${id}-line`, 1)])],
    thresholds: cuts.map(([name, score]) => ({ id: name.toLowerCase(), name, score })),
  });

function armsOf(points: readonly number[], probabilities: readonly number[]) {
  const model = Float64Array.from(probabilities);
  return {
    rules: { scores: Float64Array.from(points), probabilities: model },
    model: { scores: model, probabilities: model },
    outcomes: new Uint8Array(points.length),
  };
}

test("the model's cut takes as many leads as the rules' threshold does", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1 }),
      (p) => {
        const points = p.map((_, i) => (7 * i) % 50);
        const set = wrapCard(card("one", [["Hot", 20]]));
        const { cuts, notes } = pairCuts(set, armsOf(points, p));
        const taken = points.filter((score) => score >= 20).length;
        if (taken === 0) expect([cuts, notes.length]).toEqual([[], 1]);
        else expect(p.filter((each) => each >= cuts[0]!.probability)).toHaveLength(taken);
      },
    ),
  );
});

test("thresholds that scorecards place differently are not compared", () => {
  const set = {
    ...wrapCard(
      card("one", [
        ["MQL", 10],
        ["Hot", 30],
      ]),
    ),
    segments: [
      {
        when: { is: "present" as const, attribute: "x" },
        scorecard: card("two", [
          ["MQL", 10],
          ["Hot", 40],
        ]),
      },
    ],
  };
  const { cuts, notes } = pairCuts(set, armsOf([5, 15], [0.1, 0.2]));
  expect(cuts).toEqual([{ name: "MQL", points: 10, probability: 0.2 }]);
  expect(notes).toEqual([
    "The scorecards of the set place Hot differently, so the decisions there are not compared.",
  ]);
});

test("what sales can work is a top of its own, unless that is all leads or nobody knows", () => {
  expect(chooseTops({}, 10)).toMatchObject({ leadsPerWeek: null, notes: [] });
  expect(chooseTops({ mql: 3, sql: 1 }, 10)).toMatchObject({
    leadsPerWeek: 3,
    tops: [{ share: 0.05 }, { share: 0.1 }, { share: 0.2 }, { share: 0.3 }],
  });
  for (const perWeek of [2, { notEstimable: "Too short." }]) {
    const { tops, notes } = chooseTops({ mql: 3 }, perWeek);
    expect([tops.length, notes.length]).toEqual([3, 1]);
  }
});

test.each([
  [11 * 30, 1],
  [3 * 365, 3],
  [10 * 365, 12],
])("%i days are cut into periods of %i months", (days, months) => {
  const times = Float64Array.from({ length: days }, (_, i) => NOW + i * DAY);
  expect(choosePeriods(times)).toMatchObject({ months });
  expect(choosePeriods(times.subarray(0, 5))).toEqual({ notEstimable: expect.any(String) });
});

test("points of a kind that never won are not taken for certain losers", () => {
  const nothing = { points: new Float64Array(0), outcomes: new Uint8Array(0) };
  const leads = { points: Float64Array.of(1, 2, 3), outcomes: new Uint8Array(3) };
  const { probabilities } = calibratePoints(leads, nothing, createRandom(1));
  for (const probability of probabilities) {
    expect(probability).toBeGreaterThan(0);
    expect(probability).toBeLessThan(0.5);
  }
});
