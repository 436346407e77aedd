import type { AttributeValue } from "../../scorecard/lead.ts";
import { splitIds } from "../reading/deal-rows.ts";
import type { DateReading } from "../typing/date-text.ts";
import { flagColumn, typeColumn } from "../typing/typing.ts";
import type { ColumnProfile } from "./column-profile.ts";
import { type DealColumns, outcomeColumns } from "./deal-columns.ts";
import type { DealsFile, FileRoles, ProfiledFile } from "./file-roles.ts";

/** A column that might be an attribute, with its value for each closed deal. */
export interface CandidateColumn {
  readonly column: string;
  readonly from: "deals" | "leads";
  readonly profile: ColumnProfile;
  readonly values: readonly AttributeValue[];
}

/** Rows of the deals file whose outcome is known, deleted ones left out, and that outcome. */
export interface ClosedDeals {
  readonly rows: readonly number[];
  /** 1 = won, 0 = lost. */
  readonly outcomes: Uint8Array;
}

export function findClosedDeals(deals: DealsFile, columns: DealColumns): ClosedDeals {
  const deleted =
    columns.deleted === undefined ? null : flagColumn(deals.table, columns.deleted).values;
  const { labels } = deals.outcome;
  const rows: number[] = [];
  labels.forEach((label, row) => {
    if (label >= 0 && deleted?.[row] !== true) rows.push(row);
  });
  return { rows, outcomes: Uint8Array.from(rows, (row) => labels[row]!) };
}

/** Every column of deals and leads that has no part of its own, typed, for the closed deals. */
export function gatherCandidates(
  roles: FileRoles,
  columns: DealColumns,
  closed: ClosedDeals,
  dates: DateReading,
): readonly CandidateColumn[] {
  const { deals, leads } = roles;
  const { id, createdAt, handedOverAt, deleted } = columns;
  const own = [id, createdAt, handedOverAt, deleted, leads?.join.dealColumn];
  const taken = new Set([...own, roles.activities?.join.dealColumn, ...outcomeColumns(deals)]);
  const ofDeals = typeCandidates(deals, "deals", { taken, rows: closed.rows, dates });
  if (leads === null) return ofDeals;
  const rows = joinRows(roles, closed.rows);
  const key = new Set<string | undefined>([leads.join.otherColumn]);
  return [...ofDeals, ...typeCandidates(leads.file, "leads", { taken: key, rows, dates })];
}

function typeCandidates(
  { table, profiles }: ProfiledFile,
  from: "deals" | "leads",
  options: {
    readonly taken: ReadonlySet<string | undefined>;
    readonly rows: readonly (number | null)[];
    readonly dates: DateReading;
  },
): readonly CandidateColumn[] {
  return [...profiles.values()]
    .filter(({ column }) => !options.taken.has(column))
    .map((profile) => {
      const typed = typeColumn(table, profile.column, profile, options.dates).values;
      const values = options.rows.map((row) => (row === null ? null : (typed[row] ?? null)));
      return { column: profile.column, from, profile, values };
    });
}

/** Of each closed deal the row of its lead; of several rows of one lead the last. */
function joinRows(
  { deals, leads }: FileRoles,
  rows: readonly number[],
): readonly (number | null)[] {
  if (leads === null) return [];
  const rowOf = new Map<string, number>();
  leads.file.table.values(leads.join.otherColumn).forEach((id, row) => {
    for (const each of splitIds(id)) rowOf.set(each, row);
  });
  const ids = deals.table.values(leads.join.dealColumn);
  return rows.map((row) => {
    const known = splitIds(ids[row] ?? null).find((id) => rowOf.has(id));
    return known === undefined ? null : (rowOf.get(known) ?? null);
  });
}
