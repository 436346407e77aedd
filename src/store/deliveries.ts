import { and, desc, eq, lt, sql as raw } from "drizzle-orm";
import type { Session } from "./database.ts";
import { lead } from "./schema/leads.ts";
import { event } from "./schema/scores.ts";
import { delivery, type deliveryState } from "./schema/webhooks.ts";
import type { EventKind } from "./webhooks.ts";

export type DeliveryState = (typeof deliveryState.enumValues)[number];
export type Direction = (typeof event.$inferSelect)["direction"];

/** Wakes whoever delivers, once the transaction is committed. */
export async function announceDeliveries({ sql }: Session): Promise<void> {
  await sql`SELECT pg_notify('delivery', '')`;
}

const LISTED = {
  id: delivery.id,
  eventId: delivery.eventId,
  kind: event.kind,
  direction: event.direction,
  lead: lead.externalId,
  at: event.at,
  state: delivery.state,
  attempts: delivery.attempts,
  dueAt: delivery.dueAt,
  status: delivery.status,
  reason: delivery.reason,
  createdAt: delivery.createdAt,
  deliveredAt: delivery.deliveredAt,
};

/** A delivery as people see it: how far it has come. */
export interface ListedDelivery {
  readonly id: string;
  readonly eventId: number;
  readonly kind: EventKind;
  readonly direction: Direction;
  /** The sender's own id; null once the lead is erased, and of events of no lead. */
  readonly lead: string | null;
  readonly at: Date;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly dueAt: Date;
  readonly status: number | null;
  readonly reason: string | null;
  readonly createdAt: Date;
  readonly deliveredAt: Date | null;
}

export interface DeliveryQuery {
  readonly webhookId: number;
  readonly state?: DeliveryState | undefined;
  /** Event of the last delivery of the page before. */
  readonly before?: number | undefined;
  readonly limit: number;
}

/** Deliveries of one webhook, latest events first. */
export async function listDeliveries(
  { orm }: Session,
  { webhookId, state, before, limit }: DeliveryQuery,
): Promise<readonly ListedDelivery[]> {
  return selectDeliveries({ orm })
    .where(
      and(
        eq(delivery.webhookId, webhookId),
        // Written out, so that the index on dead letters is seen to fit.
        state && raw`${delivery.state} = ${raw.raw(`'${state}'`)}`,
        before === undefined ? undefined : lt(delivery.eventId, before),
      ),
    )
    .orderBy(desc(delivery.eventId))
    .limit(limit);
}

function selectDeliveries({ orm }: Pick<Session, "orm">) {
  return orm
    .select(LISTED)
    .from(delivery)
    .innerJoin(event, eq(event.id, delivery.eventId))
    .leftJoin(lead, eq(lead.id, event.leadId))
    .$dynamic();
}

/**
 * Makes a delivery wait again with all of its attempts before it; its id stays.
 *
 * @returns null where the webhook has no such delivery
 */
export async function replayDelivery(
  session: Session,
  webhookId: number,
  id: string,
): Promise<ListedDelivery | null> {
  const { sql } = session;
  const found = await sql`
    UPDATE delivery SET state = 'waiting', attempts = 0, due_at = now(), status = NULL,
      reason = NULL, delivered_at = NULL
    WHERE id = ${id} AND webhook_id = ${webhookId} RETURNING id`;
  if (found.length === 0) return null;
  await announceDeliveries(session);
  const [row] = await selectDeliveries(session).where(eq(delivery.id, id));
  return row!;
}
