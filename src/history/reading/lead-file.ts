import { Refusal } from "../../refusal.ts";
import type { Lead } from "../../scorecard/lead.ts";
import { columnOf, findColumn, refuseMissing } from "../files/column-names.ts";
import { readTable, type Table } from "../files/table.ts";
import type { RejectedRow, UnreadableCells } from "../history.ts";
import type { Mapping } from "../mapping.ts";
import { dateReading } from "../typing/date-text.ts";
import { dateColumn, flagColumn } from "../typing/typing.ts";
import { readActivities } from "./activities.ts";
import { gatherValues, type LeadColumns, readLeadColumns } from "./attribute-columns.ts";
import { splitIds } from "./deal-rows.ts";
import { keepOneRowEach } from "./duplicates.ts";
import { rejectRow, sortRejected, startFaultLog } from "./fault-log.ts";
import type { Reading } from "./join.ts";
import { type DealTimes, momentField, momentOf } from "./moment.ts";
import { attributeColumns, columnsOf, mappedColumns, openActivities } from "./roles.ts";

/** A lead to be scored, whether or not anybody has decided on it. */
export interface OpenLead {
  readonly lead: Lead;
  /** Epoch milliseconds; null where neither the caller nor the files tell a moment. */
  readonly asOf: number | null;
  readonly existingScore: number | null;
}

export interface LeadFile {
  /** In the order of the file of leads, or of deals where there is none. */
  readonly leads: readonly OpenLead[];
  readonly rejected: readonly RejectedRow[];
  readonly unreadable: readonly UnreadableCells[];
}

/** Leads that are not converted have no id of a deal yet, and go by their own. */
const OWN_ID = /^(lead |record )?id$/i;

type Role = "deals" | "leads";

/** What one file tells of leads. */
interface Side {
  readonly table: Table;
  readonly columns: LeadColumns;
  /** Rows that stand, by lead id. */
  readonly rowOf: ReadonlyMap<string, number>;
  /** Epoch milliseconds; null where blank, and the fault where the date cannot be read. */
  momentAt(row: number): number | RejectedRow | null;
}

/**
 * Reads leads to be scored, from a file like the mapping's deals, one like its leads, or both; which
 * is which is seen from the columns, and a file of activities may be among them. With both, the rows
 * are those of the leads, and the deals tell the moment and what else they know; what no file tells
 * stays unknown. No outcome is needed, and none is looked at. A lead whose moment rests on a date that
 * cannot be read is rejected; a blank date is one that has not come yet.
 *
 * @param options.asOf the moment of every lead; without it the mapping's, where its column is there.
 *                     Activities later than a lead's moment are left out; without one all stay.
 */
export async function readLeads(
  paths: readonly string[],
  mapping: Mapping,
  options: { readonly activities?: string; readonly asOf?: number } = {},
): Promise<LeadFile | Refusal> {
  const files = await openLeadFiles(paths, mapping, options.activities);
  if (files instanceof Refusal) return files;
  const { tables, events } = files;
  const log = startFaultLog([...tables.values(), events]);
  const reading = { mapping, dates: dateReading(mapping), log };
  const sides = [...tables].map(([role, table]) =>
    readSide(table, role, { ...reading, isAlone: tables.size === 1 }),
  );
  const main = sides.at(-1)!;
  const isWanted = (leadId: string) => main.rowOf.has(leadId);
  const activities =
    events && readActivities(events, mapping.activities!, { ...reading, isWanted });
  const leads = [...main.rowOf.keys()].flatMap((id): readonly OpenLead[] => {
    const known = sides.flatMap((side) => {
      const row = side.rowOf.get(id);
      return row === undefined ? [] : [{ side, row }];
    });
    const first = <T>(read: (side: Side, row: number) => T | null) =>
      known.reduce<T | null>((found, { side, row }) => found ?? read(side, row), null);
    const asOf = options.asOf ?? first((side, row) => side.momentAt(row));
    if (typeof asOf === "object" && asOf !== null) {
      log.rejected.push(asOf);
      return [];
    }
    const attributes = gatherValues(
      known.map(({ side, row }) => ({ columns: side.columns.attributes, row })),
    );
    const existingScore = first((side, row) => side.columns.existingScore?.[row] ?? null);
    const lead = { id, attributes, activities: activities?.upTo(id, asOf) ?? [] };
    return [{ lead, asOf, existingScore }];
  });
  return { leads, rejected: sortRejected(log.rejected), unreadable: log.unreadable };
}

