import { Refusal } from "../refusal.ts";
import type { Lead } from "../scorecard/lead.ts";
import { readActivities } from "./activities.ts";
import { gatherValues, readLeadColumns } from "./attribute-columns.ts";
import { columnOf, findColumn, refuseMissing } from "./column-names.ts";
import { dateReading } from "./date-text.ts";
import { splitIds } from "./deal-rows.ts";
import { noteUnreadable, rejectRow, sortRejected, startFaultLog } from "./fault-log.ts";
import type { RejectedRow, UnreadableCells } from "./history.ts";
import type { Reading } from "./join.ts";
import type { Mapping } from "./mapping.ts";
import { type DateField, isUndated, momentOf } from "./moment.ts";
import { attributeColumns, mappedColumns, openActivities } from "./roles.ts";
import { readTable, type Table } from "./table.ts";
import { dateColumn, flagColumn } from "./typing.ts";

/** A lead that nobody has decided on yet. */
export interface OpenLead {
  readonly lead: Lead;
  /** Epoch milliseconds; null where neither the caller nor the file tells a moment. */
  readonly asOf: number | null;
  readonly existingScore: number | null;
}

export interface LeadFile {
  /** In the order of the file. */
  readonly leads: readonly OpenLead[];
  readonly rejected: readonly RejectedRow[];
  readonly unreadable: readonly UnreadableCells[];
}

/** Leads that are not converted have no id of a deal yet, and go by their own. */
const OWN_ID = /^(lead |record )?id$/i;

/**
 * Reads leads to be scored, from a file like the mapping's deals or like its leads, whichever it is
 * more like; what only the other file tells stays unknown. No outcome is needed, and none is looked
 * at. Of rows with one id the last stands.
 *
 * @param options.asOf the moment of every lead; without it the mapping's, where its column is there.
 *                     Activities later than a lead's moment are left out; without one all stay.
 */
export async function readLeads(
  path: string,
  mapping: Mapping,
  options: { readonly activities?: string; readonly asOf?: number } = {},
): Promise<LeadFile | Refusal> {
  const isMapped = mappedColumns(mapping);
  const only = (column: string) => isMapped(column) || OWN_ID.test(column);
  const table = await readTable(path, { only });
  if (table instanceof Refusal) return table;
  const role = likerRole(table, mapping);
  const refusal = refuseMissing(table, neededColumns(role, mapping));
  if (refusal !== null) return refusal;
  const events = await openActivities(options.activities, mapping);
  if (events instanceof Refusal) return events;
  const reading = { mapping, dates: dateReading(mapping), log: startFaultLog([table, events]) };
  const leads = makeLeads(table, events, role, { ...reading, asOf: options.asOf });
  const { rejected, unreadable } = reading.log;
  return { leads, rejected: sortRejected(rejected), unreadable };
}

function makeLeads(
  table: Table,
  events: Table | null,
  role: Role,
  reading: Reading & { readonly asOf: number | undefined },
): readonly OpenLead[] {
  const { mapping } = reading;
  const ids = readIds(table, role, mapping);
  const rows = rowsToScore(table, ids, reading);
  const wanted = new Set(rows.map((row) => ids.values[row]));
  const isWanted = (leadId: string) => wanted.has(leadId);
  const activities =
    events && readActivities(events, mapping.activities!, { ...reading, isWanted });
  const isFrom = (from: Role) => from === role || hasAll(table, attributeColumns(from, mapping));
  const columns = readLeadColumns(table, mapping, { ...reading, isFrom });
  const momentAt = readMoments(table, reading.asOf, reading);
  return rows.map((row) => {
    const id = ids.values[row]!;
    const asOf = momentAt(row);
    const attributes = gatherValues([{ columns: columns.attributes, row }]);
    return {
      lead: { id, attributes, activities: activities?.upTo(id, asOf) ?? [] },
      asOf,
      existingScore: columns.existingScore?.[row] ?? null,
    };
  });
}

type Role = "deals" | "leads";

function likerRole(table: Table, mapping: Mapping): Role {
  if (mapping.leads === undefined) return "deals";
  const share = (role: Role) => {
    const needed = neededColumns(role, mapping);
    return needed.filter((name) => findColumn(table, name) !== undefined).length / needed.length;
  };
  return share("leads") > share("deals") ? "leads" : "deals";
}

function neededColumns(role: Role, mapping: Mapping): readonly string[] {
  const { deals, leads } = mapping;
  const id = role === "leads" && leads !== undefined ? leads.id : (deals.leadId ?? deals.id);
  return [id, ...attributeColumns(role, mapping)];
}

function hasAll(table: Table, columns: readonly string[]): boolean {
  return columns.every((name) => findColumn(table, name) !== undefined);
}

interface Ids {
  readonly column: string;
  readonly values: readonly (string | null)[];
}

function readIds(table: Table, role: Role, mapping: Mapping): Ids {
  const mapped = columnOf(table, neededColumns(role, mapping)[0]!);
  const own = table.columns.find((column) => OWN_ID.test(column));
  const blank = table.values(mapped).every((id) => id === null);
  const column = blank && role === "leads" && own !== undefined ? own : mapped;
  return { column, values: table.values(column).map((id) => splitIds(id)[0] ?? null) };
}

/** Rejects rows without an id, deleted ones, and all but the last of those with one id. */
function rowsToScore(table: Table, { column, values }: Ids, { mapping, log }: Reading): number[] {
  const flag = mapping.deals.deleted && findColumn(table, mapping.deals.deleted);
  const deleted = flag === undefined ? [] : flagColumn(table, flag).values;
  const last = new Map(values.map((id, row) => [id, row]));
  const rows: number[] = [];
  values.forEach((id, row) => {
    const reject = (at: string, reason: string) =>
      rejectRow(log, table, row, { column: at, reason });
    if (id === null) reject(column, "no id");
    else if (last.get(id) !== row) reject(column, "a later row with this id stands");
    else if (deleted[row] === true) reject(flag!, "deleted");
    else rows.push(row);
  });
  return rows;
}

function readMoments(
  table: Table,
  asOf: number | undefined,
  { mapping, dates, log }: Reading,
): (row: number) => number | null {
  if (asOf !== undefined) return () => asOf;
  const read = (field: DateField) => {
    const name = mapping.deals[field];
    const column = name === undefined ? undefined : findColumn(table, name);
    if (column === undefined) return null;
    const typed = dateColumn(table, column, dates);
    noteUnreadable(log, table, column, typed);
    return typed.values;
  };
  if (isUndated(mapping)) return () => null;
  const createdAt = read("createdAt");
  const handedOverAt = read("handedOverAt");
  return (row) =>
    momentOf(
      {
        createdAt: createdAt?.[row] ?? null,
        handedOverAt: handedOverAt?.[row] ?? null,
        closedAt: null,
      },
      mapping,
    );
}
