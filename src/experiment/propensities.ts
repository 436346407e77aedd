import { fitIsotonic, type IsotonicBlock } from "../statistics/isotonic.ts";

/** Chance of each lead to have been worked, and how it is known. */
export interface Propensities {
  /** Length n, in [least, 1]. */
  readonly values: Float64Array;
  readonly source: "stored" | "estimated";
  /** No propensity is taken to be below this. */
  readonly least: number;
  /** Leads, worked or not, whose propensity was raised to it. */
  readonly raised: number;
}

/** A lead worked with less chance than this would stand for more than fifty others. */
export const LEAST_PROPENSITY = 0.02;

/**
 * Propensities as they were stored at the hand-over.
 *
 * @param stored length n, in [0, 1]; 0 for leads that could not have been handed over
 * @throws RangeError on a propensity outside [0, 1]
 * Cost O(n).
 */
export function clipPropensities(
  stored: Float64Array,
  { least = LEAST_PROPENSITY, source = "stored" as Propensities["source"] } = {},
): Propensities {
  if (!stored.every((propensity) => propensity >= 0 && propensity <= 1)) {
    throw new RangeError("a propensity is outside [0, 1]");
  }
  const raised = stored.reduce((count, propensity) => count + (propensity < least ? 1 : 0), 0);
  const values = stored.map((propensity) => Math.max(least, propensity));
  return { values, source, least, raised };
}

/**
 * Propensities from who was worked: the non-decreasing function of the score that is nearest to it.
 * They allow for choosing by this score, and for nothing else that sales went by.
 *
 * @param scores length n, those that leads were chosen by, without NaN
 * @param worked length n, 1 = worked
 * @throws RangeError on unequal lengths or NaN scores
 * Cost O(n).
 */
export function estimatePropensities(
  scores: Float64Array,
  worked: Uint8Array,
  { least = LEAST_PROPENSITY } = {},
): Propensities {
  const blocks = fitIsotonic(scores, worked);
  return clipPropensities(
    scores.map((score) => readBlock(blocks, score)),
    { least, source: "estimated" },
  );
}

function readBlock(blocks: readonly IsotonicBlock[], score: number): number {
  let [low, high] = [0, blocks.length - 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (blocks[middle]!.to < score) low = middle + 1;
    else high = middle;
  }
  return blocks[low]!.value;
}
