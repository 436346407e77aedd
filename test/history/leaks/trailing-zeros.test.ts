import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { measureExactness, tellsByDigits } from "../../../src/history/leaks/trailing-zeros.ts";
import { isEstimated } from "../../../src/statistics/estimate.ts";
import { createRandom } from "../../../src/statistics/random.ts";

const N = 2000;
const random = createRandom(7);
const outcomes = Uint8Array.from({ length: N }, () => Number(random() < 0.3));
const amounts = Array.from(outcomes, () => Math.exp(8 + 3 * random()));
const toThousands = (amount: number) => 1000 * Math.ceil(amount / 1000);

function exactnessOf(values: readonly number[]): number {
  const auc = measureExactness(values, outcomes);
  if (!isEstimated(auc)) throw new Error(auc.notEstimable);
  return auc.value;
}

describe("tellsByDigits", () => {
  it("finds amounts that are set right when the deal is won", () => {
    const corrected = amounts.map((amount, i) =>
      outcomes[i] === 1 && i % 2 === 0 ? Math.round(amount) + 0.37 : toThousands(amount),
    );
    expect(exactnessOf(corrected)).toBeGreaterThan(0.7);
    expect(tellsByDigits(corrected, outcomes)).toBe(true);
  });

  it("finds amounts that are rounded off when the deal is won", () => {
    const rounded = amounts.map((amount, i) =>
      outcomes[i] === 1 ? toThousands(amount) : Math.round(amount),
    );
    expect(tellsByDigits(rounded, outcomes)).toBe(true);
  });

  it("leaves amounts that are all guesses or all exact, and others half and half by chance", () => {
    const mixed = amounts.map((amount) =>
      random() < 0.5 ? toThousands(amount) : Math.round(amount),
    );
    for (const values of [amounts, amounts.map(toThousands), mixed])
      expect(tellsByDigits(values, outcomes)).toBe(false);
  });

  it("leaves large amounts that are rounder and lost more often, which is no matter of digits", () => {
    const honest = Array.from(outcomes, (won) => {
      const isLarge = random() < (won === 1 ? 0.1 : 0.7);
      return isLarge ? 100_000 * Math.ceil(9 * random()) : 1000 + Math.floor(5000 * random());
    });
    expect(tellsByDigits(honest, outcomes)).toBe(false);
  });

  it("leaves counts, zeros, texts and fewer than 200 amounts", () => {
    const telling = (won: number) => (won === 1 ? 1234 : 1000);
    expect(tellsByDigits(Array.from(outcomes, telling), outcomes)).toBe(true);
    const first = outcomes.slice(0, 199);
    for (const [values, of] of [
      [Array.from(outcomes, (won) => (won === 1 ? 12 : 10)), outcomes],
      [Array.from(outcomes, () => 0), outcomes],
      [Array.from(outcomes, (won) => String(telling(won))), outcomes],
      [Array.from(first, telling), first],
    ] as const)
      expect(tellsByDigits(values, of)).toBe(false);
  });

  it("is not estimable where hardly two deals are of one size", () => {
    const apart = Array.from(outcomes, (_, i) => 1.4 ** (i % 250) * 100);
    const few = outcomes.map((_, i) => Number(i % 250 === 0));
    expect(measureExactness(apart, few)).toHaveProperty("notEstimable");
  });

  it("is turned round with the outcomes", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1000, max: 9999 }), { minLength: N, maxLength: N }),
        (values) => {
          const other = measureExactness(
            values,
            outcomes.map((outcome) => 1 - outcome),
          );
          expect(isEstimated(other) && 1 - other.value).toBeCloseTo(exactnessOf(values), 10);
        },
      ),
      { numRuns: 5 },
    );
  });
});
