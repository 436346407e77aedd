import type { DosedRows, PlacedRows } from "../../recommendation/placed-rows.ts";

/** Leads or deals, one row each, with their doses under one set and their places under another. */
export interface DoseTable extends DosedRows {
  /** Internal ids of the leads or of the deals, rising. */
  readonly keys: Float64Array;
  /** Internal ids of their leads. */
  readonly leads: Float64Array;
  /** Epoch milliseconds: when the lead came; as of when the deal counts. */
  readonly times: Float64Array;
  /** 1 = won, 0 = lost; 0 of leads. */
  readonly outcomes: Uint8Array;
  /** Where what is live puts them. */
  readonly before: PlacedRows;
}

/** Tables one after another. @param width of each of them */
export function joinTables(parts: readonly DoseTable[], width: number): DoseTable {
  return {
    width,
    doses: joinFloats(parts.map(({ doses }) => doses)),
    scorecards: joinWords(parts.map(({ scorecards }) => scorecards)),
    keys: joinFloats(parts.map(({ keys }) => keys)),
    leads: joinFloats(parts.map(({ leads }) => leads)),
    times: joinFloats(parts.map(({ times }) => times)),
    outcomes: joinBytes(parts.map(({ outcomes }) => outcomes)),
    before: joinPlaced(parts.map(({ before }) => before)),
  };
}

export function joinPlaced(parts: readonly PlacedRows[]): PlacedRows {
  return {
    totals: joinFloats(parts.map(({ totals }) => totals)),
    cells: joinBytes(parts.map(({ cells }) => cells)),
    scorecards: joinWords(parts.map(({ scorecards }) => scorecards)),
  };
}

/** The table without its doses, for who needs them no more. */
export function dropDoses(table: DoseTable): DoseTable {
  return { ...table, doses: new Float64Array(0), width: 0 };
}

/**
 * A table brought up to date: the rows of some leads are replaced by fresh ones, or go where there are
 * none, in the order of their keys. Cost O(n × width).
 */
export function replaceRows(
  table: DoseTable,
  isReplaced: (lead: number) => boolean,
  fresh: DoseTable,
): DoseTable {
  const all = joinTables([table, fresh], table.width);
  const first = table.keys.length;
  const kept = [...all.keys.keys()].filter((i) => i >= first || !isReplaced(all.leads[i]!));
  kept.sort((a, b) => all.keys[a]! - all.keys[b]!);
  return takeRows(all, kept);
}

function takeRows(table: DoseTable, rows: readonly number[]): DoseTable {
  const { width, before } = table;
  const doses = new Float64Array(rows.length * width);
  rows.forEach((row, i) =>
    doses.set(table.doses.subarray(row * width, (row + 1) * width), i * width),
  );
  return {
    width,
    doses,
    scorecards: Uint16Array.from(rows, (row) => table.scorecards[row]!),
    keys: Float64Array.from(rows, (row) => table.keys[row]!),
    leads: Float64Array.from(rows, (row) => table.leads[row]!),
    times: Float64Array.from(rows, (row) => table.times[row]!),
    outcomes: Uint8Array.from(rows, (row) => table.outcomes[row]!),
    before: {
      totals: Float64Array.from(rows, (row) => before.totals[row]!),
      cells: Uint8Array.from(rows, (row) => before.cells[row]!),
      scorecards: Uint16Array.from(rows, (row) => before.scorecards[row]!),
    },
  };
}

function joinFloats(parts: readonly Float64Array[]): Float64Array {
  return fill(new Float64Array(countAll(parts)), parts);
}

function joinWords(parts: readonly Uint16Array[]): Uint16Array {
  return fill(new Uint16Array(countAll(parts)), parts);
}

function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  return fill(new Uint8Array(countAll(parts)), parts);
}

function countAll(parts: readonly ArrayLike<number>[]): number {
  return parts.reduce((sum, part) => sum + part.length, 0);
}

function fill<T extends { set(part: ArrayLike<number>, at: number): void }>(
  whole: T,
  parts: readonly ArrayLike<number>[],
): T {
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
