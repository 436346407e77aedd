import type { AttributeValue } from "../scorecard/lead.ts";
import type { SettledState } from "../scorecard/transitions.ts";
import type { Session } from "./database.ts";
import type { Cause, StoredScore } from "./scores.ts";

/** A lead as it is stored, with its scores. Times are epoch milliseconds. */
export interface StoredLead {
  readonly leadId: number;
  readonly externalId: string;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  readonly otherIds: Readonly<Record<string, string>>;
  readonly owner: string | null;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Null where the lead was not scored yet. */
  readonly score: (StoredFigures & Settled) | null;
}

export type StoredFigures = Omit<StoredScore, "leadId" | "settled">;

interface Settled {
  readonly settled: SettledState;
}

/** A version as people name it. */
interface VersionName {
  readonly slug: string;
  readonly version: number;
}

export interface Snapshot extends Omit<StoredFigures, "doses"> {
  readonly id: number;
  readonly cause: Cause;
  readonly scorecardVersion: VersionName;
  readonly modelVersion: VersionName | null;
}

export interface StoredActivity {
  readonly id: number;
  readonly key: string;
  readonly type: string;
  readonly asset: string | null;
  readonly category: string | null;
  readonly minutes: number | null;
  readonly at: number;
  readonly receivedAt: number;
}

/** Where a page of a list in order of time ended. */
export interface TimePlace {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly id: number;
}

/** The columns of a table `score` that all but the doses are in, named as in code. */
export function selectFigures({ sql }: Session) {
  return sql`(extract(epoch FROM score.as_of) * 1000)::float8 AS "asOf",
    score.scorecard_version_id::float8 AS "scorecardVersionId",
    score.model_version_id::float8 AS "modelVersionId", score.scorecard, score.total, score.fit,
    score.engagement, score.cell, score.probability, score.probability_low AS "probabilityLow",
    score.probability_high AS "probabilityHigh", score.log_odds AS "logOdds",
    score.model_points AS "modelPoints", score.disagrees`;
}

type Figures = NonNullable<StoredLead["score"]>;
type LeadRow = Omit<StoredLead, "score"> & { [F in keyof Figures]: Figures[F] | null };

/** A lead by its external id; null where there is none. */
export async function readLead(session: Session, externalId: string): Promise<StoredLead | null> {
  const { sql } = session;
  const [row] = await sql<LeadRow[]>`
    SELECT lead.id::float8 AS "leadId", lead.external_id AS "externalId", lead.attributes,
      lead.other_ids AS "otherIds", lead.owner,
      (extract(epoch FROM lead.created_at) * 1000)::float8 AS "createdAt",
      (extract(epoch FROM lead.updated_at) * 1000)::float8 AS "updatedAt", ${selectFigures(session)}, score.doses,
      score.settled
    FROM lead LEFT JOIN lead_score score ON score.lead_id = lead.id
    WHERE lead.external_id = ${externalId}`;
  if (row === undefined) return null;
  const { leadId, attributes, otherIds, owner, createdAt, updatedAt, ...score } = row;
  const lead = { leadId, externalId, attributes, otherIds, owner, createdAt, updatedAt };
  return { ...lead, score: score.asOf === null ? null : (score as Figures) };
}

/** The history of a lead's scores from a place on, newest first. */
export async function listSnapshots(
  session: Session,
  leadId: number,
  limit: number,
  after: TimePlace | null,
): Promise<readonly Snapshot[]> {
  const { sql } = session;
  return await sql<Snapshot[]>`
    SELECT score.id::float8 AS id, score.cause, ${selectFigures(session)},
      jsonb_build_object('slug', scorecard.slug, 'version', version.version) AS "scorecardVersion",
      CASE WHEN fitted.id IS NOT NULL THEN
        jsonb_build_object('slug', model.slug, 'version', fitted.version) END AS "modelVersion"
    FROM score_snapshot score
    JOIN scorecard_version version ON version.id = score.scorecard_version_id
    JOIN scorecard ON scorecard.id = version.scorecard_id
    LEFT JOIN model_version fitted ON fitted.id = score.model_version_id
    LEFT JOIN model ON model.id = fitted.model_id
    WHERE score.lead_id = ${leadId} ${
      after === null
        ? sql``
        : sql`AND (score.as_of, score.id) < (${toIso(after.at)}::timestamptz, ${after.id}::bigint)`
    }
    ORDER BY score.as_of DESC, score.id DESC LIMIT ${limit}`;
}

/** What a lead did from a place on, newest first. */
export async function listActivities(
  { sql }: Session,
  leadId: number,
  limit: number,
  after: TimePlace | null,
): Promise<readonly StoredActivity[]> {
  return await sql<StoredActivity[]>`
    SELECT id::float8 AS id, key, type, asset, category, minutes,
      (extract(epoch FROM at) * 1000)::float8 AS at,
      (extract(epoch FROM received_at) * 1000)::float8 AS "receivedAt"
    FROM activity
    WHERE lead_id = ${leadId} ${
      after === null
        ? sql``
        : sql`AND (at, id) < (${toIso(after.at)}::timestamptz, ${after.id}::bigint)`
    }
    ORDER BY at DESC, id DESC LIMIT ${limit}`;
}

function toIso(at: number): string {
  return new Date(at).toISOString();
}
