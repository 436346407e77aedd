import type { Transition } from "../scorecard/transitions.ts";
import type { Session } from "./database.ts";
import { announceDeliveries } from "./deliveries.ts";
import type { eventKinds } from "./schema/scores.ts";
import type { Cause } from "./scores.ts";

export interface EventRecord extends Omit<Transition, "kind"> {
  readonly kind: (typeof eventKinds)[number];
  readonly leadId: number;
  readonly score: number;
  readonly probability: number | null;
  readonly cause: Cause;
  readonly scorecardVersionId: number;
  /** Epoch milliseconds. */
  readonly at: number;
}

/**
 * Writes events, and a delivery of each to every webhook that asked for its kind.
 *
 * @returns ids, in the order of the events
 */
export async function insertEvents(
  session: Session,
  events: readonly EventRecord[],
): Promise<readonly number[]> {
  const { sql } = session;
  if (events.length === 0) return [];
  const rows = events.map(({ leadId, scorecardVersionId, at, ...rest }) => ({
    ...rest,
    lead_id: leadId,
    scorecard_version_id: scorecardVersionId,
    at: new Date(at).toISOString(),
  }));
  const written = await sql<{ id: number; sent: number }[]>`
    WITH written AS (
      INSERT INTO event (lead_id, kind, subject, name, direction, "from", "to", action, score,
        probability, cause, scorecard_version_id, at)
      SELECT lead_id, kind, subject, name, direction, "from", "to", action, score, probability,
        cause, scorecard_version_id, at
      FROM ROWS FROM (jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS (lead_id bigint,
        kind event_kind, subject text, name text, direction direction, "from" text, "to" text,
        action text, score float8, probability float8, cause cause, scorecard_version_id bigint,
        at timestamptz(3))) WITH ORDINALITY AS given
      ORDER BY ordinality
      RETURNING id, kind)
    , sent AS (
      INSERT INTO delivery (webhook_id, event_id)
      SELECT webhook.id, written.id FROM written JOIN webhook ON written.kind = ANY(webhook.kinds)
      WHERE webhook.disabled_at IS NULL
      RETURNING 1)
    SELECT id::float8 AS id, (SELECT count(*) FROM sent)::int AS sent FROM written ORDER BY id`;
  if (written[0]!.sent > 0) await announceDeliveries(session);
  return written.map(({ id }) => id);
}
