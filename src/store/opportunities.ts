import type { Session } from "./database.ts";
import type { outcomes } from "./schema/opportunities.ts";

export type Outcome = (typeof outcomes)[number];

export interface OpportunityRecord {
  readonly externalId: string;
  readonly leadId: number;
  readonly outcome: Outcome;
  /** Epoch milliseconds; what is left out stays as it was. A deal that is open has no closing. */
  readonly openedAt?: number | undefined;
  readonly handedOverAt?: number | undefined;
  readonly closedAt?: number | undefined;
}

/** When known opportunities were opened, epoch milliseconds, by external id; locks them. */
export async function lockOpenings(
  { sql }: Session,
  externalIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await sql<{ id: string; opened: number | null }[]>`
    SELECT external_id AS id, (extract(epoch FROM opened_at) * 1000)::float8 AS opened
    FROM opportunity WHERE external_id = ANY(${externalIds as string[]})
    ORDER BY external_id FOR UPDATE`;
  return new Map(rows.flatMap(({ id, opened }) => (opened === null ? [] : [[id, opened]])));
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
    closed_at: outcome === "open" ? null : toIso(closedAt),
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
      closed_at = CASE WHEN excluded.outcome <> 'open'
        THEN coalesce(excluded.closed_at, known.closed_at) END, updated_at = now()
    WHERE (known.lead_id, known.outcome, known.opened_at, known.handed_over_at, known.closed_at)
      IS DISTINCT FROM (excluded.lead_id, excluded.outcome,
        coalesce(excluded.opened_at, known.opened_at),
        coalesce(excluded.handed_over_at, known.handed_over_at),
        CASE WHEN excluded.outcome <> 'open' THEN coalesce(excluded.closed_at, known.closed_at) END)`;
  return { written: written.count };
}
