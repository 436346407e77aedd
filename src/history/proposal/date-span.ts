import type { Table } from "../files/table.ts";
import type { DateReading } from "../typing/date-text.ts";
import { dateColumn } from "../typing/typing.ts";
import type { ColumnProfile } from "./column-profile.ts";

/** Of the rows with both dates, how many must agree on which came first. */
const AGREEING = 0.99;
const FILLED = 0.5;

/**
 * Which of several columns of dates tells when deals were created, and which when they ended, where
 * no header says so: the one before all others and the one after them.
 *
 * @param candidates columns of dates; those filled in less than half of the rows are passed over
 * @returns nothing where there are fewer than two, or none comes before all others
 * Cost O(rows · columns²).
 */
export function findSpan(
  table: Table,
  candidates: readonly ColumnProfile[],
  dates: DateReading,
): { readonly createdAt?: string; readonly closedAt?: string } {
  const columns = candidates
    .filter(({ filled }) => filled > 0 && filled >= FILLED * table.rowCount)
    .map(({ column }) => ({ column, values: dateColumn(table, column, dates).values }));
  type Dated = (typeof columns)[number];
  const others = (one: Dated) => columns.filter((other) => other !== one);
  const first = columns.find((one) => others(one).every((other) => isBefore(one, other)));
  if (first === undefined || columns.length < 2) return {};
  const last = columns.find((one) => others(one).every((other) => isBefore(other, one)));
  return {
    createdAt: first.column,
    ...(last !== undefined && last !== first && { closedAt: last.column }),
  };
}

interface Times {
  readonly values: readonly (number | null)[];
}

/** At least once strictly, so that a copy of a column is not before it. */
function isBefore(one: Times, other: Times): boolean {
  let [both, ordered, strict] = [0, 0, 0];
  one.values.forEach((at, row) => {
    const then = other.values[row] ?? null;
    if (at === null || then === null) return;
    both++;
    if (at <= then) ordered++;
    if (at < then) strict++;
  });
  return strict > 0 && ordered >= AGREEING * both;
}
