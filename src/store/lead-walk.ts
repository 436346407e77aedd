import type { Session } from "./database.ts";

/** A walk over leads in the order of their ids. */
export interface LeadWalk {
  /** Only leads that are not scored by what is live. */
  readonly outdated: boolean;
}

/** How many leads a walk has before it, and the last of them. */
export async function measureWalk(
  { sql }: Session,
  { outdated }: LeadWalk,
): Promise<{ readonly leads: number; readonly last: number }> {
  const [row] = await sql<{ leads: number; last: number }[]>`
    SELECT count(*)::int AS leads, coalesce(max(lead.id), 0)::float8 AS last
    FROM lead ${outdated ? onlyOutdated(sql) : sql``}`;
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
  { outdated }: LeadWalk,
  { after, last, most }: { readonly after: number; readonly last: number; readonly most: number },
): Promise<readonly number[]> {
  const rows = await sql<{ id: number }[]>`
    SELECT lead.id::float8 AS id FROM lead ${outdated ? onlyOutdated(sql) : sql`WHERE true`}
      AND lead.id > ${after} AND lead.id <= ${last}
    ORDER BY lead.id LIMIT ${most} FOR NO KEY UPDATE OF lead`;
  return rows.map(({ id }) => id);
}

function onlyOutdated(sql: Session["sql"]) {
  return sql`
    CROSS JOIN live LEFT JOIN lead_score score ON score.lead_id = lead.id
    WHERE (score.lead_id IS NULL OR score.scorecard_version_id <> live.scorecard_version_id
      OR score.model_version_id IS DISTINCT FROM live.model_version_id)`;
}
