import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitRepIntercepts, type RepDesign } from "../../src/feedback/rep-intercepts.ts";
import { invertSymmetric, weighSquare } from "../../src/feedback/small-matrix.ts";
import { createRandom, drawNormal } from "../../src/statistics/random.ts";
import { fitLogistic } from "../../src/trainer/fit.ts";
import { logLossOfLogOdds, sigmoid } from "../../src/trainer/prediction.ts";
import { accepted as demandFit } from "../trainer/designs.ts";

const REPS = 5;

function simulate(rows: number, seed: number): RepDesign {
  const random = createRandom(seed);
  const leniency = Array.from({ length: REPS }, () => drawNormal(random));
  const shared = new Float64Array(2 * rows);
  const repOf = new Int32Array(rows);
  const accepted = Uint8Array.from({ length: rows }, (_, i) => {
    shared.set([1, drawNormal(random)], 2 * i);
    repOf[i] = i % 7 === 0 ? -1 : Math.floor(REPS * random());
    return Number(random() < sigmoid(0.2 + 0.7 * shared[2 * i + 1]! + (leniency[repOf[i]!] ?? 0)));
  });
  return { rows, shared, columns: 2, precisions: [1e-9, 0.01], repOf, reps: REPS, accepted };
}

/** The same as a dense fit of the trainer: one column a rep, the intercept apart. */
function fitDensely({ rows, shared, repOf, accepted }: RepDesign, spread: number) {
  const columns = 1 + REPS;
  const values = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    values[i * columns] = shared[2 * i + 1]!;
    if (repOf[i]! >= 0) values[i * columns + 1 + repOf[i]!] = 1;
  }
  const precisions = Float64Array.of(0.01, ...Array<number>(REPS).fill(1 / spread ** 2));
  const prior = { means: new Float64Array(columns), precisions };
  return demandFit(fitLogistic({ rows, columns, values, outcomes: accepted }, { prior }));
}

describe("random intercepts of reps", () => {
  it.each([0.3, 1, 2.5])(
    "are where the trainer's dense fit has them, with its covariance, τ = %s",
    (spread) => {
      const design = simulate(300, 3);
      const fit = fitRepIntercepts(design, spread)!;
      const dense = fitDensely(design, spread);
      expect(fit.shared[0]).toBeCloseTo(dense.intercept, 7);
      expect(fit.shared[1]).toBeCloseTo(dense.coefficients[0]!, 7);
      fit.intercepts.forEach((u, rep) => {
        expect(u).toBeCloseTo(dense.coefficients[1 + rep]!, 7);
      });
      const random = createRandom(1);
      const [g, h] = [2, REPS].map((n) =>
        Float64Array.from({ length: n }, () => drawNormal(random)),
      );
      const functional = Float64Array.of(...g!, ...h!);
      const expected = weighSquare(dense.covariance, functional);
      expect(fit.varianceOf(g!, h!)).toBeCloseTo(expected, 7);
    },
  );

  it("have the evidence of τ that integrating over them has, as near as Laplace comes", () => {
    const { shared, accepted, repOf, rows } = simulate(300, 8);
    const design: RepDesign = {
      rows,
      accepted,
      reps: REPS,
      columns: 1,
      precisions: [0.01],
      shared: shared.filter((_, at) => at % 2 === 0),
      repOf: repOf.map((rep) => Math.max(0, rep)),
    };
    const exact = (spread: number) => integrate(design, spread);
    const laplace = (spread: number) => fitRepIntercepts(design, spread)!.evidence;
    for (const spread of [0.2, 0.5, 2])
      expect(Math.abs(laplace(spread) - laplace(1) - (exact(spread) - exact(1)))).toBeLessThan(0.1);
  });

  it("begin anywhere and end in one place", () => {
    const design = simulate(120, 5);
    const fit = fitRepIntercepts(design, 1)!;
    fc.assert(
      fc.property(fc.double({ min: -8, max: 8, noNaN: true }), (far) => {
        const start = {
          shared: Float64Array.of(far, -far),
          intercepts: new Float64Array(REPS).fill(far),
        };
        const other = fitRepIntercepts(design, 1, start)!;
        expect(other.shared[0]).toBeCloseTo(fit.shared[0]!, 6);
        expect(other.intercepts[2]).toBeCloseTo(fit.intercepts[2]!, 6);
      }),
      { numRuns: 30 },
    );
  });

  it("do not settle on what is not finite; a spread of 0 is a mistake", () => {
    const design = simulate(40, 1);
    const shared = design.shared.map((value, at) => (at === 5 ? Infinity : value));
    expect(fitRepIntercepts({ ...design, shared }, 1)).toBeUndefined();
    expect(() => fitRepIntercepts(design, 0)).toThrow(RangeError);
  });
});

describe("a small matrix", () => {
  it("times its inverse is 1, and the logarithm of its determinant is right", () => {
    const number = fc.double({ min: -3, max: 3, noNaN: true });
    fc.assert(
      fc.property(fc.array(number, { minLength: 9, maxLength: 9 }), (a) => {
        // A A' + 1 is positive definite
        const m = Float64Array.from({ length: 9 }, (_, at) => {
          const [i, j] = [Math.floor(at / 3), at % 3];
          return Number(i === j) + [0, 1, 2].reduce((s, k) => s + a[3 * i + k]! * a[3 * j + k]!, 0);
        });
        const { inverse, logDeterminant } = invertSymmetric(m, 3)!;
        for (let i = 0; i < 3; i++)
          for (let j = 0; j < 3; j++) {
            const product = [0, 1, 2].reduce((s, k) => s + m[3 * i + k]! * inverse[3 * k + j]!, 0);
            expect(product).toBeCloseTo(Number(i === j), 8);
          }
        const determinant =
          m[0]! * (m[4]! * m[8]! - m[5]! * m[7]!) -
          m[1]! * (m[3]! * m[8]! - m[5]! * m[6]!) +
          m[2]! * (m[3]! * m[7]! - m[4]! * m[6]!);
        expect(logDeterminant).toBeCloseTo(Math.log(determinant), 8);
      }),
    );
  });

  it("without an inverse has none", () => {
    expect(invertSymmetric(Float64Array.of(1, 1, 1, 1), 2)).toBeUndefined();
    expect(invertSymmetric(Float64Array.of(Number.NaN), 1)).toBeUndefined();
  });
});

/** ln ∫ p(a) Π_r ∫ p(u) Π p(y|a + u) du da over grids, with a ~ N(0, 100). */
function integrate({ rows, repOf, accepted }: RepDesign, spread: number): number {
  const counts = Array.from({ length: REPS }, () => [0, 0]);
  for (let i = 0; i < rows; i++) counts[repOf[i]!]![accepted[i]!]!++;
  const grid = (steps: number, width: number) =>
    Array.from({ length: steps }, (_, k) => width * ((2 * k + 1) / steps - 1));
  const inner = grid(400, 6);
  const outer = grid(200, 5);
  const terms = outer.map((a) =>
    counts.reduce(
      (sum, [no, yes]) => {
        const parts = inner.map((t) => {
          const z = a + spread * t;
          return -(t * t) / 2 - yes! * logLossOfLogOdds(z, 1) - no! * logLossOfLogOdds(z, 0);
        });
        return sum + sumOfExponentials(parts);
      },
      -(a * a) / 200,
    ),
  );
  return sumOfExponentials(terms);
}

function sumOfExponentials(values: readonly number[]): number {
  const most = Math.max(...values);
  return most + Math.log(values.reduce((sum, value) => sum + Math.exp(value - most), 0));
}
