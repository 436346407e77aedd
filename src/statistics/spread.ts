/**
 * Mean of some values.
 *
 * @param values at least one, finite
 * Cost O(n).
 */
export function measureMean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

/**
 * Standard deviation of some values, over their number.
 *
 * @param values at least one, finite
 * Cost O(n).
 */
export function measureSpread(values: ArrayLike<number>): number {
  const mean = measureMean(values);
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i]! - mean) ** 2;
  return Math.sqrt(squares / values.length);
}
