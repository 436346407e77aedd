import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/statistics/random.ts";
import { dealsForLine, findSampleSize, rSquaredOfAuc } from "../../src/statistics/sample-size.ts";
import oracle from "../oracles/sample_size_riley.json" with { type: "json" };
import { demand } from "./deals.ts";

const criteriaOf = ({ shrinkage, optimism, margin }: Record<string, number>) => [
  shrinkage,
  optimism,
  margin,
];

describe("findSampleSize", () => {
  it.each(oracle.cases)(
    "gives pmsampsize's deals for $parameters lines, AUC $cstatistic and base rate $prevalence",
    ({ parameters, prevalence, shrinkage, ...expected }) => {
      // pmsampsize simulates R² and rounds it to four digits.
      const rSquared = Math.round(expected.r2_cs_simulated_seed123456 * 1e4) / 1e4;
      const size = findSampleSize(
        { lines: parameters, baseRate: prevalence, rSquared },
        { shrinkage, optimism: 0.05, margin: 0.05 },
      );
      const counts = expected.n_criteria_1_2_3_final;
      expect(criteriaOf(size.criteria)).toEqual(counts.slice(0, 3));
      expect(size.deals).toBe(counts[3]);
      expect(size.deals * prevalence).toBeCloseTo(expected.epp[3]! * parameters, 0);
    },
  );

  it.each(oracle.package_tests)(
    "gives pmsampsize's own test of $parameters lines, R² $csrsquared, base rate $prevalence",
    ({ parameters, prevalence, csrsquared, n }) => {
      const model = { lines: parameters, baseRate: prevalence, rSquared: csrsquared };
      const size = findSampleSize(model);
      expect(criteriaOf(size.criteria)).toEqual(n.slice(0, 3));
      expect(size.deals).toBe(n[3]);
    },
  );

  it("names the target that binds", () => {
    const model = { lines: 10, baseRate: 0.2, rSquared: 0.1255 };
    expect(findSampleSize(model)).toMatchObject({ deals: 666, wins: 134, binding: "shrinkage" });
    const few = { lines: 1, baseRate: 0.5, rSquared: 0.5 };
    expect(findSampleSize(few)).toMatchObject({ deals: 385, wins: 193, binding: "margin" });
    const strong = { lines: 24, baseRate: 0.174, rSquared: 0.55 };
    expect(findSampleSize(strong)).toMatchObject({ deals: 532, binding: "optimism" });
  });

  it("refuses an R² that cannot be, rates outside (0, 1) and half a line", () => {
    const model = { lines: 10, baseRate: 0.2, rSquared: 0.1 };
    for (const wrong of [
      { rSquared: 0 },
      { rSquared: 0.64 },
      { baseRate: 0 },
      { baseRate: 1 },
      { lines: 0 },
      { lines: 1.5 },
    ]) {
      expect(() => findSampleSize({ ...model, ...wrong })).toThrow(RangeError);
    }
    const targets = { shrinkage: 0.1, optimism: 0.05, margin: 0.05 };
    expect(() => findSampleSize(model, targets)).toThrow(RangeError);
    const unbounded = { shrinkage: 0.9, optimism: 0.9, margin: 0.05 };
    const strong = { lines: 1, baseRate: 0.5, rSquared: 0.5 };
    expect(() => findSampleSize(strong, unbounded)).toThrow(RangeError);
  });
});

