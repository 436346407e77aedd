import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Refusal } from "../../src/refusal.ts";
import { createRandom, shuffle } from "../../src/statistics/random.ts";
import { type Design, takeRows } from "../../src/trainer/design-matrix.ts";
import { type Fit, fitLogistic } from "../../src/trainer/fit.ts";
import type { Prior } from "../../src/trainer/prior.ts";
import { estimateSandwich } from "../../src/trainer/sandwich.ts";
import { solveByNewton, solveBySamples } from "../../src/trainer/solver.ts";
import { accepted, makeDesign, readOracle, relativeDifference, simulateDesign } from "./designs.ts";

const all = (fit: Fit) => [fit.intercept, ...fit.coefficients];
const errors = (fit: Pick<Fit, "interceptStandardError" | "standardErrors">) => [
  fit.interceptStandardError,
  ...fit.standardErrors,
];
const ridge = (columns: number, precision: number): Prior => ({
  means: new Float64Array(columns),
  precisions: new Float64Array(columns).fill(precision),
});

describe("a fit worked by hand", () => {
  // 4 of 10 won without the line, 9 of 12 won with it.
  const without = Array.from({ length: 10 }, (_, i) => [0, i < 4 ? 1 : 0] as const);
  const withLine = Array.from({ length: 12 }, (_, i) => [1, i < 9 ? 1 : 0] as const);
  const deals = [...without, ...withLine];
  const design = makeDesign(
    deals.map(([dose]) => [dose]),
    deals.map(([, won]) => won),
  );

  it("gives a single 0/1 line the log of its odds ratio", () => {
    const fit = accepted(fitLogistic(design));
    expect(fit.intercept).toBeCloseTo(Math.log(4 / 6), 13);
    expect(fit.coefficients[0]).toBeCloseTo(Math.log(9 / 3) - Math.log(4 / 6), 13);
  });

  it("gives it the standard error √(1/a + 1/b + 1/c + 1/d)", () => {
    const fit = accepted(fitLogistic(design));
    expect(fit.standardErrors[0]).toBeCloseTo(Math.sqrt(1 / 4 + 1 / 6 + 1 / 9 + 1 / 3), 12);
    expect(fit.interceptStandardError).toBeCloseTo(Math.sqrt(1 / 4 + 1 / 6), 12);
  });

  it("fits the base rate when there are no columns", () => {
    const fit = accepted(fitLogistic(makeDesign([[], [], [], []], [1, 1, 1, 0])));
    expect(fit.intercept).toBeCloseTo(Math.log(3), 13);
    expect(fit.logLikelihood).toBeCloseTo(3 * Math.log(0.75) + Math.log(0.25), 13);
  });

  it("takes the offset away from the intercept", () => {
    const offset = new Float64Array(design.rows).fill(0.7);
    const fit = accepted(fitLogistic({ ...design, offset }));
    expect(fit.intercept).toBeCloseTo(Math.log(4 / 6) - 0.7, 13);
  });
});

describe.each([
  ["logistic_leads", 1e-10],
  ["logistic_leads_weighted", 1e-10],
  ["logistic_near_separated", 1e-10],
  ["logistic_ill_conditioned", 1e-6],
])("against the oracle %s", (name, tolerance) => {
  const { design, outputs } = readOracle(name);

  it("reaches the maximum likelihood with its covariance", () => {
    const fit = accepted(fitLogistic(design));
    expect(relativeDifference(all(fit), outputs.mle.coef)).toBeLessThan(tolerance);
    expect(relativeDifference(errors(fit), outputs.mle.se)).toBeLessThan(tolerance);
    expect(relativeDifference(fit.covariance, outputs.mle.vcov.flat())).toBeLessThan(tolerance);
    expect(fit.logLikelihood).toBeCloseTo(outputs.mle.loglik, 9);
    expect(fit.gradientNorm).toBeLessThanOrEqual(1e-12);
  });

  it.each([0, 1, 2])("reaches ridge fit %i with both kinds of standard error", (k) => {
    const wanted = outputs.l2[k];
    const prior = ridge(design.columns, 1 / wanted.C);
    const fit = accepted(fitLogistic(design, { prior }));
    const sandwich = accepted(estimateSandwich(design, fit, prior));
    expect(relativeDifference(all(fit), wanted.coef)).toBeLessThan(tolerance);
    expect(relativeDifference(errors(fit), wanted.se_hessian)).toBeLessThan(tolerance);
    expect(relativeDifference(errors(sandwich), wanted.se_sandwich)).toBeLessThan(tolerance);
    expect(fit.logLikelihood).toBeCloseTo(wanted.loglik, 9);
  });
});

