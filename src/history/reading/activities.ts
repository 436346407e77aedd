import type { Activity } from "../../scorecard/lead.ts";
import { columnOf } from "../files/column-names.ts";
import type { Table } from "../files/table.ts";
import type { Mapping } from "../mapping.ts";
import type { DateReading } from "../typing/date-text.ts";
import { dateColumn, numberColumn, textColumn } from "../typing/typing.ts";
import { type FaultLog, noteUnreadable, rejectRow } from "./fault-log.ts";

/** Activities of the wanted leads. */
export interface ActivityLog {
  /** Leads that have any. */
  readonly leads: number;
  /** In order of time, none later than `asOf`; all of them when `asOf` is null. */
  upTo(leadId: string, asOf: number | null): readonly Activity[];
}

/**
 * Reads the file of activities. A row without a lead, a type or a readable time is rejected. Each
 * activity is made once and shared by all deals of its lead.
 *
 * Cost O(n log n) in the activities of the wanted leads, O(n) in the others.
 */
export function readActivities(
  table: Table,
  mapping: NonNullable<Mapping["activities"]>,
  options: {
    readonly isWanted: (leadId: string) => boolean;
    readonly dates: DateReading;
    readonly log: FaultLog;
  },
): ActivityLog {
  const rows = readRows(table, mapping, options);
  const byLead = new Map<string, Activity[]>();
  for (let row = 0; row < table.rowCount; row++) {
    const leadId = rows.leadIds[row] ?? null;
    const fault = rows.faultAt(row);
    if (fault !== null) rejectRow(options.log, table, row, fault);
    else if (options.isWanted(leadId!)) {
      const known = byLead.get(leadId!);
      if (known === undefined) byLead.set(leadId!, [rows.activityAt(row)]);
      else known.push(rows.activityAt(row));
    }
  }
  for (const activities of byLead.values()) activities.sort((a, b) => a.at - b.at);
  return {
    leads: byLead.size,
    upTo(leadId, asOf) {
      const activities = byLead.get(leadId) ?? [];
      return asOf === null ? activities : activities.slice(0, countUpTo(activities, asOf));
    },
  };
}

interface ActivityRows {
  readonly leadIds: readonly (string | null)[];
  faultAt(row: number): { readonly column: string; readonly reason: string } | null;
  /** Of a row without a fault. */
  activityAt(row: number): Activity;
}

function readRows(
  table: Table,
  mapping: NonNullable<Mapping["activities"]>,
  { dates, log }: { readonly dates: DateReading; readonly log: FaultLog },
): ActivityRows {
  const textOf = (name: string) => textColumn(table, columnOf(table, name)).values;
  const [leadIds, types] = [textOf(mapping.leadId), textOf(mapping.type)];
  const assets = mapping.asset === undefined ? null : textOf(mapping.asset);
  const categories = mapping.category === undefined ? null : textOf(mapping.category);
  const minutes = mapping.minutes === undefined ? null : readMinutes(table, mapping.minutes, log);
  const times = dateColumn(table, columnOf(table, mapping.at), dates);
  const unreadable = new Set(times.unreadable);
  return {
    leadIds,
    faultAt(row) {
      if (leadIds[row] === null) return { column: mapping.leadId, reason: "no id of a lead" };
      if (unreadable.has(row)) return { column: mapping.at, reason: times.fault };
      if (times.values[row] === null) return { column: mapping.at, reason: "no time" };
      return types[row] === null ? { column: mapping.type, reason: "no type of activity" } : null;
    },
    activityAt: (row) => ({
      type: types[row]!,
      at: times.values[row]!,
      asset: assets?.[row] ?? undefined,
      category: categories?.[row] ?? undefined,
      minutes: minutes?.[row] ?? undefined,
    }),
  };
}

function readMinutes(table: Table, name: string, log: FaultLog): readonly (number | null)[] {
  const column = columnOf(table, name);
  const minutes = numberColumn(table, column);
  noteUnreadable(log, table, column, minutes);
  return minutes.values;
}

/** How many of the activities, in order of time, are not later than `asOf`. */
function countUpTo(activities: readonly Activity[], asOf: number): number {
  let low = 0;
  let high = activities.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (activities[middle]!.at <= asOf) low = middle + 1;
    else high = middle;
  }
  return low;
}
