import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matchShare } from "../../src/recommendation/cuts.ts";

function share(scores: Float64Array, cut: number): number {
  return scores.filter((score) => score >= cut).length;
}

describe("a cut that keeps the share", () => {
  it("lets through as many as before: 2 of 4", () => {
    const before = Float64Array.of(10, 20, 30, 40);
    const after = Float64Array.of(5, 60, 7, 90);
    const cut = matchShare(before, after, 25);
    expect(share(after, cut)).toBe(2);
    expect(cut).toBe(25);
  });

  it("goes to the nearer side where ties forbid the same share", () => {
    const before = Float64Array.of(1, 2, 3, 4, 5);
    const after = Float64Array.of(1, 8, 8, 8, 9);
    expect(share(after, matchShare(before, after, 4))).toBe(1);
    expect(share(after, matchShare(before, after, 3))).toBe(4);
  });

  it("lets none or all through where the cut did so before", () => {
    const scores = Float64Array.of(1, 2, 3);
    expect(share(scores, matchShare(scores, scores, 99))).toBe(0);
    expect(share(scores, matchShare(scores, scores, -5))).toBe(3);
  });

  it("is as near to the share as any whole number can be", () => {
    const score = fc.integer({ min: -30, max: 30 });
    const pairs = fc.array(fc.tuple(score, score), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(pairs, score, (rows, cut) => {
        const before = Float64Array.from(rows, ([a]) => a);
        const after = Float64Array.from(rows, ([, b]) => b / 2);
        const target = share(before, cut);
        const miss = (candidate: number) => Math.abs(share(after, candidate) - target);
        const best = Math.min(...Array.from({ length: 81 }, (_, k) => miss(k - 40)));
        expect(miss(matchShare(before, after, cut))).toBe(best);
      }),
    );
  });

  it("refuses scores that do not pair", () => {
    expect(() => matchShare(Float64Array.of(1), Float64Array.of(), 0)).toThrow(RangeError);
  });
});
