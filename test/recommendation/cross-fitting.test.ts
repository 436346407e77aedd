import { describe, expect, it } from "vitest";
import { applyRule, crossFitPassing } from "../../src/recommendation/cross-fitting.ts";
import type { CutRule } from "../../src/recommendation/cut-choice.ts";
import { rankByCut } from "../../src/recommendation/cut-ladder.ts";
import { createRandom } from "../../src/statistics/random.ts";

const worth: CutRule = { kind: "worth", worth: { gainPerWin: 3, costPerLead: 1 } };
const fit = (scores: Float64Array, outcomes: Uint8Array, folds: number, repeats = 1) =>
  crossFitPassing(scores, rankByCut(scores, outcomes), worth, {
    folds,
    repeats,
    random: createRandom(3),
  });

describe("cross-fitting", () => {
  // Leaving each deal out in turn needs no luck: with gain 3 and cost 1 the only win must be seen.
  it("judges each deal by the others: the only win is not let through by its own merit", () => {
    const scores = Float64Array.of(90, 30, 20, 10);
    const outcomes = Uint8Array.of(1, 0, 0, 0);
    expect(applyRule(rankByCut(scores, outcomes), Uint32Array.of(0, 1, 2, 3), worth)).toBe(90);
    expect([...fit(scores, outcomes, 4)]).toEqual([0, 0, 0, 0]);
  });

  it("lets a deal through where the others' cut is below it", () => {
    const scores = Float64Array.of(90, 80, 70, 10, 5);
    const outcomes = Uint8Array.of(1, 1, 1, 0, 0);
    // Without 70 the others choose 80, which 70 does not pass; without any other they choose 70.
    expect([...fit(scores, outcomes, 5)]).toEqual([1, 1, 0, 0, 0]);
  });

  it("gives shares of its repeats", () => {
    const random = createRandom(9);
    const scores = Float64Array.from({ length: 60 }, () => Math.floor(random() * 50));
    const outcomes = Uint8Array.from(scores, (score) => (random() < score / 80 ? 1 : 0));
    const shares = fit(scores, outcomes, 5, 4);
    expect([...shares].every((share) => [0, 0.25, 0.5, 0.75, 1].includes(share))).toBe(true);
    expect(new Set(shares).size).toBeGreaterThan(2);
  });

  it("refuses folds and repeats that cannot be", () => {
    const scores = Float64Array.of(1, 2, 3);
    const outcomes = Uint8Array.of(0, 1, 0);
    for (const [folds, repeats] of [
      [1, 1],
      [4, 1],
      [2.5, 1],
      [2, 0],
    ] as const)
      expect(() => fit(scores, outcomes, folds, repeats)).toThrow(RangeError);
  });
});
