import { sortOrder, tieStarts } from "../statistics/order.ts";
import { type Random, shuffle } from "../statistics/random.ts";

/** Rows to train on and rows to judge on; none is in both. */
export interface Split {
  readonly train: Uint32Array;
  readonly judge: Uint32Array;
}

export interface TimeSplit extends Split {
  /** Rows at or after this time judge; Infinity when none does. */
  readonly cutoff: number;
}

/**
 * Splits rows by time: the later ones judge.
 *
 * @param times      length n, in any order and unit
 * @param judgeShare in (0, 1); the cutoff comes as near to it as rows of equal time, which stay
 *                   together, allow; of two that are equally near the one that judges more
 * @returns both sides in order of time; with fewer than two different times nothing judges
 * @throws RangeError on NaN times and a share outside (0, 1)
 * Cost O(n).
 */
export function splitByTime(times: Float64Array, judgeShare: number): TimeSplit {
  checkShare(judgeShare);
  const { order, starts } = sortTimes(times);
  const wanted = times.length * (1 - judgeShare);
  const cuts = starts.subarray(1, -1);
  if (cuts.length === 0) return { train: order, judge: new Uint32Array(0), cutoff: Infinity };
  const cut = findNearest(cuts, wanted);
  return { train: order.slice(0, cut), judge: order.slice(cut), cutoff: times[order[cut]!]! };
}

/**
 * Splits rows at random, with the same share of the won and of the lost on either side.
 *
 * @param outcomes   length n, 1 = won, 0 = lost
 * @param judgeShare in (0, 1); each outcome's rows are rounded to whole ones
 * @returns both sides in ascending order
 * @throws RangeError on a share outside (0, 1)
 * Cost O(n) and about n draws.
 */
export function splitSeeded(outcomes: Uint8Array, judgeShare: number, random: Random): Split {
  checkShare(judgeShare);
  const judges = new Uint8Array(outcomes.length);
  for (const rows of shuffleByOutcome(outcomes, random)) {
    const count = Math.round(rows.length * judgeShare);
    for (const row of rows.subarray(0, count)) judges[row] = 1;
  }
  return separate(judges, 1);
}

/**
 * Forward chaining: rows in order of time are cut into k + 1 blocks of about equal size, and fold i
 * trains on the blocks before block i and judges block i.
 *
 * @param times length n, in any order and unit
 * @param k     number of folds, 1 or more
 * @returns k folds, each in order of time; fewer where rows of equal time, which stay together, leave
 *          blocks empty; none with fewer than two different times
 * @throws RangeError on NaN times and a k that is not a whole number above 0
 * Cost O(k n).
 */
export function foldsByTime(times: Float64Array, k: number): Split[] {
  checkFolds(k);
  const { order, starts } = sortTimes(times);
  const cuts = starts.subarray(1, -1);
  if (cuts.length === 0) return [];
  const wanted = Array.from({ length: k }, (_, i) => ((i + 1) * times.length) / (k + 1));
  const edges = [...new Set(wanted.map((place) => findNearest(cuts, place)))];
  return edges.map((edge, i) => ({
    train: order.slice(0, edge),
    judge: order.slice(edge, edges[i + 1]),
  }));
}

/**
 * Cuts rows at random into k parts with the same share of won; fold i judges part i and trains on
 * the others.
 *
 * @param outcomes length n, 1 = won, 0 = lost
 * @param k        number of folds, 2 or more
 * @returns k folds, each in ascending order
 * @throws RangeError on a k that is not a whole number above 1
 * Cost O(k n) and about n draws.
 */
export function foldsSeeded(outcomes: Uint8Array, k: number, random: Random): Split[] {
  checkFolds(k - 1);
  const partOf = new Uint32Array(outcomes.length);
  // The second outcome goes on dealing where the first stopped, so that parts differ by one row.
  let dealt = 0;
  for (const rows of shuffleByOutcome(outcomes, random)) {
    for (const row of rows) partOf[row] = dealt++ % k;
  }
  return Array.from({ length: k }, (_, part) => separate(partOf, part));
}

function sortTimes(times: Float64Array): { order: Uint32Array; starts: Uint32Array } {
  if (times.some(Number.isNaN)) throw new RangeError("a time is NaN");
  const order = sortOrder(times);
  return { order, starts: tieStarts(times, order) };
}

/** Of ascending cuts the nearest to a place; of two that are equally near the earlier. */
function findNearest(cuts: Uint32Array, place: number): number {
  return cuts.reduce((best, cut) => (Math.abs(cut - place) < Math.abs(best - place) ? cut : best));
}

/** Lost rows, then won rows, each in random order. */
function shuffleByOutcome(outcomes: Uint8Array, random: Random): Uint32Array[] {
  const order = shuffle(outcomes.length, random);
  return [0, 1].map((outcome) => order.filter((row) => outcomes[row] === outcome));
}

/** Rows of one part judge, all others train. */
function separate(partOf: Uint8Array | Uint32Array, part: number): Split {
  const rows = Uint32Array.from(partOf, (_, row) => row);
  return {
    train: rows.filter((row) => partOf[row] !== part),
    judge: rows.filter((row) => partOf[row] === part),
  };
}

function checkShare(share: number): void {
  if (!(share > 0 && share < 1)) throw new RangeError("a share is between 0 and 1");
}

function checkFolds(k: number): void {
  if (!Number.isInteger(k) || k < 1) throw new RangeError("too few folds");
}
