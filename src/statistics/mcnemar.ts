import { twoSidedP } from "./distributions.ts";

/** p-values, two-sided, of "neither of the two is right more often than the other". */
export interface MatchedTest {
  /** Never too small on average; use this one. */
  readonly midP: number;
  /** Never too small at all, and often too large. */
  readonly exactP: number;
}

/**
 * McNemar's test of two yes/no decisions on the same deals: of the deals on which one was right
 * and the other wrong, did one of them win more often than a fair coin would?
 *
 * @param onlyFirst  deals on which only the first decision was right, a whole number
 * @param onlySecond deals on which only the second was right, a whole number
 * @returns p-values in [0, 1]; both 1 when there is no such deal
 * @throws RangeError on counts that are negative or not whole
 * Cost O(onlyFirst + onlySecond). Source: McNemar 1947; mid-p, Fagerland, Lydersen and Laake 2013.
 */
export function testMatched(counts: {
  readonly onlyFirst: number;
  readonly onlySecond: number;
}): MatchedTest {
  const { onlyFirst, onlySecond } = counts;
  if (![onlyFirst, onlySecond].every((count) => Number.isSafeInteger(count) && count >= 0)) {
    throw new RangeError("matched deals are counted in whole numbers");
  }
  if (onlyFirst === onlySecond) return { midP: 1, exactP: 1 };
  const { upTo, at } = binomialOfFairCoin(onlyFirst + onlySecond, Math.min(onlyFirst, onlySecond));
  return { midP: 2 * upTo - at, exactP: Math.min(1, 2 * upTo) };
}

/**
 * McNemar's test where deals go together: of the clusters' balances, whether they lie off 0 by more
 * than chance makes.
 *
 * @param balance  length n: 1 where only the second decision was right, −1 where only the first was,
 *                 0 where both or neither were
 * @param clusters length n, whole numbers from 0
 * @returns p-value in [0, 1], two-sided, by the normal approximation: tens of clusters in which the
 *          decisions differ are needed; 1 where they differ in none
 * @throws RangeError on unequal lengths
 * Cost O(n). Source: Durkalski, Palesch, Lipsitz and Rust 2003.
 */
export function testMatchedClusters(balance: Int8Array, clusters: Uint32Array): number {
  if (balance.length !== clusters.length) throw new RangeError("each deal has a cluster");
  const most = clusters.reduce((highest, cluster) => Math.max(highest, cluster), -1);
  const sums = new Float64Array(most + 1);
  balance.forEach((side, i) => {
    sums[clusters[i]!]! += side;
  });
  const total = sums.reduce((sum, each) => sum + each, 0);
  const squares = sums.reduce((sum, each) => sum + each * each, 0);
  // z = Σd / √Σd², d the balance of a cluster
  return squares === 0 ? 1 : twoSidedP(total / Math.sqrt(squares));
}

/**
 * P(K ≤ k) and P(K = k) of K heads in n tosses, k < n/2. Terms are taken relative to the middle
 * one, from which they fall to both sides, so that 2⁻ⁿ need not be a float64.
 */
function binomialOfFairCoin(n: number, k: number): { upTo: number; at: number } {
  const middle = Math.floor(n / 2);
  let term = 1;
  let lowerHalf = 0;
  let upTo = 0;
  let at = 0;
  for (let i = middle; i >= 0; i--) {
    lowerHalf += term;
    if (i <= k) upTo += term;
    if (i === k) at = term;
    // C(n, i − 1) = C(n, i) · i / (n − i + 1)
    term *= i / (n - i + 1);
  }
  // The upper half mirrors the lower; for even n they share the middle term, which is 1.
  const total = 2 * lowerHalf - (n % 2 === 0 ? 1 : 0);
  return { upTo: upTo / total, at: at / total };
}
