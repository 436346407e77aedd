import type { Session } from "./database.ts";
import type { Direction } from "./deliveries.ts";
import type { EventKind } from "./webhooks.ts";

/** A delivery that is to be tried now, with all that its body tells. */
export interface TakenDelivery {
  readonly id: string;
  /** This attempt included. */
  readonly attempts: number;
  readonly webhookId: number;
  readonly url: string;
  readonly secret: string;
  readonly eventId: number;
  readonly kind: EventKind;
  readonly direction: Direction;
  /** Epoch milliseconds. */
  readonly at: number;
  /** The sender's own id; null once the lead is erased, and of events of no lead. */
  readonly lead: string | null;
  readonly cause: string;
  readonly subject: string;
  readonly name: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly action: string | null;
  readonly score: number | null;
  readonly probability: number | null;
  readonly slug: string;
  readonly version: number;
  readonly owner: string | null;
}

interface Taking {
  /** Deliveries at most. */
  readonly limit: number;
  /** Deliveries at once to one webhook, those that run already included. */
  readonly perWebhook: number;
  /** How many run already, by webhook. */
  readonly running: ReadonlyMap<number, number>;
  /** For how long nobody else tries them. */
  readonly leaseMs: number;
}

/** Due for longest, of one webhook: more than processes that take at the same moment can hold. */
const OLDEST = 100;
/** Due last, of one webhook: among them is what a storm of a new version would hold up. */
const NEWEST = 1000;

/**
 * Takes deliveries that are due, what leads did themselves before what a new version caused, each to be tried by nobody else until its lease ends. The attempt is
 * counted before it is made: a process that dies in it has made it, and another follows.
 */
export async function takeDeliveries(
  { sql }: Session,
  { limit, perWebhook, running, leaseMs }: Taking,
): Promise<readonly TakenDelivery[]> {
  // An array of ids and no join, so that the plan is one for few rows of large tables.
  return await sql<TakenDelivery[]>`
    WITH running AS (
      SELECT * FROM unnest(${[...running.keys()]}::bigint[], ${[...running.values()]}::int[])
        AS running(webhook_id, count))
    , chosen AS MATERIALIZED (
      SELECT due.id FROM webhook
      LEFT JOIN running ON running.webhook_id = webhook.id
      CROSS JOIN LATERAL (
        SELECT delivery.id, delivery.due_at, event.cause = 'version' AS of_version
        FROM delivery JOIN event ON event.id = delivery.event_id
        WHERE delivery.state = 'waiting' AND delivery.due_at <= now()::timestamptz(3)
          AND delivery.id = ANY (ARRAY(
            (SELECT id FROM delivery
              WHERE webhook_id = webhook.id AND state = 'waiting' AND due_at <= now()::timestamptz(3)
              ORDER BY due_at LIMIT ${OLDEST})
            UNION ALL
            (SELECT id FROM delivery
              WHERE webhook_id = webhook.id AND state = 'waiting' AND due_at <= now()::timestamptz(3)
              ORDER BY due_at DESC LIMIT ${NEWEST})))
        ORDER BY of_version, delivery.due_at
        LIMIT greatest(0, ${perWebhook}::int - coalesce(running.count, 0))
        FOR UPDATE OF delivery SKIP LOCKED) due
      WHERE webhook.disabled_at IS NULL
      ORDER BY due.of_version, due.due_at LIMIT ${limit})
    , taken AS (
      UPDATE delivery SET attempts = attempts + 1, due_at = now() + ${leaseMs}::int * interval '1 ms'
      WHERE id = ANY (ARRAY(SELECT id FROM chosen))
      RETURNING id, attempts, webhook_id, event_id)
    SELECT taken.id, taken.attempts, webhook.id::float8 AS "webhookId", webhook.url, webhook.secret,
      event.id::float8 AS "eventId", event.kind, event.direction, (extract(epoch FROM event.at) * 1000)::float8 AS at,
      lead.external_id AS lead, event.cause, event.subject, event.name, event."from", event."to",
      event.action, event.score, event.probability, scorecard.slug, scorecard_version.version,
      handover.owner
    FROM taken
    JOIN webhook ON webhook.id = taken.webhook_id
    JOIN event ON event.id = taken.event_id
    JOIN scorecard_version ON scorecard_version.id = event.scorecard_version_id
    JOIN scorecard ON scorecard.id = scorecard_version.scorecard_id
    LEFT JOIN lead ON lead.id = event.lead_id
    LEFT JOIN handover ON handover.event_id = event.id
    ORDER BY event.id`;
}

export type Outcome =
  | { readonly is: "delivered"; readonly status: number }
  /** To be tried again after a wait. */
  | {
      readonly is: "waiting";
      readonly status: number | null;
      readonly reason: string;
      readonly waitMs: number;
    }
  | { readonly is: "dead"; readonly status: number | null; readonly reason: string }
  /** The attempt was not made to its end, and does not count. */
  | { readonly is: "released" };

/** Writes what became of an attempt. What has failed is not told of a delivery that others took since. */
export async function writeOutcome(
  { sql }: Session,
  { id, attempts }: Pick<TakenDelivery, "id" | "attempts">,
  outcome: Outcome,
): Promise<void> {
  switch (outcome.is) {
    case "delivered":
      await sql`
        UPDATE delivery SET state = 'delivered', status = ${outcome.status}, reason = NULL,
          delivered_at = now()
        WHERE id = ${id}`;
      return;
    case "waiting":
      await sql`
        UPDATE delivery SET due_at = now() + ${outcome.waitMs}::int * interval '1 ms',
          status = ${outcome.status}, reason = ${outcome.reason}
        WHERE id = ${id} AND state = 'waiting' AND attempts = ${attempts}`;
      return;
    case "dead":
      await sql`
        UPDATE delivery SET state = 'dead', status = ${outcome.status}, reason = ${outcome.reason}
        WHERE id = ${id} AND state = 'waiting' AND attempts = ${attempts}`;
      return;
    case "released":
      await sql`
        UPDATE delivery SET due_at = now(), attempts = attempts - 1
        WHERE id = ${id} AND state = 'waiting' AND attempts = ${attempts}`;
  }
}
