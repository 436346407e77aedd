import { describe, expect, it } from "vitest";
import { estimateColumnAuc, readColumnAuc } from "../../../src/history/leaks/one-column-auc.ts";
import type { AttributeValue } from "../../../src/scorecard/lead.ts";
import { isEstimated } from "../../../src/statistics/estimate.ts";
import { createRandom } from "../../../src/statistics/random.ts";

const N = 1000;
const random = createRandom(11);
const outcomes = Uint8Array.from({ length: N }, () => Number(random() < 0.3));
const column = (value: (won: boolean, row: number) => AttributeValue) => ({
  values: Array.from(outcomes, (outcome, row) => value(outcome === 1, row)),
});

function aucOf(values: readonly AttributeValue[], of = outcomes): number {
  const auc = readColumnAuc(estimateColumnAuc(values, of, createRandom(1)));
  if (!isEstimated(auc)) throw new Error(auc.notEstimable);
  return auc;
}

describe("estimateColumnAuc", () => {
  it("is 1 for a column that is the outcome, as text, number, yes/no or blank", () => {
    for (const values of [
      column((won) => (won ? "signed" : "gone")).values,
      column((won) => (won ? 90 : 10)).values,
      column((won) => won).values,
      column((won) => (won ? "x" : null)).values,
    ])
      expect(aucOf(values)).toBe(1);
  });

  it("is as high for a number turned round, and for one that is telling in the middle", () => {
    expect(aucOf(column((won, row) => (won ? -row : row + 1)).values)).toBeGreaterThan(0.99);
    const middle = column((won, row) => (won ? 50 + (row % 5) : row % 2 === 0 ? 0 : 100)).values;
    expect(aucOf(middle)).toBeGreaterThan(0.99);
  });

  it("is a coin for a text that no other row has, since it is judged on rows it did not see", () => {
    expect(aucOf(column((_, row) => `note ${row}`).values)).toBeCloseTo(0.5, 2);
  });

  it("orders dates", () => {
    const at = (won: boolean, row: number) =>
      new Date(Date.UTC(won ? 2021 : 2020, 0, 1 + (row % 300))).toISOString();
    expect(aucOf(column(at).values)).toBeGreaterThan(0.95);
  });

  it("is not estimable with a single won deal", () => {
    const few = Uint8Array.of(1, 0, 0, 0);
    expect(estimateColumnAuc([1, 2, 3, 4], few, createRandom(1))).toHaveProperty("notEstimable");
  });

  it("refuses a column of another length", () => {
    expect(() => estimateColumnAuc([1], outcomes, createRandom(1))).toThrow(RangeError);
  });
});