describe.each(["logistic_leads", "logistic_leads_weighted", "logistic_near_separated"])(
  "against the oracle %s",
  (name) => {
    const { design, outputs } = readOracle(name);

    it("reaches the fit under a prior with means", () => {
      const { prior_mean, prior_sd, coef, se_hessian, loglik } = outputs.map_prior;
      const prior: Prior = {
        means: Float64Array.from(prior_mean),
        precisions: Float64Array.from(prior_sd, (sd: number) => 1 / sd ** 2),
      };
      const fit = accepted(fitLogistic(design, { prior }));
      expect(relativeDifference(all(fit), coef)).toBeLessThan(1e-10);
      expect(relativeDifference(errors(fit), se_hessian)).toBeLessThan(1e-10);
      expect(fit.logLikelihood).toBeCloseTo(loglik, 9);
    });
  },
);

describe("what leaves a fit as it is", () => {
  const seeds = fc.integer({ min: 1, max: 1e6 });
  const same = (a: Fit, b: Fit) => {
    all(a).forEach((value, j) => expect(all(b)[j]).toBeCloseTo(value, 9));
    errors(a).forEach((value, j) => expect(errors(b)[j]).toBeCloseTo(value, 9));
  };
  const eachDesign = (check: (design: Design, fit: Fit, seed: number) => void) =>
    fc.assert(
      fc.property(seeds, (seed) => {
        const design = simulateDesign(150, 3, seed);
        const fit = fitLogistic(design);
        if (!(fit instanceof Refusal)) check(design, fit, seed);
      }),
      { numRuns: 25 },
    );

  it("duplicating every row equals weights of 2", () =>
    eachDesign((design) => {
      const twice = Uint32Array.from({ length: 2 * design.rows }, (_, i) => i % design.rows);
      const weights = new Float64Array(design.rows).fill(2);
      same(
        accepted(fitLogistic(takeRows(design, twice))),
        accepted(fitLogistic({ ...design, weights })),
      );
    }));

  it("rows in another order", () =>
    eachDesign((design, fit, seed) => {
      const order = shuffle(design.rows, createRandom(seed));
      same(accepted(fitLogistic(takeRows(design, order))), fit);
    }));

  it("rows of weight 0, whatever they hold", () =>
    eachDesign((design, fit) => {
      const more = makeDesign([[1e6, -3, 0]], [1]);
      const values = Float64Array.from([...more.values, ...design.values]);
      const outcomes = Uint8Array.from([...more.outcomes, ...design.outcomes]);
      const weights = new Float64Array(design.rows + 1).fill(1);
      weights[0] = 0;
      same(
        accepted(fitLogistic({ rows: design.rows + 1, columns: 3, values, outcomes, weights })),
        fit,
      );
    }));

  it("another start, however far off", () =>
    eachDesign((design, fit) => {
      for (const far of [1, 1000]) {
        const start = { intercept: far, coefficients: Float64Array.of(-far, 0.5, 2) };
        same(accepted(fitLogistic(design, { start })), fit);
      }
    }));

  it("shifting a column changes only the intercept under a flat prior", () =>
    eachDesign((design, fit) => {
      const values = design.values.map((value, k) => value + (k % 3 === 1 ? 1000 : 0));
      const shifted = accepted(fitLogistic({ ...design, values }));
      expect(relativeDifference(shifted.coefficients, fit.coefficients)).toBeLessThan(1e-8);
      expect(shifted.intercept).toBeCloseTo(fit.intercept - 1000 * fit.coefficients[1]!, 6);
    }));

  it("a prior of huge precision returns its means", () =>
    eachDesign((design) => {
      const means = Float64Array.of(0.4, -0.2, 0);
      const precisions = new Float64Array(3).fill(1e12);
      const fit = accepted(fitLogistic(design, { prior: { means, precisions } }));
      fit.coefficients.forEach((value, j) => expect(value).toBeCloseTo(means[j]!, 8));
      expect(fit.gradientNorm).toBeLessThanOrEqual(1e-12);
    }));
});

