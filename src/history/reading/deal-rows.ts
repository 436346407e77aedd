import { columnOf } from "../files/column-names.ts";
import type { Table } from "../files/table.ts";
import type { Mapping } from "../mapping.ts";
import type { DateReading } from "../typing/date-text.ts";
import {
  dateColumn,
  flagColumn,
  readList,
  type TypedColumn,
  textColumn,
} from "../typing/typing.ts";
import { type FaultLog, noteUnreadable, rejectRow } from "./fault-log.ts";
import { type DateField, type DealTimes, neededDates } from "./moment.ts";
import { type Outcome, readOutcomes } from "./outcome.ts";

/** What every row of the file of deals says of its deal. Arrays are one long for each row. */
export interface DealRows {
  /** Rows that were not rejected, rising. */
  readonly rows: readonly number[];
  readonly ids: readonly (string | null)[];
  readonly outcomes: readonly Outcome[];
  readonly deleted: readonly (boolean | null)[] | null;
  readonly modifiedAt: readonly (number | null)[] | null;
  times(row: number): DealTimes;
  /** Ids under which the deal's lead may be known, the likeliest first. */
  leadIds(row: number): readonly string[];
}

interface Check {
  faultAt(row: number): { readonly column: string; readonly reason: string } | null;
}

/** Rejects rows without an id, with a word for no outcome, or with an unreadable needed date. */
export function readDealRows(
  table: Table,
  mapping: Mapping,
  { dates, log }: { readonly dates: DateReading; readonly log: FaultLog },
): DealRows {
  const { deals } = mapping;
  const idColumn = columnOf(table, deals.id);
  const ids = textColumn(table, idColumn).values;
  const outcomes = readOutcomes(table, mapping);
  const needed = new Set<DateField>(neededDates(mapping));
  const checks: Check[] = [
    { faultAt: (row) => (ids[row] === null ? { column: idColumn, reason: "no id" } : null) },
    { faultAt: (row) => asFault(outcomes[row]!) },
  ];
  const readDates = (field: DateField | "modifiedAt") => {
    const name = deals[field];
    if (name === undefined) return null;
    const column = columnOf(table, name);
    const typed = dateColumn(table, column, dates);
    if (field !== "modifiedAt" && needed.has(field)) checks.push(mustRead(column, typed));
    else noteUnreadable(log, table, column, typed);
    return typed.values;
  };
  const createdAt = readDates("createdAt");
  const handedOverAt = readDates("handedOverAt");
  const closedAt = readDates("closedAt");
  const modifiedAt = readDates("modifiedAt");
  const deleted = readDeleted(table, deals.deleted, checks);
  const leadIds = deals.leadId === undefined ? ids : table.values(columnOf(table, deals.leadId));
  return {
    rows: rowsWithoutFault(table, checks, log),
    ids,
    outcomes: outcomes as readonly Outcome[],
    deleted,
    modifiedAt,
    times: (row) => ({
      createdAt: createdAt?.[row] ?? null,
      handedOverAt: handedOverAt?.[row] ?? null,
      closedAt: closedAt?.[row] ?? null,
    }),
    leadIds: (row) => splitIds(leadIds[row] ?? null),
  };
}

/** An id, or several of them between semicolons, as exports write associated records. */
export function splitIds(text: string | null): readonly string[] {
  if (text === null) return [];
  return text.includes(";") ? readList(text) : [text.trim()];
}

function rowsWithoutFault(table: Table, checks: readonly Check[], log: FaultLog): number[] {
  const rows: number[] = [];
  for (let row = 0; row < table.rowCount; row++) {
    let fault: ReturnType<Check["faultAt"]> = null;
    for (const check of checks) fault ??= check.faultAt(row);
    if (fault === null) rows.push(row);
    else rejectRow(log, table, row, fault);
  }
  return rows;
}

function readDeleted(
  table: Table,
  name: string | undefined,
  checks: Check[],
): readonly (boolean | null)[] | null {
  if (name === undefined) return null;
  const column = columnOf(table, name);
  const typed = flagColumn(table, column);
  checks.push(mustRead(column, typed));
  return typed.values;
}

function mustRead(column: string, typed: TypedColumn<unknown>): Check {
  const unreadable = new Set(typed.unreadable);
  const fault = { column, reason: typed.fault };
  return { faultAt: (row) => (unreadable.has(row) ? fault : null) };
}

function asFault<T extends object>(outcome: Outcome | T): T | null {
  return typeof outcome === "string" ? null : outcome;
}
