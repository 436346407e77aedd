import type { Session } from "./database.ts";
import { activitiesThen, attributesThen, isDrawn, type StoredDeal } from "./history.ts";

/** A lead that was handed over and has no outcome yet, as it was known then. */
export interface WaitingLead extends Pick<StoredDeal, "attributes" | "activities"> {
  /** The sender's own id. */
  readonly leadId: string;
  /** When it was handed over; when its deal was opened, where only that is known. Epoch milliseconds. */
  readonly asOf: number;
}

const BATCH = 2000;

/**
 * Leads that this service or others handed over from a moment on and whose deals have not closed since,
 * each once, at the first such moment. Without those that were explored or that the model's arm asked
 * for: other leads than before would come to sales, which is no drift.
 *
 * @param since epoch milliseconds
 */
export function streamWaitingLeads(
  { sql }: Session,
  { since, everyNth }: { readonly since: number; readonly everyNth: number },
): AsyncIterable<readonly WaitingLead[]> {
  const from = sql`${new Date(since).toISOString()}::timestamptz`;
  return sql<WaitingLead[]>`
    WITH moment AS (
      SELECT lead_id, coalesce(handed_over_at, opened_at) AS at FROM opportunity
      WHERE outcome = 'open' AND lead_id IS NOT NULL AND coalesce(handed_over_at, opened_at) >= ${from}
      UNION ALL
      SELECT lead_id, at FROM handover WHERE lead_id IS NOT NULL AND at >= ${from}
        AND because = 'score' AND coalesce(arm, 'rules') = 'rules')
    , deal AS (
      SELECT lead_id, min(at) AS as_of FROM moment
      WHERE NOT EXISTS (
        SELECT FROM opportunity o WHERE o.lead_id = moment.lead_id AND o.outcome <> 'open'
          AND (o.closed_at IS NULL OR o.closed_at >= moment.at))
      GROUP BY lead_id)
    SELECT lead.external_id AS "leadId", ${attributesThen(sql)} AS attributes,
      ${activitiesThen(sql)} AS activities,
      (extract(epoch FROM deal.as_of) * 1000)::float8 AS "asOf"
    FROM deal JOIN lead ON lead.id = deal.lead_id
    WHERE ${isDrawn(sql, "lead", everyNth)} ORDER BY lead.id`.cursor(BATCH);
}
