import { checkProbabilities, countWon } from "./domain.ts";
import { type Estimable, notEstimable } from "./estimate.ts";
import { sortOrder, tieStarts } from "./order.ts";

/** A run of neighbouring x on which the fitted value is constant. */
export interface IsotonicBlock {
  readonly from: number;
  readonly to: number;
  readonly value: number;
  readonly weight: number;
}

/** mean loss = miscalibration − discrimination + uncertainty, all in the units of the loss. */
export interface LossDecomposition {
  readonly loss: number;
  /** What recalibration would save; 0 for probabilities that isotonic regression leaves alone. */
  readonly miscalibration: number;
  /** What the ranking is worth over the base rate; 0 for one that says nothing. */
  readonly discrimination: number;
  /** The loss of giving every deal the base rate. */
  readonly uncertainty: number;
}

/**
 * The non-decreasing function of x that is nearest to y in weighted squares, as blocks.
 *
 * @param x       length n, without NaN; equal x get one value
 * @param y       length n, finite
 * @param weights length n, above 0 and finite; all 1 when left out
 * @returns blocks by rising x, values strictly rising; none when n is 0
 * @throws RangeError on unequal lengths, NaN in x, y that is not finite, or weights not above 0
 * Cost O(n). Source: pool adjacent violators, Ayer et al. 1955.
 */
export function fitIsotonic(
  x: Float64Array,
  y: Float64Array | Uint8Array,
  weights?: Float64Array,
): IsotonicBlock[] {
  checkRegression(x, y, weights);
  const order = sortOrder(x);
  const starts = tieStarts(x, order);
  const pools: Pool[] = [];
  for (let g = 0; g + 1 < starts.length; g++) {
    const at = x[order[starts[g]!]!]!;
    let pool: Pool = { from: at, to: at, sum: 0, weight: 0 };
    for (let k = starts[g]!; k < starts[g + 1]!; k++) {
      const i = order[k]!;
      const weight = weights?.[i] ?? 1;
      pool.sum += weight * y[i]!;
      pool.weight += weight;
    }
    for (let last = pools.at(-1); last && !isBelow(last, pool); last = pools.at(-1)) {
      pools.pop();
      const { from } = last;
      pool = { from, to: at, sum: last.sum + pool.sum, weight: last.weight + pool.weight };
    }
    pools.push(pool);
  }
  return pools.map(({ from, to, sum, weight }) => ({ from, to, value: sum / weight, weight }));
}

/**
 * CORP decomposition of a mean loss, by what isotonic recalibration makes of the probabilities.
 *
 * @param probabilities length n, in [0, 1]
 * @param outcomes      length n, 1 = won, 0 = lost
 * @param lossOf        a proper and finite loss of one deal: `brierScoreOfDeal` or `logLossOfDeal`
 * @returns parts of at least 0 (but for rounding); not estimable when there are no deals
 * @throws RangeError on unequal lengths, probabilities outside [0, 1], or outcomes not 0 or 1
 * Cost O(n). Source: Dimitriadis, Gneiting and Jordan 2021.
 */
export function decomposeLoss(
  probabilities: Float64Array,
  outcomes: Uint8Array,
  lossOf: (probability: number, outcome: number) => number,
): Estimable<LossDecomposition> {
  checkProbabilities(probabilities, outcomes);
  const n = outcomes.length;
  if (n === 0) return notEstimable("no deals");
  // What deals cost on average when each gets their win rate p: H(p) = p L(p, 1) + (1 − p) L(p, 0).
  const entropy = (p: number) => p * lossOf(p, 1) + (1 - p) * lossOf(p, 0);
  const loss = probabilities.reduce((sum, p, i) => sum + lossOf(p, outcomes[i]!), 0) / n;
  const blocks = fitIsotonic(probabilities, outcomes);
  const recalibrated = blocks.reduce((sum, b) => sum + (b.weight / n) * entropy(b.value), 0);
  const uncertainty = entropy(countWon(outcomes) / n);
  return {
    loss,
    miscalibration: loss - recalibrated,
    discrimination: uncertainty - recalibrated,
    uncertainty,
  };
}

interface Pool {
  readonly from: number;
  readonly to: number;
  sum: number;
  weight: number;
}

/** Compares means without dividing, which is exact for counts. */
function isBelow(a: Pool, b: Pool): boolean {
  return a.sum * b.weight < b.sum * a.weight;
}

function checkRegression(
  x: Float64Array,
  y: Float64Array | Uint8Array,
  weights: Float64Array | undefined,
): void {
  if (x.length !== y.length || (weights && weights.length !== x.length)) {
    throw new RangeError("x, y and weights differ in length");
  }
  if (x.some(Number.isNaN)) throw new RangeError("an x is NaN");
  if (!y.every(Number.isFinite)) throw new RangeError("a y is not finite");
  if (weights && !weights.every((weight) => weight > 0 && weight < Infinity)) {
    throw new RangeError("a weight is not above 0 and finite");
  }
}
