import { type ChiSquareTest, testShares } from "../statistics/chi-square.ts";

export interface SampleRatioCheck extends ChiSquareTest {
  readonly holds: boolean;
  /** The p-value below which it does not. */
  readonly limit: number;
  readonly reason: string;
}

/**
 * Looked at every day for a month or two, a sound experiment fails at this limit in about one of a
 * hundred cases; a fault that matters is far beyond it within days.
 */
const SAMPLE_RATIO_LIMIT = 0.0005;

/**
 * Whether the arms got units in the shares that they should have. Where they did not, something lost
 * or moved units by arm, and no figure of the experiment can be trusted.
 *
 * @param enrolled units of each arm, whole numbers
 * @param shares   of each arm, above 0
 * @throws RangeError on counts that are not whole, or shares not above 0
 * Cost O(arms). Source: Pearson 1900; Fabijan et al. 2019.
 */
export function checkSampleRatio(
  enrolled: readonly number[],
  shares: readonly number[],
): SampleRatioCheck {
  const test = testShares(enrolled, shares);
  const holds = test.pValue >= SAMPLE_RATIO_LIMIT;
  const total = enrolled.reduce((sum, count) => sum + count, 0);
  const whole = shares.reduce((sum, share) => sum + share, 0);
  const expected = shares.map((share) => Math.round((total * share) / whole));
  const reason = holds
    ? "The arms have units in the shares that were set."
    : `The arms have ${join(enrolled)} units where ${join(expected)} were to be expected.`;
  return { ...test, holds, limit: SAMPLE_RATIO_LIMIT, reason };
}

function join(counts: readonly number[]): string {
  return counts.map((count) => count.toLocaleString("en-GB")).join(" and ");
}
