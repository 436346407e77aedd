import { findColumn } from "../files/column-names.ts";
import type { Table } from "../files/table.ts";
import type { Mapping } from "../mapping.ts";
import { splitIds } from "./deal-rows.ts";
import { type FaultLog, noteUnreadable } from "./fault-log.ts";

const LONGEST = 200;

/**
 * Of each row the account of its lead, by its id; of several ids between semicolons the first. Null
 * where the mapping names no column of them that this file has.
 */
export function readAccounts(
  table: Table,
  mapping: Mapping,
  {
    isFrom,
    log,
  }: { readonly isFrom: (from: "deals" | "leads") => boolean; readonly log: FaultLog },
): readonly (string | null)[] | null {
  const column = (["deals", "leads"] as const)
    .flatMap((from) => (isFrom(from) ? (mapping[from]?.accountId ?? []) : []))
    .map((name) => findColumn(table, name))
    .find((found) => found !== undefined);
  if (column === undefined) return null;
  const ids = table.values(column).map((text) => splitIds(text)[0] || null);
  const isTooLong = (id: string | null) => id !== null && id.length > LONGEST;
  const unreadable = [...ids.keys()].filter((row) => isTooLong(ids[row]!));
  const fault = `an id of more than ${LONGEST} characters`;
  noteUnreadable(log, table, column, { unreadable, fault });
  return ids.map((id) => (isTooLong(id) ? null : id));
}

/** The account that the rows of a lead tell, the first that is known. */
export function gatherAccount(
  sources: readonly {
    readonly columns: { readonly accounts: readonly (string | null)[] | null };
    readonly row: number;
  }[],
): string | null {
  for (const { columns, row } of sources) {
    const account = columns.accounts?.[row] ?? null;
    if (account !== null) return account;
  }
  return null;
}
