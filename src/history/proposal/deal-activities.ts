import { splitIds } from "../reading/deal-rows.ts";
import type { DateReading } from "../typing/date-text.ts";
import { dateColumn } from "../typing/typing.ts";
import type { DealColumns } from "./deal-columns.ts";
import type { FileRoles } from "./file-roles.ts";
import type { DatedDeals } from "./moment-choice.ts";
import type { DealActivity } from "./starter-activities.ts";

export interface TimedDeals extends DatedDeals {
  readonly handedOverAt: readonly (number | null)[];
  /** Of each closed deal; empty where there is no file of activities. */
  readonly activities: readonly (readonly DealActivity[])[];
}

/** When each closed deal came and went, and what its lead did, whenever that was. Cost O(rows). */
export function readDealActivities(
  roles: FileRoles,
  columns: DealColumns,
  rows: readonly number[],
  dates: DateReading,
): TimedDeals {
  const timesOf = (column: string | undefined): readonly (number | null)[] => {
    if (column === undefined) return rows.map(() => null);
    const { values } = dateColumn(roles.deals.table, column, dates);
    return rows.map((row) => values[row] ?? null);
  };
  const activities = gatherActivities(roles, rows, dates);
  return {
    createdAt: timesOf(columns.createdAt),
    closedAt: timesOf(columns.closedAt),
    handedOverAt: timesOf(columns.handedOverAt),
    activities,
    activitiesAt: activities.map((list) => list.map(({ at }) => at)),
  };
}

function gatherActivities(
  { deals, activities }: FileRoles,
  rows: readonly number[],
  dates: DateReading,
): readonly (readonly DealActivity[])[] {
  if (activities === null) return rows.map(() => []);
  const { file, join, columns } = activities;
  const byLead = new Map<string, DealActivity[]>();
  const leadIds = file.table.values(join.otherColumn);
  const types = file.table.values(columns.type);
  const { values: times } = dateColumn(file.table, columns.at, dates);
  leadIds.forEach((leadId, row) => {
    const [type, at] = [types[row], times[row]];
    if (leadId === null || type === null || type === undefined || at === null || at === undefined)
      return;
    const list = byLead.get(leadId.trim());
    const activity = { type: type.trim(), at };
    if (list === undefined) byLead.set(leadId.trim(), [activity]);
    else list.push(activity);
  });
  const keys = deals.table.values(join.dealColumn);
  return rows.map((row) => splitIds(keys[row] ?? null).flatMap((id) => byLead.get(id) ?? []));
}
