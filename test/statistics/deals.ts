import * as fc from "fast-check";
import { type Estimable, isEstimated } from "../../src/statistics/estimate.ts";

export interface ScoredDeals {
  readonly scores: Float64Array;
  readonly outcomes: Uint8Array;
}

/** Deals whose scores come from `score`, as columns. */
export function arbitraryDeals(
  score: fc.Arbitrary<number>,
  size: { minLength: number; maxLength?: number },
): fc.Arbitrary<ScoredDeals> {
  return fc
    .array(fc.record({ score, outcome: fc.constantFrom(0, 1) }), { maxLength: 60, ...size })
    .map((deals) => ({
      scores: Float64Array.from(deals, (deal) => deal.score),
      outcomes: Uint8Array.from(deals, (deal) => deal.outcome),
    }));
}

/** Few different values, so that ties abound. */
export const points = fc.integer({ min: -5, max: 5 });
/** Probabilities with ties and with both certainties. */
export const probability = fc.oneof(
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.constantFrom(0, 0.1, 0.5, 0.9, 1),
);

/** The estimate, or a failure of the test that names the reason for there being none. */
export function demand<T>(estimate: Estimable<T>): T {
  if (!isEstimated(estimate)) throw new Error(`not estimable: ${estimate.notEstimable}`);
  return estimate;
}

/** Whether two figures agree to a relative (or, below 1, absolute) error. */
export function differ(actual: number, expected: number): number {
  return Math.abs(actual - expected) / Math.max(1, Math.abs(expected));
}
