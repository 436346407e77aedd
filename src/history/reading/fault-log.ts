import type { Table } from "../files/table.ts";
import type { RejectedRow, UnreadableCells } from "../history.ts";
import type { TypedColumn } from "../typing/typing.ts";

/** What could not be read, gathered over all files of one reading. */
export interface FaultLog {
  readonly rejected: RejectedRow[];
  readonly unreadable: UnreadableCells[];
}

export function startFaultLog(tables: readonly (Table | null)[]): FaultLog {
  return { rejected: tables.flatMap((table) => table?.rejected ?? []), unreadable: [] };
}

export function rejectRow(
  log: FaultLog,
  table: Table,
  row: number,
  fault: { readonly column: string; readonly reason: string },
): void {
  log.rejected.push({ file: table.file, line: table.lineOf(row), ...fault });
}

/** For columns whose rows stay: the cell then counts as unknown. */
export function noteUnreadable(
  log: FaultLog,
  table: Table,
  column: string,
  typed: Pick<TypedColumn<unknown>, "unreadable" | "fault">,
): void {
  const first = typed.unreadable[0];
  if (first === undefined) return;
  log.unreadable.push({
    file: table.file,
    column,
    cells: typed.unreadable.length,
    firstLine: table.lineOf(first),
    reason: typed.fault,
  });
}

export function sortRejected(rejected: readonly RejectedRow[]): readonly RejectedRow[] {
  return rejected.toSorted(
    (a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || a.line - b.line,
  );
}
