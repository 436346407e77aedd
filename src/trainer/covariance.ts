import type { StandardDesign } from "./standard-design.ts";

/** How sure a fit is, on the scale of the design's columns. */
export interface CovarianceEstimate {
  /** (columns + 1)², row-major, intercept first */
  readonly covariance: Float64Array;
  /** Of the coefficients, length columns. */
  readonly standardErrors: Float64Array;
  readonly interceptStandardError: number;
}

/**
 * A covariance of θ on the scale of the design's columns, with the standard errors.
 *
 * @param covariance size × size, intercept first
 * Cost O(size²).
 */
export function describeCovariance(
  standard: StandardDesign,
  covariance: Float64Array,
): CovarianceEstimate {
  const { size } = standard;
  const raw = toRawCovariance(standard, covariance);
  const errors = Float64Array.from({ length: size }, (_, j) => Math.sqrt(raw[j * (size + 1)]!));
  return {
    covariance: raw,
    standardErrors: errors.slice(1),
    interceptStandardError: errors[0]!,
  };
}

/** V = A C A' with A the linear part of `toRaw`; both size × size, intercept first. */
function toRawCovariance(
  { size, centres, scales }: StandardDesign,
  covariance: Float64Array,
): Float64Array {
  const raw = covariance.slice();
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      raw[i * size + j]! /= (i > 0 ? scales[i - 1]! : 1) * (j > 0 ? scales[j - 1]! : 1);
    }
  }
  // Row 0 of A takes Σ mⱼ × row j away from row 0, first from the left, then from the right.
  for (let j = 0; j < size; j++) {
    for (let i = 1; i < size; i++) raw[j]! -= centres[i - 1]! * raw[i * size + j]!;
  }
  for (let i = 1; i < size; i++) raw[0]! -= centres[i - 1]! * raw[i]!;
  for (let i = 1; i < size; i++) raw[i * size] = raw[i]!;
  return raw;
}
