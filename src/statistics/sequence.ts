import type { Interval } from "./estimate.ts";

/** How wide a sequence is, and where it is narrowest. */
export interface SequenceSettings {
  /** Share of all experiments in which the truth is ever left out. In (0, 1). */
  readonly alpha?: number;
  /** Units of both arms at which the sequence is tuned to be narrow: those that are planned. */
  readonly tunedTo: number;
}

/** An interval that holds at every look at once, and a p-value that may be read at every look. */
export interface SequenceInterval extends Interval {
  readonly pValue: number;
}

export const ALPHA = 0.05;

/**
 * Asymptotic confidence sequence of an estimate, at its present size: the truth lies in it at all
 * looks together with chance 1 − α, however often one looks and whenever one stops.
 *
 * "Asymptotic" is said of the units seen at the first look: some tens in each arm, with successes
 * and failures in both.
 *
 * @param estimate value; its standard error, at least 0; n units in all arms, at least 1
 * @returns wider than the fixed-horizon interval, by a factor of 1.55 at n = tunedTo for α = .05;
 *          p of no difference, 1 where the value is 0
 * @throws RangeError on values outside these bounds
 * Cost O(1). Source: Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas 2021, theorem 2.2.
 */
export function sequenceInterval(
  estimate: { readonly value: number; readonly standardError: number; readonly n: number },
  { alpha = ALPHA, tunedTo }: SequenceSettings,
): SequenceInterval {
  const { value, standardError, n } = estimate;
  if (!(Number.isFinite(value) && standardError >= 0 && standardError < Infinity && n >= 1)) {
    throw new RangeError("a sequence needs a value, its standard error, and units");
  }
  const rho = findRho({ alpha, tunedTo });
  const halfWidth =
    standardError === 0 ? 0 : standardError * sequenceHalfWidth(n * rho ** 2, alpha);
  return { value, low: value - halfWidth, high: value + halfWidth, pValue: pOf(estimate, rho) };
}

/**
 * The mixture's spread ρ at which the sequence is narrowest at n = tunedTo.
 *
 * @throws RangeError on an alpha outside (0, 1) or a tunedTo that is not above 0
 */
export function findRho({ alpha = ALPHA, tunedTo }: SequenceSettings): number {
  if (!(alpha > 0 && alpha < 1 && tunedTo > 0 && tunedTo < Infinity)) {
    throw new RangeError("a sequence has alpha in (0, 1) and is tuned to units above 0");
  }
  // ρ = √[(−2 ln α + ln(1 − 2 ln α)) / N*]
  return Math.sqrt((-2 * Math.log(alpha) + Math.log1p(-2 * Math.log(alpha))) / tunedTo);
}

/**
 * Half-width in standard errors at nρ² = `information`: √[2(nρ² + 1) ln(√(nρ² + 1)/α) / (nρ²)].
 *
 * @param information above 0
 */
export function sequenceHalfWidth(information: number, alpha: number): number {
  const grown = information + 1;
  return Math.sqrt((2 * grown * (Math.log(grown) / 2 - Math.log(alpha))) / information);
}

/** min(1, √(nρ² + 1) · exp(−ρ² S² / 2(nρ² + 1))), S² = n z². */
function pOf(
  { value, standardError, n }: Parameters<typeof sequenceInterval>[0],
  rho: number,
): number {
  if (value === 0) return 1;
  if (standardError === 0) return 0;
  const information = n * rho ** 2;
  const square = (value / standardError) ** 2;
  const logP = Math.log1p(information) / 2 - (information * square) / (2 * (information + 1));
  return Math.min(1, Math.exp(logP));
}
