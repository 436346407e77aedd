import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { climb, rankByCut } from "../../src/recommendation/cut-ladder.ts";
import { arbitraryDeals } from "../statistics/deals.ts";

const scores = Float64Array.of(30, 10.9, 30.4, -0.5, 10);
const outcomes = Uint8Array.of(1, 0, 1, 1, 0);

describe("the ladder of whole-numbered cuts", () => {
  it("counts deals and wins from the highest cut down", () => {
    expect(climb(rankByCut(scores, outcomes), Uint32Array.of(0, 1, 2, 3, 4))).toEqual({
      deals: 5,
      cuts: [30, 10, -1],
      passing: [2, 4, 5],
      won: [2, 2, 3],
    });
  });

  it("leaves out cuts that none of the counted deals stands on, and counts repeats", () => {
    expect(climb(rankByCut(scores, outcomes), Uint32Array.of(0, 0, 3))).toEqual({
      deals: 3,
      cuts: [30, -1],
      passing: [2, 3],
      won: [2, 3],
    });
  });

  it("agrees with counting at every whole cut", () => {
    const deals = arbitraryDeals(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(deals, ({ scores, outcomes }) => {
        const ladder = climb(rankByCut(scores, outcomes), Uint32Array.from(scores.keys()));
        for (let cut = -10; cut <= 10; cut++) {
          const above = [...scores.keys()].filter((i) => scores[i]! >= cut);
          const rung = ladder.cuts.findLastIndex((own) => own >= cut);
          expect(ladder.passing[rung] ?? 0).toBe(above.length);
          expect(ladder.won[rung] ?? 0).toBe(above.filter((i) => outcomes[i] === 1).length);
        }
      }),
    );
  });

  it("refuses scores that are not finite", () => {
    expect(() => rankByCut(Float64Array.of(Infinity), Uint8Array.of(1))).toThrow(RangeError);
    expect(() => rankByCut(Float64Array.of(1, 2), Uint8Array.of(1))).toThrow(RangeError);
  });
});
