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
  readonly account: string | null;
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
function selectFigures({ sql }: Session) {
  return sql`(extract(epoch FROM score.as_of) * 1000)::float8 AS "asOf",
    score.scorecard_version_id::float8 AS "scorecardVersionId",
    score.model_version_id::float8 AS "modelVersionId", score.scorecard, score.total, score.fit,
    score.engagement, score.cell, score.probability, score.probability_low AS "probabilityLow",
    score.probability_high AS "probabilityHigh", score.log_odds AS "logOdds",
    score.model_points AS "modelPoints", score.disagrees`;
}

/**
 * The figures of a table `score` and further columns of it as one object, named as in code; null where
 * a lead has no score.
 */
export function selectScore(session: Session, ...columns: readonly ("doses" | "settled")[]) {
  const { sql } = session;
  const more = columns.map((column) => sql`, score.${sql(column)}`);
  return sql`CASE WHEN score.as_of IS NOT NULL THEN (SELECT to_jsonb(figures) FROM (
    SELECT ${selectFigures(session)} ${more}) figures) END AS score`;
}

/** A lead by its external id; null where there is none. */
export async function readLead(session: Session, externalId: string): Promise<StoredLead | null> {
  const { sql } = session;
  const [row] = await sql<StoredLead[]>`
    SELECT lead.id::float8 AS "leadId", lead.external_id AS "externalId", lead.attributes,
      lead.other_ids AS "otherIds", lead.owner, lead.account,
      (extract(epoch FROM lead.created_at) * 1000)::float8 AS "createdAt",
      (extract(epoch FROM lead.updated_at) * 1000)::float8 AS "updatedAt",
      ${selectScore(session, "doses", "settled")}
    FROM lead LEFT JOIN lead_score score ON score.lead_id = lead.id
    WHERE lead.external_id = ${externalId}`;
  return row ?? null;
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