interface LeadFiles {
  /** Deals before leads. */
  readonly tables: ReadonlyMap<Role, Table>;
  readonly events: Table | null;
}

async function openLeadFiles(
  paths: readonly string[],
  mapping: Mapping,
  activities: string | undefined,
): Promise<LeadFiles | Refusal> {
  const isMapped = mappedColumns(mapping);
  const only = (column: string) => isMapped(column) || OWN_ID.test(column);
  const found = new Map<Role, Table>();
  let eventsPath = activities;
  for (const path of paths) {
    const table = await readTable(path, { only });
    if (table instanceof Refusal) return table;
    if (eventsPath === undefined && isActivities(table, mapping)) {
      eventsPath = path;
      continue;
    }
    const role = likerRole(table, mapping);
    const refusal = found.has(role)
      ? refuseSecond(table, found.get(role)!, role)
      : refuseMissing(table, neededColumns(role, mapping));
    if (refusal !== null) return refusal;
    found.set(role, table);
  }
  const events = await openActivities(eventsPath, mapping);
  if (events instanceof Refusal) return events;
  const tables = new Map(
    (["deals", "leads"] as const).flatMap((role) =>
      found.has(role) ? [[role, found.get(role)!] as const] : [],
    ),
  );
  return tables.size > 0 ? { tables, events } : refuseNoLeads();
}

function isActivities(table: Table, mapping: Mapping): boolean {
  const needed = columnsOf("activities", mapping);
  return needed.length > 0 && hasAll(table, needed);
}

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

function readSide(
  table: Table,
  role: Role,
  reading: Reading & { readonly isAlone: boolean },
): Side {
  const { mapping, isAlone } = reading;
  const isFrom = (from: Role) =>
    from === role || (isAlone && hasAll(table, attributeColumns(from, mapping)));
  return {
    table,
    columns: readLeadColumns(table, mapping, { ...reading, isFrom }),
    rowOf: rowsThatStand(table, role, reading),
    momentAt: readMoments(table, reading),
  };
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

/** Rejects rows without an id, deleted ones, and all but one of those with one id. */
function rowsThatStand(table: Table, role: Role, reading: Reading): ReadonlyMap<string, number> {
  const { mapping, log } = reading;
  const { column, values } = readIds(table, role, mapping);
  const flag = mapping.deals.deleted && findColumn(table, mapping.deals.deleted);
  const deleted = flag === undefined ? [] : flagColumn(table, flag).values;
  const reject = (row: number, at: string, reason: string) =>
    rejectRow(log, table, row, { column: at, reason });
  const present = [...values.keys()].filter((row) => {
    if (values[row] === null) reject(row, column, "no id");
    else if (deleted[row] === true) reject(row, flag!, "deleted");
    else return true;
    return false;
  });
  const modified = mapping.deals.modifiedAt && findColumn(table, mapping.deals.modifiedAt);
  const { rows } = keepOneRowEach({
    table,
    rows: present,
    ids: values,
    modifiedAt:
      modified === undefined
        ? null
        : { column: modified, values: dateColumn(table, modified, reading.dates).values },
    compared: [],
  });
  const kept = new Set(rows);
  for (const row of present)
    if (!kept.has(row)) reject(row, column, "another row with this id stands");
  return new Map(rows.map((row) => [values[row]!, row]));
}

function readMoments(table: Table, { mapping, dates }: Reading): Side["momentAt"] {
  const field = momentField(mapping);
  const name = field === null ? undefined : mapping.deals[field];
  const column = name === undefined ? undefined : findColumn(table, name);
  const typed = column === undefined ? null : dateColumn(table, column, dates);
  const unreadable = new Set(typed?.unreadable);
  const unknown: DealTimes = { createdAt: null, handedOverAt: null, closedAt: null };
  return (row) => {
    if (unreadable.has(row))
      return { file: table.file, line: table.lineOf(row), column: column!, reason: typed!.fault };
    const at = typed?.values[row] ?? null;
    return momentOf(field === null ? unknown : { ...unknown, [field]: at }, mapping);
  };
}

function refuseSecond(table: Table, other: Table, role: Role): Refusal {
  return new Refusal(
    "file-unrecognised",
    `${other.file} and ${table.file} both look like the file of ${role}.`,
    "Give one of them.",
    [{ where: table.file, reason: `has what the file of ${role} needs` }],
  );
}

function refuseNoLeads(): Refusal {
  return new Refusal(
    "file-missing",
    "No file of leads was given, only activities.",
    "Name a file with a row a lead.",
  );
}
