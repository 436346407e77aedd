import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalCdf, normalQuantile, twoSidedP, Z95 } from "../../src/statistics/distributions.ts";

// Both tables were computed with 40 digits (mpmath 1.3, erfc and its inverse by root finding).
const probabilities: [x: number, p: number][] = [
  [-37.1, 1.4047119663106221e-301],
  [-20.3, 6.429244467698346e-92],
  [-10, 7.619853024160525e-24],
  [-5, 2.866515718791939e-7],
  [-3, 0.0013498980316300946],
  [-1.5, 0.06680720126885807],
  [-1, 0.15865525393145705],
  [-0.5, 0.3085375387259869],
  [0, 0.5],
  [0.25, 0.5987063256829237],
  [1, 0.8413447460685429],
  [2, 0.9772498680518208],
  [3, 0.9986501019683699],
];
const quantiles: [p: number, x: number][] = [
  [1e-300, -37.0470962993612],
  [1e-20, -9.262340089798407],
  [0.001, -3.0902323061678136],
  [0.05, -1.6448536269514726],
  [0.075, -1.439531470938456],
  [0.3, -0.5244005127080408],
  [0.975, 1.9599639845400538],
  [0.999, 3.090232306167813],
];

describe("normalCdf", () => {
  it.each(probabilities)("at %d agrees with 40-digit arithmetic to 2e-15", (x, p) => {
    expect(Math.abs(normalCdf(x) / p - 1)).toBeLessThan(2e-15);
  });

  it("reaches 0 and 1 at the infinities", () => {
    expect(normalCdf(-Infinity)).toBe(0);
    expect(normalCdf(Infinity)).toBe(1);
  });

  it("never falls, also where its two forms meet", () => {
    fc.assert(
      fc.property(fc.double({ min: -9, max: 9, noNaN: true }), (x) => {
        expect(normalCdf(x + 1e-9)).toBeGreaterThanOrEqual(normalCdf(x) * (1 - 4e-15));
      }),
    );
    expect(normalCdf(1) / normalCdf(1 - 2 ** -53)).toBeCloseTo(1, 14);
    expect(normalCdf(-1) / normalCdf(-1 + 2 ** -53)).toBeCloseTo(1, 14);
  });

  it("refuses NaN", () => {
    expect(() => normalCdf(NaN)).toThrow(RangeError);
  });
});

describe("normalQuantile", () => {
  it.each(quantiles)("at %d agrees with 40-digit arithmetic to 1e-15", (p, x) => {
    expect(Math.abs(normalQuantile(p) / x - 1)).toBeLessThan(1e-15);
  });

  it("undoes normalCdf", () => {
    fc.assert(
      fc.property(fc.double({ min: -37, max: 5, noNaN: true }), (x) => {
        // Above 0 the rounding of p near 1 is magnified by 1/φ(x).
        const magnified = 1 + Math.exp(Math.max(0, x) ** 2 / 2);
        expect(Math.abs(normalQuantile(normalCdf(x)) - x)).toBeLessThan(2e-14 * magnified);
      }),
    );
  });

  it("is infinite at 0 and 1, and refuses what is no probability", () => {
    expect(normalQuantile(0)).toBe(-Infinity);
    expect(normalQuantile(1)).toBe(Infinity);
    for (const p of [-0.1, 1.1, NaN]) expect(() => normalQuantile(p)).toThrow(RangeError);
  });
});

describe("twoSidedP", () => {
  it("is 1 at 0, .05 at ±Z95, and symmetric", () => {
    expect(twoSidedP(0)).toBe(1);
    expect(twoSidedP(Z95)).toBeCloseTo(0.05, 15);
    expect(twoSidedP(-Z95)).toBe(twoSidedP(Z95));
  });
});
