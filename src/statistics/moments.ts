/** What a comparison of means needs of one arm. */
export interface Moments {
  readonly n: number;
  readonly mean: number;
  /** Of one unit, not of the mean. */
  readonly variance: number;
}

/** Moments of an outcome y and of a covariate x of the same units, with how they go together. */
export interface JointMoments extends Moments {
  readonly covariate: { readonly mean: number; readonly variance: number };
  readonly covariance: number;
}

/**
 * Moments of a yes/no outcome.
 *
 * @param successes of n, from 0 to n
 * @returns variance p(1 − p)
 * @throws RangeError when the counts are not 0 ≤ successes ≤ n, n ≥ 1
 */
export function momentsOfCount({
  successes,
  n,
}: {
  readonly successes: number;
  readonly n: number;
}): Moments {
  if (!(n >= 1 && successes >= 0 && successes <= n)) {
    throw new RangeError("moments need 0 ≤ successes ≤ n and n ≥ 1");
  }
  const mean = successes / n;
  return { n, mean, variance: mean * (1 - mean) };
}

/**
 * Moments of numbers.
 *
 * @param values length n of at least 2, finite
 * @returns variance over n − 1
 * @throws RangeError on fewer than two values, or values that are not finite
 * Cost O(n).
 */
export function momentsOf(values: Float64Array): Moments {
  const { n, mean, variance } = jointMomentsOf(values, values);
  return { n, mean, variance };
}

/**
 * Moments of an outcome and a covariate.
 *
 * @param y, x length n of at least 2, finite
 * @returns variances and covariance over n − 1
 * @throws RangeError on unequal lengths, fewer than two values, or values that are not finite
 * Cost O(n).
 */
export function jointMomentsOf(y: Float64Array, x: Float64Array): JointMoments {
  const n = y.length;
  if (n !== x.length || n < 2) throw new RangeError("moments need two values or more of each");
  let [meanY, meanX] = [0, 0];
  for (let i = 0; i < n; i++) {
    meanY += y[i]! / n;
    meanX += x[i]! / n;
  }
  let [yy, xx, xy] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [dy, dx] = [y[i]! - meanY, x[i]! - meanX];
    yy += dy * dy;
    xx += dx * dx;
    xy += dx * dy;
  }
  if (!Number.isFinite(yy + xx)) throw new RangeError("a value is not finite");
  return {
    n,
    mean: meanY,
    variance: yy / (n - 1),
    covariate: { mean: meanX, variance: xx / (n - 1) },
    covariance: xy / (n - 1),
  };
}
