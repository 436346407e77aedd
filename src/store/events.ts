import type { Transition } from "../scorecard/transitions.ts";
import type { Session } from "./database.ts";
import { announceDeliveries } from "./deliveries.ts";
import { advancePacing, lockPacing, type Pacing } from "./publications.ts";
import type { eventKinds } from "./schema/scores.ts";
import type { Cause } from "./scores.ts";

/** An event of a lead. */
export interface EventRecord extends Omit<Transition, "kind"> {
  readonly kind: (typeof eventKinds)[number];
  readonly leadId: number;
  readonly score: number;
  readonly probability: number | null;
  readonly cause: Cause;
  readonly scorecardVersionId: number;
  /** The publication that caused it, where a new version did. */
  readonly publicationId: number | null;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** An event of no lead: of what is watched, or of an experiment. */
export interface LeadlessEvent
  extends Omit<EventRecord, "kind" | "leadId" | "score" | "from" | "to"> {
  readonly kind: "alarm" | "experiment";
  readonly from: string | null;
  readonly to: string | null;
  readonly leadId: null;
  readonly score: null;
}

/**
 * Writes events, and a delivery of each to every webhook that asked for its kind. What a publication
 * causes goes out as that one says: at once, at a rate, when it is released, or not at all.
 *
 * @returns ids, in the order of the events
 */
export async function insertEvents(
  session: Session,
  events: readonly (EventRecord | LeadlessEvent)[],
): Promise<readonly number[]> {
  const { sql } = session;
  if (events.length === 0) return [];
  const pacing = await findPacing(session, events);
  const rows = events.map(({ leadId, scorecardVersionId, publicationId, at, ...rest }) => ({
    ...rest,
    lead_id: leadId,
    scorecard_version_id: scorecardVersionId,
    publication_id: publicationId,
    at: new Date(at).toISOString(),
  }));
  const written = await sql<{ id: number; sent: number; paced: number }[]>`
    WITH written AS (
      INSERT INTO event (lead_id, kind, subject, name, direction, "from", "to", action, score,
        probability, cause, scorecard_version_id, publication_id, at)
      SELECT lead_id, kind, subject, name, direction, "from", "to", action, score, probability,
        cause, scorecard_version_id, publication_id, at
      FROM ROWS FROM (jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS (lead_id bigint,
        kind event_kind, subject text, name text, direction direction, "from" text, "to" text,
        action text, score float8, probability float8, cause cause, scorecard_version_id bigint,
        publication_id bigint, at timestamptz(3))) WITH ORDINALITY AS given
      ORDER BY ordinality
      RETURNING id, kind, publication_id)
    , wanted AS (
      SELECT webhook.id AS webhook_id, written.id AS event_id, written.publication_id,
        dense_rank() OVER (PARTITION BY publication_id ORDER BY written.id) - 1 AS place
      FROM written JOIN webhook ON written.kind = ANY(webhook.kinds)
      WHERE webhook.disabled_at IS NULL
        AND (written.publication_id IS NULL OR ${pacing.state} <> 'none'))
    , sent AS (
      INSERT INTO delivery (webhook_id, event_id, state, due_at)
      SELECT webhook_id, event_id,
        CASE WHEN publication_id IS NULL THEN 'waiting' ELSE ${pacing.state} END::delivery_state,
        CASE WHEN publication_id IS NULL THEN now() ELSE ${new Date(pacing.from).toISOString()}::timestamptz
          + place * ${pacing.gapMs}::float8 * interval '1 ms' END
      FROM wanted
      RETURNING 1)
    SELECT id::float8 AS id, (SELECT count(*) FROM sent)::int AS sent,
      (SELECT count(DISTINCT event_id) FROM wanted WHERE publication_id IS NOT NULL)::int AS paced
    FROM written ORDER BY id`;
  const { sent, paced } = written[0]!;
  await advancePacing(session, pacing, paced);
  if (sent > 0) await announceDeliveries(session);
  return written.map(({ id }) => id);
}

const AT_ONCE: Pacing = { publicationId: 0, state: "waiting", from: 0, gapMs: 0 };

/** All events that are written at once and have a publication have the same one. */
async function findPacing(
  session: Session,
  events: readonly Pick<EventRecord, "publicationId">[],
): Promise<Pacing> {
  const caused = events.find(({ publicationId }) => publicationId !== null);
  return caused === undefined ? AT_ONCE : lockPacing(session, caused.publicationId!);
}
