import type { AttributeValue } from "../scorecard/lead.ts";
import type { Session } from "./database.ts";
import { type StoredFigures, selectScore, type TimePlace } from "./lead-scores.ts";
import type { Cause } from "./scores.ts";

/** A handover that nobody has given feedback on since. Times are epoch milliseconds. */
export interface WaitingHandover {
  readonly id: number;
  /** The sender's own id. */
  readonly lead: string;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  readonly activities: readonly WaitingActivity[];
  readonly activityCount: number;
  readonly owner: string | null;
  readonly at: number;
  readonly closedAt: number | null;
  readonly blind: boolean;
  /** The cell that it came into, and the one that it came from. */
  readonly cell: string;
  readonly from: string | null;
  readonly nextAction: string;
  readonly cause: Cause;
  /** Index of the rule of the routing that chose the owner; null where none did. */
  readonly rule: number | null;
  /** Points when it was handed over. */
  readonly scoreThen: number;
  /** As it is scored now; null where it is not. */
  readonly score: StoredFigures | null;
}

export interface WaitingActivity {
  readonly type: string;
  readonly asset: string | null;
  readonly category: string | null;
  readonly minutes: number | null;
  readonly at: number;
}

export interface QueueQuery {
  /** Only of these owners; of all when left out. */
  readonly owners?: readonly string[] | undefined;
  /** Beside those, what nobody owns. */
  readonly unowned?: boolean;
  readonly after?: TimePlace | undefined;
  readonly limit: number;
}

const ACTIVITIES = 20;

/** Oldest first; of each lead its latest handover. */
export async function listWaiting(
  session: Session,
  { owners, unowned = false, after, limit }: QueueQuery,
): Promise<readonly WaitingHandover[]> {
  const { sql } = session;
  const own = sql`handover.owner = ANY(${[...(owners ?? [])]}::text[])`;
  return await sql<WaitingHandover[]>`
    WITH waiting AS (
      SELECT handover.* FROM handover
      WHERE lead_id IS NOT NULL
        AND NOT EXISTS (SELECT FROM feedback
          WHERE feedback.lead_id = handover.lead_id AND withdrawn_at IS NULL
            AND feedback.at >= handover.at)
        AND NOT EXISTS (SELECT FROM handover later
          WHERE later.lead_id = handover.lead_id AND later.id > handover.id)
        ${owners === undefined ? sql`` : unowned ? sql`AND (${own} OR handover.owner IS NULL)` : sql`AND ${own}`}
        ${
          after === undefined
            ? sql``
            : sql`AND (handover.at, handover.id) > (${new Date(after.at).toISOString()}::timestamptz, ${after.id}::bigint)`
        }
      ORDER BY handover.at, handover.id LIMIT ${limit})
    SELECT handover.id::float8 AS id, lead.external_id AS lead, lead.attributes, handover.owner,
      (extract(epoch FROM handover.at) * 1000)::float8 AS at,
      (extract(epoch FROM handover.closed_at) * 1000)::float8 AS "closedAt", handover.blind,
      handover.cell, event."from", handover.next_action AS "nextAction", event.cause,
      handover.rule, event.score AS "scoreThen", done.activities, done.count AS "activityCount",
      ${selectScore(session, "doses")}
    FROM waiting handover
    JOIN lead ON lead.id = handover.lead_id
    JOIN event ON event.id = handover.event_id
    LEFT JOIN lead_score score ON score.lead_id = handover.lead_id
    CROSS JOIN LATERAL (
      SELECT (SELECT count(*)::int FROM activity WHERE lead_id = lead.id) AS count,
        coalesce((SELECT json_agg(latest) FROM (
          SELECT type, asset, category, minutes, (extract(epoch FROM at) * 1000)::float8 AS at
          FROM activity WHERE lead_id = lead.id ORDER BY activity.at DESC, id DESC
          LIMIT ${ACTIVITIES}) latest), '[]') AS activities) done
    ORDER BY handover.at, handover.id`;
}
