import type { Session } from "./database.ts";
import type { outcomes } from "./schema/opportunities.ts";

export type Outcome = (typeof outcomes)[number];

export interface OpportunityRecord {
  readonly externalId: string;
  readonly leadId: number;
  readonly outcome: Outcome;
  /** Epoch milliseconds; what is left out stays as it was. */
  readonly openedAt?: number | undefined;
  readonly handedOverAt?: number | undefined;
  readonly closedAt?: number | undefined;
}

/** Creates opportunities and changes those that are there; external ids are told at most once. */
export async function upsertOpportunities(
  { sql }: Session,
  records: readonly OpportunityRecord[],
): Promise<{ readonly written: number }> {
  const toIso = (at: number | undefined) => (at === undefined ? null : new Date(at).toISOString());
  const rows = records.map(({ externalId, leadId, outcome, openedAt, handedOverAt, closedAt }) => ({
    external_id: externalId,
    lead_id: leadId,
    outcome,
    opened_at: toIso(openedAt),
    handed_over_at: toIso(handedOverAt),
    closed_at: toIso(closedAt),
  }));
  const written = await sql`
    INSERT INTO opportunity AS known (external_id, lead_id, outcome, opened_at, handed_over_at, closed_at)
    SELECT external_id, lead_id, outcome, opened_at, handed_over_at, closed_at
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS given(external_id text, lead_id bigint,
      outcome outcome, opened_at timestamptz(3), handed_over_at timestamptz(3), closed_at timestamptz(3))
    ORDER BY external_id
    ON CONFLICT (external_id) DO UPDATE SET lead_id = excluded.lead_id, outcome = excluded.outcome,
      opened_at = coalesce(excluded.opened_at, known.opened_at),
      handed_over_at = coalesce(excluded.handed_over_at, known.handed_over_at),
      closed_at = coalesce(excluded.closed_at, known.closed_at), updated_at = now()
    WHERE (known.lead_id, known.outcome, known.opened_at, known.handed_over_at, known.closed_at)
      IS DISTINCT FROM (excluded.lead_id, excluded.outcome,
        coalesce(excluded.opened_at, known.opened_at),
        coalesce(excluded.handed_over_at, known.handed_over_at),
        coalesce(excluded.closed_at, known.closed_at))`;
  return { written: written.count };
}
