import { type ChiSquareTest, chiSquareTail, testShares } from "./chi-square.ts";
import { normalCdf } from "./distributions.ts";
import { type Estimable, type Interval, notEstimable } from "./estimate.ts";

/** How far a distribution has moved. */
export interface Stability extends Interval {
  /** What the index would be on average if nothing had moved. */
  readonly byChance: number;
  readonly bins: number;
  /** Of nothing having moved, by chi-square. */
  readonly pValue: number;
}

const FEWEST = 20;
/** Added to each bin, so that an empty one does not make the index infinite. */
const HALF = 0.5;

/**
 * Population stability index of two sets of counts: PSI = Σ (q − p) ln(q/p), p the earlier shares,
 * q the later ones.
 *
 * Chance alone gives an index of about (bins − 1)(1/n + 1/m), so that a bare cut at .1 or .25 calls
 * small samples moved. The value here is less that; its interval holds each true index under which
 * what was seen is no surprise, the index ÷ (1/n + 1/m) being taken for a non-central chi-square,
 * and scaled up where the delta method finds it to spread more.
 *
 * @param earlier, later as long, whole counts of the bins
 * @returns value and low at least 0; not estimable with fewer than two bins that anything fell in,
 *          or with fewer than 20 on either side
 * @throws RangeError on unequal lengths or counts that are not whole
 * Cost O(bins), and some hundred evaluations for the interval. Source: Lewis 1994; its distribution,
 * Yurdakul and Naranjo 2020; the cube root of chi-square, Abdel-Aty 1954.
 */
export function measureStability(
  earlier: readonly number[],
  later: readonly number[],
): Estimable<Stability> {
  if (earlier.length !== later.length) throw new RangeError("both have the same bins");
  if (![...earlier, ...later].every((count) => Number.isSafeInteger(count) && count >= 0)) {
    throw new RangeError("counts are whole numbers");
  }
  const filled = earlier.flatMap((count, bin) =>
    count + later[bin]! > 0 ? [{ earlier: count, later: later[bin]! }] : [],
  );
  const n = earlier.reduce((sum, count) => sum + count, 0);
  const m = later.reduce((sum, count) => sum + count, 0);
  if (Math.min(n, m) < FEWEST) return notEstimable(`fewer than ${FEWEST} leads earlier or later`);
  const bins = filled.length;
  if (bins < 2) return notEstimable("all leads are alike in it, earlier and later");
  const index = filled.reduce((sum, bin) => {
    const [p, q] = [smooth(bin.earlier, n, bins), smooth(bin.later, m, bins)];
    return sum + (q - p) * Math.log(q / p);
  }, 0);
  const scale = 1 / n + 1 / m;
  const byChance = (bins - 1) * scale;
  const spread = scale * widenForShift(filled, { n, m, index });
  const bound = (chance: number) => spread * findNonCentrality(index / spread, bins - 1, chance);
  const value = Math.max(0, index - byChance);
  const [low, high] = [bound(0.975), bound(0.025)];
  return {
    value,
    low: Math.min(value, low),
    high: Math.max(value, high),
    byChance,
    bins,
    pValue: testMoved(filled).pValue,
  };
}

/**
 * Counts of earlier and later values in common bins: one for each different value where there are at
 * most `bins`, else between quantiles of the earlier values.
 *
 * @param earlier, later without NaN
 * @param bins      how many at most, at least 2
 * @returns as many bins for both
 * @throws RangeError on NaN, or bins that are not whole and at least 2
 * Cost O((n + m) log n).
 */
export function countInBins(
  earlier: Float64Array,
  later: Float64Array,
  bins = 10,
): { readonly earlier: number[]; readonly later: number[]; readonly edges: readonly number[] } {
  if (!(Number.isSafeInteger(bins) && bins >= 2)) throw new RangeError("bins are 2 or more");
  if (earlier.some(Number.isNaN) || later.some(Number.isNaN))
    throw new RangeError("NaN has no bin");
  const edges = findEdges(earlier, later, bins);
  const count = (values: Float64Array) => {
    const counts = Array.from({ length: edges.length + 1 }, () => 0);
    for (const value of values) counts[findBin(edges, value)]!++;
    return counts;
  };
  return { earlier: count(earlier), later: count(later), edges };
}

