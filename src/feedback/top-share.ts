import { sortOrder, tieStarts } from "../statistics/order.ts";

/** Leads in order of a score, so that the upper part of any size can be taken. */
export interface Ranking {
  /** From the lowest to the highest score. */
  readonly order: Uint32Array;
  /** Where runs of equal scores begin in `order`, and their number at the end. */
  readonly starts: Uint32Array;
}

/** @param scores length n, without NaN. Cost O(n). */
export function rankLeads(scores: Float64Array): Ranking {
  const order = sortOrder(scores);
  return { order, starts: tieStarts(scores, order) };
}

/**
 * A table of two verdicts on the same leads: whether a lead is among those with the highest scores,
 * and another. As many are taken as asked for; leads of equal score share what is left for them.
 *
 * @param counts length n, how often each lead counts
 * @param take   how many to take, from 0 to Σ counts
 * @param other  length n, 1 or 0
 * @returns rows not taken, taken; columns other 0, 1; the taken may be fractions
 * Cost O(n).
 */
export function tabulateTop(
  { order, starts }: Ranking,
  counts: ArrayLike<number>,
  take: number,
  other: ArrayLike<number>,
): [[number, number], [number, number]] {
  const table: [[number, number], [number, number]] = [
    [0, 0],
    [0, 0],
  ];
  let left = take;
  for (let run = starts.length - 2; run >= 0; run--) {
    const tied: [number, number] = [0, 0];
    for (let k = starts[run]!; k < starts[run + 1]!; k++) {
      const lead = order[k]!;
      tied[other[lead] === 1 ? 1 : 0] += counts[lead]!;
    }
    const size = tied[0] + tied[1];
    const share = size === 0 ? 0 : Math.min(1, left / size);
    left -= share * size;
    for (const column of [0, 1] as const) {
      table[1][column] += share * tied[column];
      table[0][column] += (1 - share) * tied[column];
    }
  }
  return table;
}
