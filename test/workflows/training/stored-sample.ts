import type { FeedbackEntry, History } from "../../../src/history/history.ts";
import type { Database } from "../../../src/store/database.ts";

/**
 * Stores a history as it would have come in: a revision of each lead's attributes at the moment of
 * each of its deals, and all that it did.
 */
export async function storeHistory(
  { sql }: Database,
  { deals }: Pick<History, "deals">,
  feedback: readonly FeedbackEntry[] = [],
): Promise<void> {
  const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());
  const leads = new Map(deals.map(({ lead, asOf }) => [lead.id, { id: lead.id, at: iso(asOf) }]));
  await sql`
    INSERT INTO lead (external_id, created_at)
    SELECT id, at FROM jsonb_to_recordset(${JSON.stringify([...leads.values()])}::jsonb)
      AS given(id text, at timestamptz)`;
  const revisions = deals.map(({ lead, asOf }) => ({
    lead: lead.id,
    at: iso(asOf),
    attributes: { ...lead.attributes },
  }));
  await sql`
    INSERT INTO lead_revision (lead_id, known_from, attributes)
    SELECT lead.id, at, jsonb_strip_nulls(given.attributes)
    FROM jsonb_to_recordset(${JSON.stringify(revisions)}::jsonb)
      AS given(lead text, at timestamptz, attributes jsonb)
    JOIN lead ON lead.external_id = given.lead ON CONFLICT DO NOTHING`;
  const done = deals.toReversed().flatMap(({ lead }) => {
    if (!leads.delete(lead.id)) return [];
    return lead.activities.map(({ at, ...rest }, k) => ({
      ...rest,
      lead: lead.id,
      at: iso(at),
      key: `${lead.id}/${k}`,
    }));
  });
  await sql`
    INSERT INTO activity (lead_id, key, type, asset, category, minutes, at)
    SELECT lead.id, key, type, asset, category, minutes, at
    FROM jsonb_to_recordset(${JSON.stringify(done)}::jsonb) AS given(lead text, key text, type text,
      asset text, category text, minutes float8, at timestamptz)
    JOIN lead ON lead.external_id = given.lead`;
  const closed = deals.map(({ id, lead, outcome, createdAt, closedAt, asOf }) => ({
    id,
    lead: lead.id,
    outcome,
    opened: iso(createdAt),
    closed: iso(closedAt),
    handed: iso(asOf),
  }));
  await sql`
    INSERT INTO opportunity (external_id, lead_id, outcome, opened_at, handed_over_at, closed_at)
    SELECT given.id, lead.id, outcome, opened, handed, closed
    FROM jsonb_to_recordset(${JSON.stringify(closed)}::jsonb) AS given(id text, lead text,
      outcome outcome, opened timestamptz, handed timestamptz, closed timestamptz)
    JOIN lead ON lead.external_id = given.lead`;
  const said = feedback.map((entry, k) => ({ ...entry, at: iso(entry.at), key: `said-${k}` }));
  await sql`
    INSERT INTO feedback (key, lead_id, accepted, rating, reason, rep, at)
    SELECT key, lead.id, accepted, rating, reason, rep, at
    FROM jsonb_to_recordset(${JSON.stringify(said)}::jsonb) AS given(key text, "leadId" text,
      accepted boolean, rating smallint, reason text, rep text, at timestamptz)
    JOIN lead ON lead.external_id = given."leadId"`;
  await sql`ANALYZE`;
}