describe("a fit that begins on samples", () => {
  const design = simulateDesign(30_000, 12, 4);
  const [byNewton, bySamples] = [
    accepted(fitLogistic(design, { solve: solveByNewton })),
    accepted(fitLogistic(design, { random: createRandom(9) })),
  ];

  it("equals Newton's to ten digits", () => {
    expect(relativeDifference(all(bySamples), all(byNewton))).toBeLessThan(1e-10);
    expect(relativeDifference(errors(bySamples), errors(byNewton))).toBeLessThan(1e-9);
    expect(bySamples.gradientNorm).toBeLessThanOrEqual(1e-12);
  });

  it("makes far fewer Hessians", () => {
    expect(bySamples.steps.hessians).toBeLessThan(2);
    expect(byNewton.steps.hessians).toBeGreaterThan(4);
  });

  it("gets there under a prior, without a covariance", () => {
    const prior = ridge(12, 50);
    const options = { prior, covariance: false } as const;
    const point = accepted(fitLogistic(design, options));
    const fit = accepted(fitLogistic(design, { prior, solve: solveByNewton }));
    expect(relativeDifference(point.coefficients, fit.coefficients)).toBeLessThan(1e-9);
    expect(point.steps.hessians).toBeLessThan(1);
  });

  it("gets there with a line so rare that the samples may not have it", () => {
    const values = design.values.slice();
    for (let i = 0; i < design.rows; i++) values[i * 12] = Number(i < 4);
    const outcomes = design.outcomes.slice();
    outcomes.set([1, 0, 1, 1]);
    const rare = { ...design, values, outcomes };
    const newton = accepted(fitLogistic(rare, { solve: solveByNewton }));
    for (const seed of [1, 2, 3, 4]) {
      const fit = accepted(fitLogistic(rare, { solve: solveBySamples(createRandom(seed)) }));
      expect(relativeDifference(all(fit), all(newton))).toBeLessThan(1e-9);
      expect(fit.steps.hessians).toBeLessThan(4);
    }
  });
});

describe("what cannot be fitted", () => {
  it("refuses deals of one outcome, and none at all", () => {
    for (const outcomes of [
      [1, 1],
      [0, 0],
    ]) {
      expect(fitLogistic(makeDesign([[0], [1]], outcomes))).toMatchObject({ code: "one-class" });
    }
    expect(fitLogistic(makeDesign([], []))).toMatchObject({ code: "one-class" });
  });

  it("counts only rows with weight", () => {
    const design = makeDesign([[0], [1], [2]], [1, 1, 0]);
    const weights = Float64Array.of(1, 1, 0);
    expect(fitLogistic({ ...design, weights })).toMatchObject({ code: "one-class" });
  });

  it("names constant and repeated columns under a flat prior, and fits them under another", () => {
    const { design } = readOracle("logistic_near_separated");
    const rows = Array.from({ length: design.rows }, (_, i) => {
      const row = [...design.values.subarray(3 * i, 3 * i + 3)];
      return [...row, 5, row[0]! + row[2]!];
    });
    const repeated = makeDesign(rows, [...design.outcomes]);
    const refusal = fitLogistic(repeated);
    expect(refusal).toMatchObject({ code: "nothing-varies" });
    expect((refusal as Refusal).details.map(({ where }) => where)).toEqual([
      "column 3",
      "column 4",
    ]);
    const fit = accepted(fitLogistic(repeated, { prior: ridge(5, 1) }));
    expect(fit.coefficients[3]).toBe(0);
    expect(fit.standardErrors[3]).toBeCloseTo(1, 12);
  });

  it("blames a flat column only where no prior of another tells them apart", () => {
    const design = makeDesign(
      [
        [0, 0],
        [1, 1],
        [2, 2],
        [1, 1],
        [0, 0],
        [2, 2],
      ],
      [0, 1, 1, 0, 1, 0],
    );
    const flatFirst = { means: new Float64Array(2), precisions: Float64Array.of(0, 1) };
    expect(fitLogistic(design, { prior: flatFirst })).toHaveProperty("covariance");
    expect(fitLogistic(design)).toMatchObject({ details: [{ where: "column 1" }] });
  });

  it("throws on malformed input", () => {
    const design = makeDesign([[0], [1], [2]], [0, 1, 0]);
    const broken: Partial<Design>[] = [
      { rows: 4 },
      { values: Float64Array.of(0, Number.NaN, 1) },
      { outcomes: Uint8Array.of(0, 1, 2) },
      { weights: Float64Array.of(1, -1, 1) },
      { offset: Float64Array.of(0, 0, Infinity) },
    ];
    for (const part of broken) {
      expect(() => fitLogistic({ ...design, ...part })).toThrow(RangeError);
    }
    expect(() => fitLogistic(design, { prior: ridge(1, -1) })).toThrow(RangeError);
    expect(() => fitLogistic(design, { prior: ridge(2, 1) })).toThrow(RangeError);
  });
});
