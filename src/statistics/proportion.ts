import { twoSidedP, Z95 } from "./distributions.ts";
import { type Estimable, type Interval, notEstimable } from "./estimate.ts";

/** How many of how many. Both may be fractions where ties are shared out. */
export interface Count {
  readonly successes: number;
  readonly n: number;
}

export interface Proportion extends Interval {
  readonly n: number;
}

/** Proportion A less proportion B, of separate deals. */
export interface ProportionDifference extends Interval {
  readonly z: number;
  /** Two-sided, of no difference. */
  readonly pValue: number;
}

/**
 * A proportion with Wilson's 95 % interval, which stays in [0, 1] and is honest near its ends.
 *
 * @param successes from 0 to n
 * @returns value and interval in [0, 1]; not estimable when n is 0
 * @throws RangeError when the counts are not 0 ≤ successes ≤ n < ∞
 * Cost O(1). Source: Wilson 1927.
 */
export function estimateProportion(successes: number, n: number): Estimable<Proportion> {
  if (!(successes >= 0 && successes <= n && n < Infinity)) {
    throw new RangeError("a proportion needs 0 ≤ successes ≤ n");
  }
  if (n === 0) return notEstimable("no deals to count");
  // The bounds are the roots p of (1 + z²/n) p² − (2p̂ + z²/n) p + p̂² = 0. The smaller comes from
  // the product of the roots, as their difference would cancel for rare successes.
  const p = successes / n;
  const c = Z95 ** 2 / n;
  const sum = p + c / 2 + Math.sqrt(c * p * (1 - p) + (c / 2) ** 2);
  const high = Math.min(1, sum / (1 + c));
  return { value: p, low: p ** 2 / sum, high: Math.max(p, high), n };
}

/**
 * The difference of two proportions of separate deals, A − B.
 *
 * @returns the difference in [−1, 1] with Newcombe's 95 % interval (Wilson's intervals of both,
 *          joined), and the score test of Miettinen and Nurminen; two proportions that are both 0
 *          or both 1 give z = 0 and p = 1; not estimable when either n is 0.
 *          Interval and test are different constructions: near p = .05 they can disagree.
 * @throws RangeError when the counts are not 0 ≤ successes ≤ n < ∞
 * Cost O(1). Source: Newcombe 1998, method 10; Miettinen and Nurminen 1985.
 */
export function compareProportions(a: Count, b: Count): Estimable<ProportionDifference> {
  const pA = estimateProportion(a.successes, a.n);
  const pB = estimateProportion(b.successes, b.n);
  if ("notEstimable" in pA) return pA;
  if ("notEstimable" in pB) return pB;
  const value = pA.value - pB.value;
  const z = value === 0 ? 0 : value / pooledStandardError(a, b);
  return {
    value,
    low: value - Math.hypot(pA.value - pA.low, pB.high - pB.value),
    high: value + Math.hypot(pA.high - pA.value, pB.value - pB.low),
    z,
    pValue: twoSidedP(z),
  };
}

/** √(p(1 − p)(1/n_A + 1/n_B) · N/(N − 1)), p the proportion of both together, N = n_A + n_B. */
function pooledStandardError(a: Count, b: Count): number {
  const total = a.n + b.n;
  const p = (a.successes + b.successes) / total;
  return Math.sqrt((p * (1 - p) * (1 / a.n + 1 / b.n) * total) / (total - 1));
}
