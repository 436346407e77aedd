import type { ScorecardSet } from "../scorecard/schema.ts";
import type { Session } from "./database.ts";

/** A run of the recommendation, without its documents. Times are epoch milliseconds. */
export interface RecommendationSummary {
  readonly id: number;
  /** The scorecard version that it was made for. */
  readonly scorecardVersionId: number;
  readonly slug: string;
  readonly version: number;
  /** Whether that version scores now: else nothing may be decided on it any more. */
  readonly live: boolean;
  readonly historyHash: string;
  readonly seed: number;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly resultHash: string;
  readonly jobId: number | null;
  readonly createdBy: string;
  readonly createdAt: number;
  /** How many of its lines and thresholds were decided on. */
  readonly decided: number;
}

export interface StoredRecommendation extends RecommendationSummary {
  /** As they were stored. */
  readonly calibration: unknown;
  readonly recommended: ScorecardSet;
  /** The set that it was made for. */
  readonly current: ScorecardSet;
}

export interface NewRecommendation {
  readonly scorecardVersionId: number;
  readonly historyHash: string;
  readonly seed: number;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly calibration: unknown;
  readonly recommended: ScorecardSet;
  readonly resultHash: string;
  readonly jobId: number;
  readonly createdBy: string;
}

/** Keeps a run; returns its id. */
export async function insertRecommendation(
  { sql }: Session,
  run: NewRecommendation,
): Promise<number> {
  const { scorecardVersionId, historyHash, seed, resultHash, jobId, createdBy } = run;
  const [row] = await sql<{ id: number }[]>`
    INSERT INTO recommendation (scorecard_version_id, history_hash, seed, settings, calibration,
      recommended, result_hash, job_id, created_by)
    VALUES (${scorecardVersionId}, ${historyHash}, ${seed}, ${JSON.stringify(run.settings)}::jsonb,
      ${JSON.stringify(run.calibration)}::jsonb, ${JSON.stringify(run.recommended)}::jsonb,
      ${resultHash}, ${jobId}, ${createdBy})
    RETURNING id::float8 AS id`;
  return row!.id;
}

/** Runs, the newest first. */
export async function listRecommendations(
  { sql }: Session,
  { before, limit }: { readonly before?: number | undefined; readonly limit: number },
): Promise<readonly RecommendationSummary[]> {
  return await sql<RecommendationSummary[]>`
    SELECT ${summary(sql)} ${fromRuns(sql)}
    ${before === undefined ? sql`` : sql`WHERE r.id < ${before}`}
    ORDER BY r.id DESC LIMIT ${limit}`;
}

export async function findRecommendation(
  { sql }: Session,
  id: number,
): Promise<StoredRecommendation | null> {
  const [row] = await sql<StoredRecommendation[]>`
    SELECT ${summary(sql)}, r.calibration, r.recommended, v.document AS current ${fromRuns(sql)}
    WHERE r.id = ${id}`;
  return row ?? null;
}

function fromRuns(sql: Session["sql"]) {
  return sql`
    FROM recommendation r JOIN scorecard_version v ON v.id = r.scorecard_version_id
    JOIN scorecard ON scorecard.id = v.scorecard_id
    LEFT JOIN live ON live.scorecard_version_id = v.id`;
}

function summary(sql: Session["sql"]) {
  return sql`
    r.id::float8 AS id, r.scorecard_version_id::float8 AS "scorecardVersionId", scorecard.slug,
    v.version, live.scorecard_version_id IS NOT NULL AS live, r.history_hash AS "historyHash",
    r.seed, r.settings, r.result_hash AS "resultHash", r.job_id::float8 AS "jobId",
    r.created_by AS "createdBy", (extract(epoch FROM r.created_at) * 1000)::float8 AS "createdAt",
    (SELECT count(*)::int FROM decision WHERE recommendation_id = r.id) AS decided`;
}
