import type { Session } from "./database.ts";
import { isDrawn } from "./history.ts";

/** A stored lead with its doses at its last score. Times are epoch milliseconds. */
export interface DosedLeadRow {
  readonly leadId: number;
  /** When it was first handed over; when it was first known, where it never was. */
  readonly cameAt: number;
  /** All null where the lead was never scored. */
  readonly asOf: number | null;
  readonly scorecardVersionId: number | null;
  /** Id of the scorecard of the set that applied. */
  readonly scorecard: string | null;
  /** As the database writes an array. */
  readonly doses: string | null;
}

/** Which leads: those that come next on a walk, or some by their ids. */
export type LeadSelection =
  | { readonly after: number; readonly most: number; readonly everyNth: number }
  | { readonly ids: readonly number[] };

/** Leads in the order of their ids. */
export async function readDosedLeads(
  { sql }: Session,
  selection: LeadSelection,
): Promise<readonly DosedLeadRow[]> {
  const wanted =
    "ids" in selection
      ? sql`lead.id = ANY(${selection.ids as number[]}::bigint[])`
      : sql`lead.id > ${selection.after} AND ${isDrawn(sql, "lead", selection.everyNth)}`;
  const most = "ids" in selection ? selection.ids.length : selection.most;
  return await sql<DosedLeadRow[]>`
    SELECT lead.id::float8 AS "leadId",
      date_part('epoch', coalesce(least(
        (SELECT min(at) FROM handover WHERE lead_id = lead.id),
        (SELECT min(handed_over_at) FROM opportunity WHERE lead_id = lead.id)),
        lead.created_at)) * 1000 AS "cameAt",
      (extract(epoch FROM score.as_of) * 1000)::float8 AS "asOf",
      score.scorecard_version_id::float8 AS "scorecardVersionId", score.scorecard,
      score.doses::text AS doses
    FROM lead LEFT JOIN lead_score score ON score.lead_id = lead.id
    WHERE ${wanted} ORDER BY lead.id LIMIT ${most}`;
}

export async function countLeads(
  { sql }: Session,
  everyNth: number,
): Promise<{ readonly all: number; readonly drawn: number }> {
  const [row] = await sql<{ all: number; drawn: number }[]>`
    SELECT count(*)::int AS all,
      count(*) FILTER (WHERE ${isDrawn(sql, "lead", everyNth)})::int AS drawn FROM lead`;
  return row!;
}

/** Internal ids of all leads that are drawn, rising. */
export async function listLeadIds({ sql }: Session, everyNth: number): Promise<readonly number[]> {
  const [row] = await sql<{ ids: number[] }[]>`
    SELECT coalesce(array_agg(id::float8 ORDER BY id), '{}') AS ids FROM lead
    WHERE ${isDrawn(sql, "lead", everyNth)}`;
  return row!.ids;
}

/** What a transaction sees, by which a later one tells what has changed since. */
export async function takeSnapshot({ sql }: Session): Promise<string> {
  const [row] = await sql<{ snapshot: string }[]>`
    SELECT pg_current_snapshot()::text AS snapshot`;
  return row!.snapshot;
}

/**
 * Internal ids of the leads whose score or deal was written by a transaction that a snapshot did not
 * see yet, drawn or not. A row tells the low half of the number of the transaction that wrote it; the
 * high half is that of now, or the one before where the row would else come from the future.
 */
export async function findChangedLeads(
  { sql }: Session,
  since: string,
): Promise<readonly number[]> {
  const isNew = (table: "lead_score" | "opportunity") => sql`
    NOT pg_visible_in_snapshot((half + ${sql(table)}.xmin::text::bigint
      - CASE WHEN half + ${sql(table)}.xmin::text::bigint >= next THEN ${HALF}::bigint ELSE 0 END)
      ::text::xid8, ${since}::text::pg_snapshot)`;
  const rows = await sql<{ id: number }[]>`
    WITH now AS (SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS next)
    , numbers AS (SELECT next, next - next % ${HALF}::bigint AS half FROM now)
    SELECT lead_id::float8 AS id FROM lead_score, numbers WHERE ${isNew("lead_score")}
    UNION
    SELECT lead_id::float8 AS id FROM opportunity, numbers
    WHERE lead_id IS NOT NULL AND ${isNew("opportunity")} ORDER BY id`;
  return rows.map(({ id }) => id);
}

const HALF = 2 ** 32;
