import type { Session } from "./database.ts";

/** How many leads there are, and the last of them. */
export async function measureWalk({
  sql,
}: Session): Promise<{ readonly leads: number; readonly last: number }> {
  const [row] = await sql<{ leads: number; last: number }[]>`
    SELECT count(*)::int AS leads, coalesce(max(id), 0)::float8 AS last FROM lead`;
  return row!;
}

/**
 * Locks the leads that come next, in the order in which everybody locks them. The lock keeps out
 * whoever else scores, changes or erases them; rows that only refer to a lead may still be written.
 *
 * @param after  id that the walk has come to
 * @param last   id at which it ends
 */
export async function lockNextLeads(
  { sql }: Session,
  { after, last, most }: { readonly after: number; readonly last: number; readonly most: number },
): Promise<readonly number[]> {
  const rows = await sql<{ id: number }[]>`
    SELECT id::float8 AS id FROM lead WHERE id > ${after} AND id <= ${last}
    ORDER BY lead.id LIMIT ${most} FOR NO KEY UPDATE`;
  return rows.map(({ id }) => id);
}

/** The leads that come next, in the order of their ids, without a lock. */
export async function listNextLeads(
  { sql }: Session,
  { after, most }: { readonly after: number; readonly most: number },
): Promise<readonly number[]> {
  const rows = await sql<{ id: number }[]>`
    SELECT id::float8 AS id FROM lead WHERE id > ${after} ORDER BY lead.id LIMIT ${most}`;
  return rows.map(({ id }) => id);
}

/** Those of the leads that are not scored by what is live. */
export async function findOutdated(
  { sql }: Session,
  leadIds: readonly number[],
): Promise<readonly number[]> {
  const rows = await sql<{ id: number }[]>`
    SELECT lead.id::float8 AS id FROM lead CROSS JOIN live
      LEFT JOIN lead_score score ON score.lead_id = lead.id
    WHERE lead.id = ANY(${leadIds as number[]}::bigint[])
      AND (score.lead_id IS NULL OR score.scorecard_version_id <> live.scorecard_version_id
        OR score.model_version_id IS DISTINCT FROM live.model_version_id)
    ORDER BY lead.id`;
  return rows.map(({ id }) => id);
}
