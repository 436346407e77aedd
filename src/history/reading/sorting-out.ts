import { Refusal } from "../../refusal.ts";
import type { Table } from "../files/table.ts";
import type { RejectedRow, SetAside } from "../history.ts";
import type { Mapping } from "../mapping.ts";
import type { DealRows } from "./deal-rows.ts";
import { comesAfterCreation, isUndated, momentOf } from "./moment.ts";

const DAY_MS = 86_400_000;

/** One row of the file of deals that tells a closed deal, and the moment as of which it counts. */
export interface ClosedRow {
  readonly row: number;
  readonly outcome: "won" | "lost";
  readonly asOf: number;
}

export interface SortedOut {
  readonly closed: readonly ClosedRow[];
  readonly open: number;
  readonly setAside: readonly SetAside[];
}

/** Parts closed deals from open ones, and from those that must not be learned from. */
export function sortOut(deals: DealRows, rows: readonly number[], mapping: Mapping): SortedOut {
  const setAside = new Map<SetAside["reason"], number>();
  const closed: ClosedRow[] = [];
  let open = 0;
  const latest = findLatest(deals, rows, mapping);
  for (const row of rows) {
    const outcome = deals.outcomes[row]!;
    const placed = deals.deleted?.[row] === true ? "deleted" : placeOf(deals, row, mapping, latest);
    if (placed === "deleted") setAside.set("deleted", (setAside.get("deleted") ?? 0) + 1);
    else if (outcome === "open") open++;
    else if (typeof placed === "string") setAside.set(placed, (setAside.get(placed) ?? 0) + 1);
    else closed.push({ row, outcome, asOf: placed });
  }
  return { closed, open, setAside: [...setAside].map(([reason, n]) => ({ reason, deals: n })) };
}

/** The moment, or why there is none to learn from. */
function placeOf(
  deals: DealRows,
  row: number,
  mapping: Mapping,
  latest: number,
): number | Exclude<SetAside["reason"], "deleted"> {
  const times = deals.times(row);
  const asOf = momentOf(times, mapping);
  if (asOf === null) return "no-moment";
  if (comesAfterCreation(mapping) && mapping.deals.closedAt !== undefined) {
    if (times.closedAt === null) return "no-moment";
    if (times.closedAt <= asOf) return "decided-before-moment";
  }
  return asOf > latest ? "immature" : asOf;
}

/**
 * The latest moment of a deal that has had time to close: the newest date of the export less the
 * maturity days. Closing dates of open deals are plans, so they do not count as dates of the export.
 */
function findLatest(deals: DealRows, rows: readonly number[], mapping: Mapping): number {
  if (mapping.maturityDays === undefined || isUndated(mapping)) return Infinity;
  let newest = -Infinity;
  for (const row of rows) {
    const { createdAt, handedOverAt, closedAt } = deals.times(row);
    const closed = deals.outcomes[row] === "open" ? null : closedAt;
    for (const at of [createdAt, handedOverAt, closed, deals.modifiedAt?.[row] ?? null])
      if (at !== null && at > newest) newest = at;
  }
  return newest - mapping.maturityDays * DAY_MS;
}

/** Half of the rows rejected or more: the mapping and the file do not belong together. */
export function refuseRejected(table: Table, rejected: readonly RejectedRow[]): Refusal | null {
  const own = rejected.filter((row) => row.file === table.file);
  const all = table.rowCount + table.rejected.length;
  if (own.length === 0 || own.length * 2 < all) return null;
  const { column, reason } = own.at(-1)!;
  return new Refusal(
    "rows-broken",
    `${own.length} of ${all} rows of ${table.file} cannot be used.`,
    `Mend the mapping or the export: column "${column}" has ${reason}.`,
    own.slice(0, 10).map((row) => ({
      where: `${row.file}, line ${row.line}, column "${row.column}"`,
      reason: row.reason,
    })),
  );
}

/** A history teaches nothing without both won and lost deals. */
export function refuseOneSided(
  table: Table,
  { rows, outcomes }: DealRows,
  { closed, open, setAside }: SortedOut,
): Refusal | null {
  if (rows.every((row) => outcomes[row] === "open"))
    return new Refusal(
      "outcome-missing",
      `${table.file} holds no deal that is won or lost; ${open} are open.`,
      "Name the column and the words that tell won from lost in the mapping, or export closed deals.",
    );
  const won = closed.filter((deal) => deal.outcome === "won").length;
  const lost = closed.length - won;
  if (won > 0 && lost > 0) return null;
  return new Refusal(
    closed.length === 0 ? "too-few-deals" : "one-class",
    `${table.file} leaves ${won} won and ${lost} lost deals.`,
    "Give an export with deals of both outcomes, and look at why deals were set aside.",
    setAside.map(({ reason, deals }) => ({
      where: table.file,
      reason: `${deals} set aside: ${reason}`,
    })),
  );
}