/** Bin b holds values from edges[b − 1] up to below edges[b]. */
function findEdges(earlier: Float64Array, later: Float64Array, bins: number): number[] {
  const different = new Set<number>();
  for (const values of [earlier, later]) {
    for (const value of values) {
      different.add(value);
      if (different.size > bins) break;
    }
  }
  if (different.size <= bins) return [...different].toSorted((a, b) => a - b).slice(1);
  const sorted = earlier.toSorted();
  const quantiles = Array.from({ length: bins - 1 }, (_, b) => {
    return sorted[Math.floor(((b + 1) / bins) * sorted.length)]!;
  });
  return [...new Set(quantiles)].filter((edge) => edge > sorted[0]!);
}

function findBin(edges: readonly number[], value: number): number {
  let [low, high] = [0, edges.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (edges[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function smooth(count: number, of: number, bins: number): number {
  return (count + HALF) / (of + HALF * bins);
}

/**
 * Variance by the delta method ÷ that of the non-central chi-square far from 0, at least 1:
 * [Var_p(∂PSI/∂p)/n + Var_q(∂PSI/∂q)/m] / 4 PSI (1/n + 1/m).
 */
function widenForShift(
  bins: readonly { earlier: number; later: number }[],
  { n, m, index }: { n: number; m: number; index: number },
): number {
  const shares = bins.map((bin) => [
    smooth(bin.earlier, n, bins.length),
    smooth(bin.later, m, bins.length),
  ]);
  const varianceOf = (side: 0 | 1, slope: (p: number, q: number) => number) => {
    const moment = (power: number) =>
      shares.reduce((sum, [p, q]) => sum + [p!, q!][side]! * slope(p!, q!) ** power, 0);
    return moment(2) - moment(1) ** 2;
  };
  const ofThen = varianceOf(0, (p, q) => Math.log(p / q) - q / p) / n;
  const ofNow = varianceOf(1, (p, q) => Math.log(q / p) - p / q) / m;
  return index === 0 ? 1 : Math.max(1, (ofThen + ofNow) / (4 * index * (1 / n + 1 / m)));
}

/** Chi-square of independence of bin and time: each time's counts against those of both together. */
function testMoved(bins: readonly { earlier: number; later: number }[]): ChiSquareTest {
  const [n, m] = [sumOf(bins, "earlier"), sumOf(bins, "later")];
  // With both rows, Σ (o − e)²/e is that of the later counts against all, ÷ (1 − m/(n + m)).
  const together = bins.map((bin) => bin.earlier + bin.later);
  const one = testShares(
    bins.map((bin) => bin.later),
    together,
  );
  return scaleTest(one, (n + m) / n);
}

function scaleTest(test: ChiSquareTest, by: number): ChiSquareTest {
  const chiSquare = test.chiSquare * by;
  return { chiSquare, degrees: test.degrees, pValue: chiSquareTail(chiSquare, test.degrees) };
}

function sumOf(
  bins: readonly { earlier: number; later: number }[],
  side: "earlier" | "later",
): number {
  return bins.reduce((sum, bin) => sum + bin[side], 0);
}

/** The non-centrality λ at which P(X ≤ x) = chance; 0 where even λ = 0 gives less. */
function findNonCentrality(x: number, degrees: number, chance: number): number {
  if (nonCentralCdf(x, degrees, 0) <= chance) return 0;
  let [low, high] = [0, x + 1];
  while (nonCentralCdf(x, degrees, high) > chance) [low, high] = [high, 2 * high];
  while (high - low > 1e-9 * high) {
    const middle = (low + high) / 2;
    if (nonCentralCdf(x, degrees, middle) > chance) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * For one degree of freedom √X is |N(√λ, 1)|. For more, (X/(k + λ))^⅓ is near normal, with mean 1 − v
 * and variance v = 2(k + 2λ)/9(k + λ)².
 */
function nonCentralCdf(x: number, degrees: number, lambda: number): number {
  const [root, shift] = [Math.sqrt(x), Math.sqrt(lambda)];
  if (degrees === 1) return normalCdf(root - shift) - normalCdf(-root - shift);
  const whole = degrees + lambda;
  const variance = (2 * (degrees + 2 * lambda)) / (9 * whole * whole);
  return normalCdf((Math.cbrt(x / whole) - 1 + variance) / Math.sqrt(variance));
}
