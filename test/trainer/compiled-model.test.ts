import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileScorecards } from "../../src/scorecard/compiled.ts";
import { compileModel, predictDoses, scoreModel } from "../../src/trainer/compiled-model.ts";
import { type Model, modelSchema } from "../../src/trainer/model.ts";
import { makeBucket, makeScorecard, presentLine } from "../scorecard/cards.ts";

const compiled = compileScorecards({
  format: "counterweight/scorecard-set@1",
  segments: [
    {
      when: { is: "present", attribute: "x" },
      scorecard: makeScorecard({ id: "large", buckets: [makeBucket("a", [presentLine("x", 1)])] }),
    },
  ],
  fallback: makeScorecard({
    id: "others",
    buckets: [makeBucket("b", [presentLine("y", 1), presentLine("z", 1)])],
  }),
});
const SIZE = 5;

/** Lines large/x, others/y and others/z, and what being large adds. */
function makeModel(
  [intercept, x, y, z, large]: readonly number[],
  covariance: readonly number[],
): Model {
  return modelSchema.parse({
    format: "counterweight/model@1",
    scorecards: [
      { id: "large", version: 1 },
      { id: "others", version: 1 },
    ],
    intercept,
    lines: [
      { key: "large/x", coefficient: x, standardError: 1 },
      { key: "others/y", coefficient: y, standardError: 1 },
      { key: "others/z", coefficient: z, standardError: 1 },
    ],
    segments: [{ scorecard: "large", coefficient: large }],
    covariance,
    scale: { unit: 0.5, base: -1 },
    trained: { deals: 9, won: 3, firstAsOf: null, lastAsOf: null, priorWidth: 1, seed: 1 },
  });
}

const identity = Array.from({ length: SIZE * SIZE }, (_, at) => Number(at % (SIZE + 1) === 0));

describe("a model's figures", () => {
  it("are σ(η) with the interval σ(η ± 1.96 √(x'Vx))", () => {
    const model = compileModel(makeModel([-1, 2, 1, 4, 3], identity));
    // x = (1, 0, 1, ½, 0): η = −1 + 1 + 2 = 2, x'x = 2.25, so the half-width is 1.96 × 1.5.
    const { probability, low, high, logOdds, points } = predictDoses(
      model,
      Float64Array.of(0, 1, 0.5),
      1,
    );
    expect(logOdds).toBe(2);
    expect(points).toBe(6);
    expect(probability).toBeCloseTo(1 / (1 + Math.exp(-2)), 15);
    expect(low).toBeCloseTo(1 / (1 + Math.exp(-2 + 1.959964 * 1.5)), 6);
    expect(high).toBeCloseTo(1 / (1 + Math.exp(-2 - 1.959964 * 1.5)), 6);
  });

  it("take in the segment whose scorecard applies, and how sure it is", () => {
    const covariance = identity.map((value, at) => (at === 4 || at === 20 ? -0.5 : value));
    const model = compileModel(makeModel([-1, 2, 1, 4, 3], covariance));
    const { logOdds, low } = predictDoses(model, Float64Array.of(1, 0, 0), 0);
    expect(logOdds).toBe(4);
    // Variances 1 + 1 + 1, less twice ½ that intercept and segment share.
    expect(low).toBeCloseTo(1 / (1 + Math.exp(-4 + 1.959964 * Math.SQRT2)), 6);
  });

  it("are those of the full score, whose contributions add up to the log-odds, to the last digit", () => {
    const number = fc.double({ min: -3, max: 3, noNaN: true });
    const numbers = (length: number) => fc.array(number, { minLength: length, maxLength: length });
    const dose = fc.oneof(fc.constant(0), fc.double({ min: 0, max: 9, noNaN: true }));
    const drawn = fc.tuple(numbers(SIZE), numbers(SIZE * SIZE), fc.tuple(dose, dose, dose));
    fc.assert(
      fc.property(drawn, fc.nat(1), ([coefficients, factor, doses], scorecard) => {
        const covariance = identity.map((_, at) => {
          const [i, j] = [Math.floor(at / SIZE), at % SIZE];
          return [0, 1, 2, 3, 4].reduce(
            (sum, k) => sum + factor[i * SIZE + k]! * factor[j * SIZE + k]!,
            0,
          );
        });
        const model = compileModel(makeModel(coefficients, covariance));
        const { intercept, contributions, ...figures } = scoreModel(
          model,
          compiled,
          Float64Array.from(doses),
          scorecard,
        );
        expect(predictDoses(model, Float64Array.from(doses), scorecard)).toEqual(figures);
        const sum = contributions.reduce((all, part) => all + part.contribution, intercept);
        expect(sum).toBe(figures.logOdds);
        expect(figures.low).toBeLessThanOrEqual(figures.probability);
        expect(figures.high).toBeGreaterThanOrEqual(figures.probability);
      }),
    );
  });

  it("name the lines and the segment that contribute", () => {
    const model = compileModel(makeModel([-1, 2, 1, 4, 3], identity));
    const { contributions } = scoreModel(model, compiled, Float64Array.of(1, 0, 0), 0);
    expect(contributions).toEqual([
      { key: "large/x", label: "x", dose: 1, coefficient: 2, contribution: 2 },
      { key: "large", label: "Segment large", dose: 1, coefficient: 3, contribution: 3 },
    ]);
  });
});

describe("a covariance of another size", () => {
  const model = makeModel([-1, 2, 1, 4, 3], identity);
  const short = { ...model, covariance: identity.slice(1) };

  it("is refused in a model file, and thrown on after that", () => {
    expect(modelSchema.safeParse(short).error?.issues).toMatchObject([
      { path: ["covariance"], message: "expected (1 + lines + segments)² entries" },
    ]);
    expect(() => compileModel(short)).toThrow(RangeError);
  });
});
