import type { Design } from "./design-matrix.ts";
import type { Coefficients } from "./standard-design.ts";

/**
 * Log-odds of every row: offset + intercept + Σ coefficient × value.
 *
 * @param fit intercept and one coefficient a column, on the scale of the design's columns
 * @returns length rows, log-odds
 * @throws RangeError when coefficients and columns differ in number
 * Cost O(rows × columns).
 */
export function predictLogOdds(
  { rows, columns, values, offset }: Design,
  { intercept, coefficients }: Coefficients,
): Float64Array {
  if (coefficients.length !== columns) {
    throw new RangeError(`${coefficients.length} coefficients for ${columns} columns`);
  }
  const logOdds = new Float64Array(rows);
  for (let i = 0, at = 0; i < rows; i++) {
    let sum = intercept + (offset?.[i] ?? 0);
    for (let j = 0; j < columns; j++) sum += coefficients[j]! * values[at++]!;
    logOdds[i] = sum;
  }
  return logOdds;
}

/**
 * Probability of a log-odds, σ(z) = 1/(1 + e^−z), without overflow and exact to the last digits in
 * both tails.
 */
export function sigmoid(z: number): number {
  if (z >= 0) return 1 / (1 + Math.exp(-z));
  const e = Math.exp(z);
  return e / (1 + e);
}

/**
 * Probabilities of log-odds, element by element.
 *
 * @returns same length, in [0, 1]
 */
export function toProbabilities(logOdds: Float64Array): Float64Array {
  return logOdds.map(sigmoid);
}

/** Log loss of one deal from its log-odds: ln(1 + e^z) − yz, without overflow. */
export function logLossOfLogOdds(z: number, outcome: number): number {
  return Math.log1p(Math.exp(-Math.abs(z))) + (z > 0 ? z : 0) - outcome * z;
}
