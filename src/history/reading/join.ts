import { Refusal } from "../../refusal.ts";
import type { Activity } from "../../scorecard/lead.ts";
import { columnOf } from "../files/column-names.ts";
import type { Table } from "../files/table.ts";
import type { Deal, Duplicate } from "../history.ts";
import type { Mapping } from "../mapping.ts";
import type { DateReading } from "../typing/date-text.ts";
import { gatherAccount } from "./account-column.ts";
import { type ActivityLog, readActivities } from "./activities.ts";
import { gatherValues, type LeadColumns, readLeadColumns } from "./attribute-columns.ts";
import { type DealRows, splitIds } from "./deal-rows.ts";
import { keepOneRowEach } from "./duplicates.ts";
import type { FaultLog } from "./fault-log.ts";
import { isUndated } from "./moment.ts";
import { type Files, mappedColumns } from "./roles.ts";
import { type ClosedRow, refuseRejected } from "./sorting-out.ts";

export interface Reading {
  readonly mapping: Mapping;
  readonly dates: DateReading;
  readonly log: FaultLog;
}

export interface Joined {
  /** By moment, then id; in the order of the file where there are no dates. */
  readonly deals: readonly Deal[];
  readonly withoutLead: number;
  readonly duplicates: readonly Duplicate[];
}

/** The file of leads, one row an id. */
export interface LeadSide {
  readonly columns: LeadColumns;
  readonly rowOf: ReadonlyMap<string, number>;
  readonly duplicates: readonly Duplicate[];
}

/** Puts each closed deal together with its lead and the activities up to its moment. */
export function joinFiles(
  files: Files,
  rows: DealRows,
  closed: readonly ClosedRow[],
  reading: Reading,
): Joined | Refusal {
  const { mapping } = reading;
  const leads = files.leads === null ? null : readLeadSide(files.leads, reading);
  const own = readLeadColumns(files.deals, mapping, {
    ...reading,
    isFrom: (from) => from === "deals",
  });
  const found = closed.map(({ row }) => findLead(rows, row, leads));
  const withoutLead = leads === null ? 0 : found.filter((lead) => lead.row === null).length;
  if (withoutLead === closed.length) return refuseUnjoined(files.deals, files.leads!);
  const activities = joinActivities(files, new Set(found.map((lead) => lead.id)), reading);
  if (activities instanceof Refusal) return activities;
  const deals = closed.map((deal, i) => {
    const { id, row } = found[i]!;
    const known: readonly KnownRow[] = [{ columns: own, row: deal.row }, ...leadRow(leads, row)];
    return makeDeal(rows, deal, { id, known, activities: activities?.upTo(id, deal.asOf) ?? [] });
  });
  if (!isUndated(mapping)) deals.sort(byMoment);
  return { deals, withoutLead, duplicates: leads?.duplicates ?? [] };
}

/** Activities of the wanted leads; refuses a file that knows none of them. */
export function joinActivities(
  { deals, activities: table }: Files,
  wanted: ReadonlySet<string>,
  reading: Reading,
): ActivityLog | null | Refusal {
  if (table === null) return null;
  const isWanted = (leadId: string) => wanted.has(leadId);
  const log = readActivities(table, reading.mapping.activities!, { ...reading, isWanted });
  const broken = refuseRejected(table, reading.log.rejected);
  if (broken !== null) return broken;
  return log.leads === 0 && table.rowCount > 0 ? refuseUnjoined(deals, table) : log;
}

/** A row that tells something of a lead, in the columns of its file. */
interface KnownRow {
  readonly columns: LeadColumns;
  readonly row: number;
}

function leadRow(leads: LeadSide | null, row: number | null): readonly KnownRow[] {
  return leads === null || row === null ? [] : [{ columns: leads.columns, row }];
}

function makeDeal(
  rows: DealRows,
  { row, outcome, asOf }: ClosedRow,
  lead: {
    readonly id: string;
    readonly known: readonly KnownRow[];
    readonly activities: readonly Activity[];
  },
): Deal {
  const { createdAt, closedAt } = rows.times(row);
  const { id, known, activities } = lead;
  const scores = known.map((of) => of.columns.existingScore?.[of.row] ?? null);
  return {
    id: rows.ids[row]!,
    outcome,
    createdAt,
    closedAt,
    asOf,
    lead: {
      id,
      attributes: gatherValues(
        known.map((of) => ({ columns: of.columns.attributes, row: of.row })),
      ),
      activities,
    },
    account: gatherAccount(known),
    rep: null,
    existingScore: scores.find((score) => score !== null) ?? null,
    excluded: gatherValues(known.map((of) => ({ columns: of.columns.excluded, row: of.row }))),
  };
}

function byMoment(a: Deal, b: Deal): number {
  return a.asOf - b.asOf || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** The first of the deal's leads that the file of leads knows; without such a file, the first. */
export function findLead(
  rows: DealRows,
  row: number,
  leads: LeadSide | null,
): { readonly id: string; readonly row: number | null } {
  const ids = rows.leadIds(row);
  for (const id of ids) {
    const leadRow = leads?.rowOf.get(id);
    if (leadRow !== undefined) return { id, row: leadRow };
  }
  return { id: ids[0] ?? rows.ids[row]!, row: null };
}

export function readLeadSide(table: Table, reading: Reading): LeadSide {
  const { mapping } = reading;
  const keys = table.values(columnOf(table, mapping.leads!.id)).map(splitIds);
  // A row that names several ids takes part once for each.
  const pairs = keys.flatMap((ids, row) => ids.map((id) => ({ id, row })));
  const kept = keepOneRowEach({
    table,
    rows: [...pairs.keys()],
    ids: pairs.map((pair) => pair.id),
    rowOf: (position) => pairs[position]!.row,
    modifiedAt: null,
    compared: table.columns.filter(mappedColumns(mapping)),
  });
  return {
    columns: readLeadColumns(table, mapping, { ...reading, isFrom: (from) => from === "leads" }),
    rowOf: new Map(kept.rows.map((position) => [pairs[position]!.id, pairs[position]!.row])),
    duplicates: kept.duplicates,
  };
}

export function refuseUnjoined(deals: Table, other: Table): Refusal {
  const reason = `no id in ${other.file} is the id of the lead of any closed deal in ${deals.file}`;
  return new Refusal(
    "file-unrecognised",
    `${deals.file} and ${other.file} do not belong together: ${reason}.`,
    "Check deals.leadId, leads.id and activities.leadId in the mapping: the same ids must stand in them.",
    [{ where: other.file, reason }],
  );
}
