import type { Session } from "./database.ts";
import type { EventRecord } from "./events.ts";
import type { TimePlace } from "./lead-scores.ts";
import type { Cause } from "./scores.ts";

export interface EventFilter {
  /** External id of the lead. */
  readonly lead?: string | undefined;
  readonly kind?: EventRecord["kind"] | undefined;
  readonly cause?: Cause | undefined;
  /** That caused them. */
  readonly publication?: number | undefined;
  /** Epoch milliseconds. */
  readonly since?: number | undefined;
}

/** An event as it is told. */
export interface ListedEvent
  extends Omit<
    EventRecord,
    "leadId" | "score" | "from" | "to" | "scorecardVersionId" | "publicationId"
  > {
  readonly id: number;
  /** External id of the lead; null once it is erased, and of alarms and experiments. */
  readonly lead: string | null;
  /** The cell, or of an alarm or an experiment what was said before, and is now. */
  readonly from: string | null;
  readonly to: string | null;
  /** Null of alarms and experiments. */
  readonly score: number | null;
  /** The publication that caused it, where a new version did. */
  readonly publication: number | null;
  readonly scorecardVersion: { readonly slug: string; readonly version: number };
}

/** Events from a place on, newest first. */
export async function listEvents(
  { sql }: Session,
  { lead, kind, cause, publication, since }: EventFilter,
  limit: number,
  after: TimePlace | null,
): Promise<readonly ListedEvent[]> {
  const toTime = (at: number) => sql`${new Date(at).toISOString()}::timestamptz`;
  return await sql<ListedEvent[]>`
    SELECT event.id::float8 AS id, lead.external_id AS lead, event.kind, event.subject, event.name,
      event.direction, event."from", event."to", event.action, event.score, event.probability,
      event.cause, event.publication_id::float8 AS publication, (extract(epoch FROM event.at) * 1000)::float8 AS at,
      jsonb_build_object('slug', scorecard.slug, 'version', version.version) AS "scorecardVersion"
    FROM event
    LEFT JOIN lead ON lead.id = event.lead_id
    JOIN scorecard_version version ON version.id = event.scorecard_version_id
    JOIN scorecard ON scorecard.id = version.scorecard_id
    WHERE true
      ${lead === undefined ? sql`` : sql`AND event.lead_id = (SELECT id FROM lead WHERE external_id = ${lead})`}
      ${kind === undefined ? sql`` : sql`AND event.kind = ${kind}`}
      ${cause === undefined ? sql`` : sql`AND event.cause = ${cause}`}
      ${publication === undefined ? sql`` : sql`AND event.publication_id = ${publication}`}
      ${since === undefined ? sql`` : sql`AND event.at >= ${toTime(since)}`}
      ${after === null ? sql`` : sql`AND (event.at, event.id) < (${toTime(after.at)}, ${after.id}::bigint)`}
    ORDER BY event.at DESC, event.id DESC LIMIT ${limit}`;
}
