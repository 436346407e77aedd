import * as fc from "fast-check";
import { expect, it } from "vitest";
import { compileScorecards } from "../../src/scorecard/compiled.ts";
import { placeScore } from "../../src/scorecard/placed-score.ts";
import type { Scorecard } from "../../src/scorecard/schema.ts";
import { scoreDoses } from "../../src/scorecard/score.ts";
import { makeBucket, makeScorecard, presentLine } from "./cards.ts";

const points = fc.integer({ min: -40, max: 40 });
const limit = fc.option(fc.double({ min: -30, max: 30, noNaN: true }), { nil: undefined });
const limits = fc.record({ cap: limit, floor: limit }).map(({ cap, floor }) => ({
  ...(cap !== undefined && { cap }),
  ...(floor !== undefined && { floor }),
}));
const dose = fc.oneof(fc.constant(0), fc.constant(1), fc.double({ min: 0, max: 6, noNaN: true }));

const cards: fc.Arbitrary<Scorecard> = fc
  .record({
    points: fc.array(points, { minLength: 6, maxLength: 6 }),
    weights: fc.tuple(...[1, 2, 3].map(() => fc.integer({ min: 0, max: 100 }))),
    limits: fc.array(limits, { minLength: 6, maxLength: 6 }),
  })
  .map(({ points: [a, b, c, d, e, f], weights, limits: each }) => {
    const first = makeBucket("first", [], { weight: weights[0]!, ...each[0] });
    const lines = (x: number, y: number, id: string) => [
      { ...presentLine(`${id}1`, x), category: "cloud" },
      presentLine(`${id}2`, y),
    ];
    return makeScorecard({
      buckets: [
        {
          ...first,
          characteristics: [
            { id: "one", name: "One", ...each[1], lines: lines(a!, b!, "a") },
            { id: "two", name: "Two", ...each[2], lines: lines(c!, d!, "b") },
          ],
        },
        makeBucket("second", lines(e!, f!, "c"), {
          axis: "engagement",
          weight: weights[1]!,
          ...each[3],
        }),
        makeBucket("third", [presentLine("d", a!)], { weight: weights[2]! }),
      ],
      categories: [{ id: "cloud", name: "Cloud", ...each[4] }],
      thresholds: [-20, 0, 10, 30].map((score) => ({ id: `at${score}`, name: "Cut", score })),
      ...each[5],
    });
  });

it("a placed score has the figures of the ledger, to the last digit, whatever caps and floors", () => {
  fc.assert(
    fc.property(cards, cards, fc.array(dose, { minLength: 7, maxLength: 7 }), (one, two, drawn) => {
      const compiled = compileScorecards({
        format: "counterweight/scorecard-set@1",
        segments: [{ when: { is: "present", attribute: "x" }, scorecard: { ...one, id: "one" } }],
        fallback: two,
      });
      for (const scorecard of [0, 1]) {
        const doses = new Float64Array(14);
        doses.set(drawn, 7 * scorecard);
        const {
          buckets: _,
          ledger: __,
          thresholds,
          categories,
          ...rest
        } = scoreDoses(compiled, doses, scorecard);
        expect(placeScore(compiled, doses, scorecard)).toEqual({
          ...rest,
          categories: categories.map(({ id, points }) => ({ id, points })),
          reached: thresholds.filter(({ reached }) => reached).map(({ id }) => id),
        });
      }
    }),
    { numRuns: 1000 },
  );
});
