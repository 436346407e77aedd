import { Z95 } from "./distributions.ts";
import type { Interval } from "./estimate.ts";

/** An estimate whose 95 % interval is value ± 1.96 standard errors, cut at the ends of its scale. */
export interface NormalInterval extends Interval {
  readonly standardError: number;
}

/**
 * 95 % interval of an asymptotically normal estimate.
 *
 * @param scale lowest and highest possible value; the interval is cut there
 * @throws RangeError on a NaN value, or a standard error that is negative, infinite or NaN
 */
export function normalInterval(
  value: number,
  standardError: number,
  scale: { readonly lowest: number; readonly highest: number } = {
    lowest: -Infinity,
    highest: Infinity,
  },
): NormalInterval {
  if (Number.isNaN(value) || !(standardError >= 0 && standardError < Infinity)) {
    throw new RangeError("an interval needs a number and a finite standard error of at least 0");
  }
  return {
    value,
    low: Math.max(scale.lowest, value - Z95 * standardError),
    high: Math.min(scale.highest, value + Z95 * standardError),
    standardError,
  };
}
