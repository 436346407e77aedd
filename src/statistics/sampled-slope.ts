import { type Estimable, isEstimated, notEstimable } from "./estimate.ts";
import {
  checkSampling,
  degreesOf,
  type SampledInterval,
  type Sampling,
  sampledInterval,
} from "./sampled.ts";
import { twoSidedStudentP } from "./student-t.ts";

/** How a number moves with another. */
export interface SampledSlope extends SampledInterval {
  /** Two-sided, of no movement. */
  readonly pValue: number;
}

/**
 * Slope of the straight line through y against x.
 *
 * @param x, y length n, finite
 * @returns units of y per unit of x, with a standard error that holds for spread that changes with x;
 *          not estimable when fewer than two x differ, or from fewer than two clusters
 * @throws RangeError on unequal lengths, numbers that are not finite, or weights out of bounds
 * Cost O(n). Source: White 1980; clusters, Liang and Zeger 1986.
 */
export function estimateSampledSlope(
  x: Float64Array,
  y: Float64Array,
  sampling: Sampling = {},
): Estimable<SampledSlope> {
  checkSampling(sampling, x.length);
  if (x.length !== y.length) throw new RangeError("x and y differ in length");
  if (!x.every(Number.isFinite) || !y.every(Number.isFinite)) {
    throw new RangeError("a number is not finite");
  }
  const weight = (i: number) => (sampling.weights === undefined ? 1 : sampling.weights[i]!);
  let [total, meanX, meanY] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    total += weight(i);
    meanX += weight(i) * x[i]!;
    meanY += weight(i) * y[i]!;
  }
  meanX /= total;
  meanY /= total;
  let [sxx, sxy] = [0, 0];
  for (let i = 0; i < x.length; i++) {
    sxx += weight(i) * (x[i]! - meanX) ** 2;
    sxy += weight(i) * (x[i]! - meanX) * (y[i]! - meanY);
  }
  if (!(sxx > 0)) return notEstimable("everything happened at the same moment");
  const value = sxy / sxx;
  const influence = x.map(
    (xi, i) => (weight(i) * (xi - meanX) * (y[i]! - meanY - value * (xi - meanX))) / sxx,
  );
  const slope = sampledInterval(value, influence, { clusters: sampling.clusters });
  if (!isEstimated(slope)) return slope;
  const t = value === 0 ? 0 : value / slope.standardError;
  const degrees = degreesOf({ clusters: sampling.clusters, draws: slope.draws });
  return { ...slope, pValue: twoSidedStudentP(t, degrees) };
}
