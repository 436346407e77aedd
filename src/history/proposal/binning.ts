/** Ranges of a number by their inner bounds: below the first, between two, from the last on. */
export type Cuts = readonly number[];

const RANGES = 5;
/** Share of zeros from which 0 has a range of its own. */
const COMMON_ZERO = 0.1;
/** Fewer values than this in a range say too little of it. */
const LEAST_IN_RANGE = 30;

/**
 * Cuts numbers into up to five ranges of about equal count whose bounds people can read.
 *
 * Each bound is the roundest number (the multiple of the largest of 1, 2, 5 × 10^k) that lies within
 * a fifth of a range's count of the exact quantile. Five or fewer different numbers are not
 * rounded but told apart. Where 0 is common and nothing is below it, it has one more of its own.
 *
 * @param values finite numbers in any order
 * @returns rising inner bounds, each included in the range above it; empty when nothing varies
 * Cost O(n log n).
 */
export function chooseCuts(values: readonly number[]): Cuts {
  const sorted = Float64Array.from(values).toSorted();
  const distinct = new Set(sorted);
  if (distinct.size < 2) return [];
  if (distinct.size <= RANGES) return dropThin([...distinct].slice(1), sorted);
  const zeros = sorted[0] === 0 ? sorted.lastIndexOf(0) + 1 : 0;
  if (zeros < COMMON_ZERO * sorted.length) return dropThin(cutEvenly(sorted, RANGES), sorted);
  const positive = sorted.subarray(zeros);
  const first = Math.min(positive[0]!, pickRoundest(positive[0]! / 2, positive[0]!, positive[0]!));
  const above = cutEvenly(positive, RANGES).filter((cut) => cut > first);
  return dropThin([first, ...above], sorted);
}

/** Index of a value's range: 0 below the first cut, up to the number of cuts. */
export function findRange(value: number, cuts: Cuts): number {
  let low = 0;
  let high = cuts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (value >= cuts[middle]!) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Cuts at exact quantiles, for a screen that nobody reads.
 *
 * @param values finite numbers in any order
 * @returns at most `ranges` - 1 rising inner bounds, fewer where values are tied
 * Cost O(n log n).
 */
export function cutAtQuantiles(values: readonly number[], ranges: number): Cuts {
  const sorted = Float64Array.from(values).toSorted();
  const cuts: number[] = [];
  for (let i = 1; i < ranges; i++) {
    const cut = quantile(sorted, i / ranges);
    if (cut > (cuts.at(-1) ?? sorted[0] ?? Number.POSITIVE_INFINITY)) cuts.push(cut);
  }
  return cuts;
}

/**
 * The range between two neighbouring cuts in words: 0, below 10, 10 to 19, 20 and more.
 *
 * @param observed what the values in the range are like; one whole number only is named by itself
 */
export function describeRange(
  from: number | undefined,
  to: number | undefined,
  observed: { readonly least: number; readonly most: number; readonly whole: boolean },
): string {
  if (to === undefined) return `${formatNumber(from ?? observed.least)} and more`;
  if (observed.least === observed.most) return formatNumber(observed.least);
  if (from === undefined) return `below ${formatNumber(to)}`;
  if (!observed.whole) return `${formatNumber(from)} to under ${formatNumber(to)}`;
  const [first, last] = [Math.ceil(from), Math.ceil(to) - 1];
  return first === last ? formatNumber(first) : `${formatNumber(first)} to ${formatNumber(last)}`;
}

function formatNumber(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: 6 });
}

function cutEvenly(sorted: Float64Array, ranges: number): number[] {
  const count = Math.max(2, Math.min(ranges, Math.floor(sorted.length / LEAST_IN_RANGE)));
  const slack = 1 / (5 * count);
  const cuts: number[] = [];
  for (let i = 1; i < count; i++) {
    const q = i / count;
    const cut = pickRoundest(
      quantile(sorted, q - slack),
      quantile(sorted, q + slack),
      quantile(sorted, q),
    );
    if (cut > sorted[0]! && cut > (cuts.at(-1) ?? Number.NEGATIVE_INFINITY)) cuts.push(cut);
  }
  return cuts;
}

/** Of the numbers in [low, high], the multiple of the largest 1-2-5 step; nearest to the target. */
function pickRoundest(low: number, high: number, target: number): number {
  if (low === high) return target;
  const largest = Math.ceil(Math.log10(Math.max(Math.abs(low), Math.abs(high))));
  for (let power = largest; power > largest - 12; power--)
    for (const mantissa of [5, 2, 1]) {
      const step = mantissa * 10 ** power;
      const least = Math.ceil(low / step);
      const most = Math.floor(high / step);
      if (least > most) continue;
      const multiple = Math.min(most, Math.max(least, Math.round(target / step)));
      return Number((multiple * step).toPrecision(12));
    }
  return target;
}

/** Joins a range that holds too few values to the one below it. */
function dropThin(cuts: readonly number[], sorted: Float64Array): Cuts {
  const least = Math.min(LEAST_IN_RANGE, Math.ceil(sorted.length * 0.05));
  const kept: number[] = [];
  let below = 0;
  for (const cut of cuts) {
    const upTo = countBelow(sorted, cut);
    if (upTo - below < least || sorted.length - upTo < least) continue;
    kept.push(cut);
    below = upTo;
  }
  return kept;
}

function countBelow(sorted: Float64Array, cut: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < cut) low = middle + 1;
    else high = middle;
  }
  return low;
}

function quantile(sorted: Float64Array, q: number): number {
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.floor(q * sorted.length)))]!;
}
