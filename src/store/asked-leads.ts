import type { Session } from "./database.ts";
import { type Metric, reachedBy } from "./enrolments.ts";

interface AskedQuery {
  /** Epoch milliseconds, the end left out. */
  readonly from: number;
  readonly to: number;
  /** Cells that hand leads over. */
  readonly cells: readonly string[];
  /** Probability from which the model would. */
  readonly cut: number;
  readonly unit: "lead" | "account";
  readonly metric: Metric;
  readonly withinDays: number;
}

/** Leads that rules or model asked for in a stretch of time, each counted once. */
export interface AskedCounts {
  readonly units: number;
  readonly leads: number;
  /** Of them those who reached the metric within the days from then on. */
  readonly successes: number;
}

/**
 * Counts leads that came into a routed cell, or whose probability came to reach a cut, by what they
 * did or by time. Probabilities are those of the history, which keeps what a person would see.
 */
export async function countAskedLeads(
  { sql }: Session,
  { from, to, cells, cut, unit, metric, withinDays }: AskedQuery,
): Promise<AskedCounts> {
  const start = new Date(from).toISOString();
  const end = new Date(to).toISOString();
  const name = unit === "lead" ? sql`lead.id::text` : sql`coalesce('a' || account, 'l' || lead.id)`;
  const [counts] = await sql<AskedCounts[]>`
    WITH moment AS (
      SELECT lead_id, at FROM event
      WHERE kind = 'cell' AND cause IN ('lead', 'time') AND at >= ${start} AND at < ${end}
        AND "to" = ANY(${cells as string[]}) AND lead_id IS NOT NULL
      UNION ALL
      SELECT now.lead_id, now.as_of FROM score_snapshot now LEFT JOIN LATERAL (
        SELECT id, probability FROM score_snapshot earlier
        WHERE earlier.lead_id = now.lead_id AND (earlier.as_of, earlier.id) < (now.as_of, now.id)
        ORDER BY earlier.as_of DESC, earlier.id DESC LIMIT 1) before ON true
      WHERE now.cause IN ('lead', 'time') AND now.as_of >= ${start} AND now.as_of < ${end}
        AND now.probability >= ${cut} AND coalesce(before.probability, 0) < ${cut}
        AND (before.id IS NOT NULL OR now.cause = 'lead'))
    , asked AS (SELECT lead_id, min(at) AS at FROM moment GROUP BY lead_id)
    SELECT count(DISTINCT ${name})::int AS units, count(*)::int AS leads,
      (count(*) FILTER (WHERE EXISTS (
        SELECT FROM (${reachedBy(sql, metric)}) reached WHERE reached.lead_id = asked.lead_id
          AND reached.at BETWEEN asked.at AND asked.at + ${withinDays}::int * interval '24 hours')))::int
        AS successes
    FROM asked JOIN lead ON lead.id = asked.lead_id`;
  return counts!;
}

/** When the first score was kept, epoch milliseconds; null before that. */
export async function findFirstScoring({ sql }: Session): Promise<number | null> {
  const [row] = await sql<{ at: number }[]>`
    SELECT (extract(epoch FROM as_of) * 1000)::float8 AS at FROM score_snapshot
    ORDER BY id LIMIT 1`;
  return row?.at ?? null;
}