describe("rSquaredOfAuc", () => {
  it.each(oracle.cases)(
    "is the quadrature at AUC $cstatistic and base rate $prevalence",
    ({ cstatistic, prevalence, r2_cs_exact_quadrature, r2_cs_simulated_seed123456 }) => {
      const rSquared = demand(rSquaredOfAuc(cstatistic, prevalence));
      expect(Math.abs(rSquared - r2_cs_exact_quadrature)).toBeLessThan(1e-9);
      expect(Math.abs(rSquared - r2_cs_simulated_seed123456)).toBeLessThan(1e-3);
    },
  );

  it.each(oracle.cases)(
    "leads to deals within pmsampsize's noise of its own for $parameters lines",
    ({ cstatistic, parameters, prevalence, shrinkage, n_criteria_1_2_3_final }) => {
      const rSquared = demand(rSquaredOfAuc(cstatistic, prevalence));
      const model = { lines: parameters, baseRate: prevalence, rSquared };
      const { deals } = findSampleSize(model, { shrinkage, optimism: 0.05, margin: 0.05 });
      expect(Math.abs(deals / n_criteria_1_2_3_final[3]! - 1)).toBeLessThan(0.015);
    },
  );

  it("grows with the AUC, is alike for a base rate and its complement, and keeps in bounds", () => {
    const auc = fc.double({ min: 0.5 + 1e-9, max: 1 - 1e-9, noNaN: true });
    const rate = fc.double({ min: 0.001, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(auc, rate, (auc, rate) => {
        const rSquared = demand(rSquaredOfAuc(auc, rate));
        const highest = 1 - Math.exp(2 * (rate * Math.log(rate) + (1 - rate) * Math.log(1 - rate)));
        expect(rSquared).toBeGreaterThan(0);
        expect(rSquared).toBeLessThan(highest);
        expect(demand(rSquaredOfAuc(auc, 1 - rate))).toBeCloseTo(rSquared, 12);
        const better = demand(rSquaredOfAuc(1 - (1 - auc) / 2, rate));
        expect(better).toBeGreaterThan(rSquared);
      }),
    );
  });

  it("keeps its digits for an AUC that is hardly better than chance", () => {
    // To second order in μ, R² = φ(1 − φ) μ², and μ = √2 (AUC − ½) √(2π).
    const rSquared = demand(rSquaredOfAuc(0.5 + 1e-6, 0.3));
    expect(rSquared / (0.21 * 4 * Math.PI * 1e-12)).toBeCloseTo(1, 5);
  });

  it("is not estimable where nothing ranks and where everything is ranked", () => {
    for (const auc of [0.3, 0.5, 1]) expect(rSquaredOfAuc(auc, 0.2)).toHaveProperty("notEstimable");
    expect(() => rSquaredOfAuc(1.2, 0.2)).toThrow(RangeError);
    expect(() => rSquaredOfAuc(0.7, 0)).toThrow(RangeError);
  });
});

describe("dealsForLine", () => {
  it("counts by Woolf's variance of a log odds ratio", () => {
    // Half have it, half win: variance of one deal 1/(½·¼) + 1/(½·¼) = 16; (1.96/.5)² · 16 = 245.9
    const line = { halfWidth: 0.5, share: 0.5, baseRate: 0.5 };
    expect(dealsForLine(line)).toBe(246);
    // r² = ½ doubles it.
    expect(dealsForLine({ ...line, explainedByOthers: 0.5 })).toBe(492);
    // 3 in 4 win with it, so 1 in 4 without: 2/(½ · 3/16) = 21.33; · 15.366 = 327.8
    expect(dealsForLine({ ...line, winRateWith: 0.75 })).toBe(328);
    // A line that 1 in 10 have, at a base rate of 1 in 5: 1/(.1·.16) + 1/(.9·.16) = 69.44
    expect(dealsForLine({ halfWidth: 0.5, share: 0.1, baseRate: 0.2 })).toBe(1068);
  });

  it("inflates by the inverse of the lines' cross-products", () => {
    // Of 8 deals 3 have both lines, 3 neither, 1 each only one: centred cross-products 2, 1, 1, 2,
    // whose inverse has 2/3. At a base rate of ½ the variance is 4 · 2/3; r = 1/2.
    const line = { share: 0.5, baseRate: 0.5, explainedByOthers: 0.25 };
    expect(dealsForLine({ ...line, halfWidth: 1.96 * Math.sqrt(8 / 3) })).toBe(8);
    expect(dealsForLine({ ...line, halfWidth: 1.95 * Math.sqrt(8 / 3) })).toBe(9);
  });

  it("gives so many deals that the estimate scatters by the half-width", () => {
    const random = createRandom(4);
    const line = { halfWidth: 0.6, share: 0.3, baseRate: 0.25, winRateWith: 0.4 };
    const n = dealsForLine(line);
    const without = (0.25 - 0.3 * 0.4) / 0.7;
    let inside = 0;
    const runs = 2_000;
    const truth = Math.log(0.4 / 0.6) - Math.log(without / (1 - without));
    for (let run = 0; run < runs; run++) {
      const table = [0, 0, 0, 0];
      for (let i = 0; i < n; i++) {
        const has = random() < 0.3;
        const won = random() < (has ? 0.4 : without);
        table[(has ? 0 : 2) + (won ? 0 : 1)]!++;
      }
      const [a, b, c, d] = table as [number, number, number, number];
      if (Math.abs(Math.log((a * d) / (b * c)) - truth) <= 0.6) inside++;
    }
    expect(inside / runs).toBeGreaterThan(0.93);
    expect(inside / runs).toBeLessThan(0.97);
  });

  it("refuses what cannot be", () => {
    const line = { halfWidth: 0.5, share: 0.5, baseRate: 0.5 };
    for (const wrong of [
      { halfWidth: 0 },
      { share: 1 },
      { baseRate: 0 },
      { explainedByOthers: 1 },
      // All that win have the line, so none without it does.
      { baseRate: 0.2, winRateWith: 0.4 },
    ]) {
      expect(() => dealsForLine({ ...line, ...wrong })).toThrow(RangeError);
    }
  });
});
