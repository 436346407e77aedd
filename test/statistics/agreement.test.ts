import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { estimateKappa, linear, nominal, quadratic } from "../../src/statistics/agreement.ts";
import { isEstimated } from "../../src/statistics/estimate.ts";
import oracle from "../oracles/agreement.json" with { type: "json" };
import { demand, differ } from "./deals.ts";

const cases = Object.entries(oracle.cohen).map(([name, expected]) => ({ name, ...expected }));
const count = fc.nat(30);
const row = fc.tuple(count, count, count);
const tables = fc.tuple(row, row, row);

describe("estimateKappa", () => {
  it.each(cases)("gives statsmodels' and psych's kappa and interval, $name", (expected) => {
    const kappa = demand(estimateKappa(expected.table));
    expect(differ(kappa.value, expected.kappa)).toBeLessThan(1e-13);
    expect(differ(kappa.standardError, expected.se)).toBeLessThan(1e-13);
    expect(differ(kappa.low, expected.ci95[0]!)).toBeLessThan(1e-13);
    expect(differ(kappa.high, expected.ci95[1]!)).toBeLessThan(1e-13);
    expect(
      differ(kappa.standardError ** 2, expected.psych_kappa_wkappa_var_varw_ci[2]!),
    ).toBeLessThan(1e-13);
  });

  it.each(cases)("gives statsmodels' weighted kappas, $name", (expected) => {
    const byLine = demand(estimateKappa(expected.table, linear));
    expect(differ(byLine.value, expected.weighted_linear)).toBeLessThan(1e-13);
    expect(differ(byLine.standardError, expected.weighted_linear_se)).toBeLessThan(1e-13);
    const bySquare = demand(estimateKappa(expected.table, quadratic));
    expect(differ(bySquare.value, expected.weighted_quadratic)).toBeLessThan(1e-13);
    expect(differ(bySquare.standardError, expected.weighted_quadratic_se)).toBeLessThan(1e-13);
  });

  it("does not depend on which rater comes first, nor on the unit of disagreement", () => {
    fc.assert(
      fc.property(tables, fc.constantFrom(nominal, linear, quadratic), (table, disagreement) => {
        const kappa = estimateKappa(table, disagreement);
        if (!isEstimated(kappa)) return;
        const turned = table.map((_, i) => table.map((row) => row[i]!));
        for (const other of [
          estimateKappa(turned, disagreement),
          estimateKappa(table, (i, j) => 7 * disagreement(i, j)),
        ]) {
          const { value, standardError } = demand(other);
          expect(value).toBeCloseTo(kappa.value, 11);
          expect(standardError).toBeCloseTo(kappa.standardError, 11);
        }
      }),
    );
  });

  it("lies in [−1, 1] with its interval around it", () => {
    fc.assert(
      fc.property(tables, fc.constantFrom(nominal, linear, quadratic), (table, disagreement) => {
        const kappa = estimateKappa(table, disagreement);
        if (!isEstimated(kappa)) return;
        expect(kappa.low).toBeGreaterThanOrEqual(-1);
        expect(kappa.low).toBeLessThanOrEqual(kappa.value);
        expect(kappa.high).toBeGreaterThanOrEqual(kappa.value);
        expect(kappa.high).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("keeps its value and halves its standard error when there is four times as much", () => {
    fc.assert(
      fc.property(tables, (table) => {
        const kappa = estimateKappa(table);
        if (!isEstimated(kappa)) return;
        const more = demand(estimateKappa(table.map((row) => row.map((n) => 4 * n))));
        expect(more.value).toBeCloseTo(kappa.value, 12);
        expect(more.standardError).toBeCloseTo(kappa.standardError / 2, 12);
      }),
    );
  });

  it("is 1 for full agreement, 0 for ratings that know nothing of each other, −1 for the reverse", () => {
    expect(
      estimateKappa([
        [3, 0],
        [0, 5],
      ]),
    ).toMatchObject({ value: 1, standardError: 0 });
    expect(
      demand(
        estimateKappa([
          [2, 4],
          [3, 6],
        ]),
      ).value,
    ).toBeCloseTo(0, 15);
    expect(
      demand(
        estimateKappa([
          [0, 4],
          [4, 0],
        ]),
      ).value,
    ).toBe(-1);
  });

  it("is not estimable from nothing, or when there is one category only", () => {
    expect(
      estimateKappa([
        [0, 0],
        [0, 0],
      ]),
    ).toHaveProperty("notEstimable");
    expect(
      estimateKappa([
        [5, 0],
        [0, 0],
      ]),
    ).toHaveProperty("notEstimable");
    expect(estimateKappa([])).toHaveProperty("notEstimable");
  });

  it("refuses a table that is not square, and counts that cannot be", () => {
    expect(() => estimateKappa([[1, 2]])).toThrow(RangeError);
    expect(() =>
      estimateKappa([
        [1, -2],
        [3, 4],
      ]),
    ).toThrow(RangeError);
    expect(() =>
      estimateKappa([
        [1, NaN],
        [3, 4],
      ]),
    ).toThrow(RangeError);
  });
});
