import type { Row } from "./csv.ts";
import { pickEvenly, type Random, sampleOf } from "./draw.ts";
import { TOUR_LEAD } from "./tour-lead.ts";

/** What an export of this size brings along: cells that cannot be read, and rows that came twice. */
const BROKEN_CELLS: readonly (readonly [column: string, text: string])[] = [
  ["Stage", "Closed"],
  ["Stage", "closed ?"],
  ["Stage", "see notes"],
  ["Stage", "won/lost"],
  ["Stage", "???"],
  ["Stage", "given to partner"],
  ["Handed over", "2023-02-30 09:10"],
  ["Handed over", "2024-13-05 11:45"],
  ["Handed over", "week 14"],
  ["Handed over", "after the fair"],
  ["Handed over", "tbd"],
  ["Handed over", "########"],
];
export const BROKEN_ROWS = BROKEN_CELLS.length;
export const REPEATED_DEALS = 8;

/** Breaks one cell in each of `BROKEN_ROWS` closed deals. */
export function breakCells(random: Random, deals: readonly Row[]): readonly Row[] {
  const chosen = sampleOf(random, deals.filter(isOrdinary), BROKEN_ROWS);
  const faultOf = new Map(chosen.map((row, i) => [row, BROKEN_CELLS[i]!]));
  return deals.map((row) => {
    const fault = faultOf.get(row);
    return fault === undefined ? row : { ...row, [fault[0]]: fault[1] };
  });
}

/**
 * Adds an earlier state of `REPEATED_DEALS` deals, from before they were closed. Half of them stand
 * behind the final row, so that to keep the last row would be to keep the wrong one.
 */
export function repeatDeals(random: Random, deals: readonly Row[]): readonly Row[] {
  const chosen = sampleOf(random, deals.filter(isOrdinary), REPEATED_DEALS);
  const placeOf = new Map(chosen.map((row, i) => [row, i % 2 === 0 ? "behind" : "before"]));
  return deals.flatMap((row) => {
    const place = placeOf.get(row);
    if (place === undefined) return [row];
    const earlier = {
      ...row,
      Stage: pickEvenly(random, ["Qualification", "Proposal"]),
      Closed: null,
      "Next step agreed": null,
      "Last modified": row["Handed over"]!,
    };
    return place === "behind" ? [row, earlier] : [earlier, row];
  });
}

function isOrdinary(row: Row): boolean {
  return row["Lead ID"] !== TOUR_LEAD && /^Closed (Won|Lost)$/.test(String(row["Stage"]));
}
