import { CELLS, type Cell } from "../scorecard/schema.ts";
import type { Change } from "./placed-rows.ts";

const EXAMPLES = 3;

interface Move {
  readonly from: Cell;
  readonly to: Cell;
}

export interface LeadMove extends Move {
  readonly leads: number;
  /** Ids of a few of them, the first; none of those that stay. */
  readonly examples: readonly number[];
}

export interface DealMove extends Move {
  readonly deals: number;
  readonly won: number;
}

const SIDE = CELLS.length;

/** Leads by their cells before and after, most first. Cost O(n). */
export function countLeadMoves({ before, after }: Change, ids: Float64Array): readonly LeadMove[] {
  const counts = new Uint32Array(SIDE ** 2);
  const examples = new Map<number, number[]>();
  for (let i = 0; i < ids.length; i++) {
    const move = before.cells[i]! * SIDE + after.cells[i]!;
    counts[move]!++;
    if (before.cells[i] === after.cells[i] || counts[move]! > EXAMPLES) continue;
    const known = examples.get(move);
    if (known === undefined) examples.set(move, [ids[i]!]);
    else known.push(ids[i]!);
  }
  return listMoves(counts).map(({ move, cells, count }) => ({
    ...cells,
    leads: count,
    examples: examples.get(move) ?? [],
  }));
}

/** Deals by their cells before and after, most first. Cost O(n). */
export function countDealMoves(
  { before, after }: Change,
  outcomes: Uint8Array,
): readonly DealMove[] {
  const counts = new Uint32Array(SIDE ** 2);
  const wins = new Uint32Array(SIDE ** 2);
  for (let i = 0; i < outcomes.length; i++) {
    const move = before.cells[i]! * SIDE + after.cells[i]!;
    counts[move]!++;
    wins[move]! += outcomes[i]!;
  }
  return listMoves(counts).map(({ move, cells, count }) => ({
    ...cells,
    deals: count,
    won: wins[move]!,
  }));
}

function listMoves(counts: Uint32Array) {
  return [...counts.entries()]
    .filter(([, count]) => count > 0)
    .toSorted(([a, first], [b, second]) => second - first || a - b)
    .map(([move, count]) => ({
      move,
      count,
      cells: { from: CELLS[Math.floor(move / SIDE)]!, to: CELLS[move % SIDE]! },
    }));
}
