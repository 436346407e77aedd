import type { Session } from "./database.ts";

/**
 * Takes a person out of every table. Deals, events and handovers stay as counts, without the lead;
 * webhooks that were not told yet will not be.
 *
 * @returns the internal id that the lead had; null where there is none
 */
export async function eraseLead({ sql }: Session, externalId: string): Promise<number | null> {
  const [lead] = await sql<{ id: number }[]>`
    SELECT id::float8 AS id FROM lead WHERE external_id = ${externalId} FOR UPDATE`;
  if (lead === undefined) return null;
  await sql`
    DELETE FROM delivery USING event
    WHERE event.id = delivery.event_id AND event.lead_id = ${lead.id} AND state <> 'delivered'`;
  await sql`UPDATE opportunity SET external_id = NULL WHERE lead_id = ${lead.id}`;
  await sql`DELETE FROM report`;
  await sql`DELETE FROM lead WHERE id = ${lead.id}`;
  return lead.id;
}
