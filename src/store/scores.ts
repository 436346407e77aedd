import type { SettledState } from "../scorecard/transitions.ts";
import type { Session } from "./database.ts";
import type { LiveVersions } from "./live.ts";
import type { causes } from "./schema/scores.ts";
import type { ScoreBefore } from "./scoring-inputs.ts";

export type Cause = (typeof causes)[number];

/** Both scores of a lead as they are stored. Times are epoch milliseconds. */
export interface StoredScore {
  readonly leadId: number;
  readonly asOf: number;
  readonly scorecardVersionId: number;
  readonly modelVersionId: number | null;
  readonly scorecard: string;
  readonly total: number;
  readonly fit: number;
  readonly engagement: number;
  readonly cell: string;
  readonly probability: number | null;
  readonly probabilityLow: number | null;
  readonly probabilityHigh: number | null;
  readonly logOdds: number | null;
  readonly modelPoints: number | null;
  readonly disagrees: boolean;
  readonly doses: readonly number[];
  readonly settled: SettledState;
}

/** What scores that are made at once have in common. */
export interface Scoring extends LiveVersions {
  /** Epoch milliseconds. */
  readonly asOf: number;
}

export interface ScoreToSave {
  readonly cause: Cause;
  readonly before: ScoreBefore | null;
  readonly score: StoredScore;
  /** Whether it is kept in the history too. */
  readonly isKept: boolean;
}

/**
 * Writes the scores of leads as they are now, and those that are to be kept into the history. Of a
 * score that is the one before only the moment is written, which touches no index.
 */
export async function saveScores(
  session: Session,
  scores: readonly ScoreToSave[],
  scoring: Scoring,
): Promise<void> {
  const same: number[] = [];
  const rows: ScoreRow[] = [];
  for (const scored of scores) {
    const row = toRow(scored);
    if (isSame(scored, row)) same.push(row.lead_id);
    else rows.push(row);
  }
  await Promise.all([touchScores(session, same, scoring), writeScores(session, rows, scoring)]);
}

async function touchScores(
  { sql }: Session,
  leadIds: readonly number[],
  { asOf }: Scoring,
): Promise<void> {
  if (leadIds.length === 0) return;
  await sql`
    UPDATE lead_score SET as_of = ${new Date(asOf).toISOString()}
    WHERE lead_id = ANY(${leadIds as number[]}::bigint[])`;
}

async function writeScores(
  { sql }: Session,
  rows: readonly ScoreRow[],
  { asOf, scorecardVersionId, modelVersionId }: Scoring,
): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    WITH given AS MATERIALIZED (
      SELECT lead_id, ${new Date(asOf).toISOString()}::timestamptz AS as_of,
        ${scorecardVersionId}::bigint AS scorecard_version_id,
        ${modelVersionId}::bigint AS model_version_id, scorecard, total, fit, engagement, cell,
        probability, probability_low, probability_high, log_odds, model_points, disagrees,
        doses::float8[] AS doses, settled, is_kept, cause
      FROM json_to_recordset(${JSON.stringify(rows)}::json) AS given(lead_id bigint,
        scorecard text, total float8, fit float8, engagement float8, cell text,
        probability float8, probability_low float8, probability_high float8, log_odds float8,
        model_points float8, disagrees boolean, doses text, settled jsonb, is_kept boolean,
        cause cause))
    , kept AS (
      INSERT INTO score_snapshot (lead_id, cause, as_of, scorecard_version_id, model_version_id,
        scorecard, total, fit, engagement, cell, probability, probability_low, probability_high,
        log_odds, model_points, disagrees, doses)
      SELECT lead_id, cause, as_of, scorecard_version_id, model_version_id, scorecard,
        total, fit, engagement, cell, probability, probability_low, probability_high, log_odds,
        model_points, disagrees, doses
      FROM given WHERE is_kept)
    INSERT INTO lead_score (lead_id, as_of, scorecard_version_id, model_version_id, scorecard,
      total, fit, engagement, cell, probability, probability_low, probability_high, log_odds,
      model_points, disagrees, doses, settled)
    SELECT lead_id, as_of, scorecard_version_id, model_version_id, scorecard, total, fit,
      engagement, cell, probability, probability_low, probability_high, log_odds, model_points,
      disagrees, doses, settled
    FROM given
    ON CONFLICT (lead_id) DO UPDATE SET as_of = excluded.as_of,
      scorecard_version_id = excluded.scorecard_version_id,
      model_version_id = excluded.model_version_id, scorecard = excluded.scorecard,
      total = excluded.total, fit = excluded.fit, engagement = excluded.engagement,
      cell = excluded.cell, probability = excluded.probability,
      probability_low = excluded.probability_low, probability_high = excluded.probability_high,
      log_odds = excluded.log_odds, model_points = excluded.model_points,
      disagrees = excluded.disagrees, doses = excluded.doses, settled = excluded.settled`;
}

/**
 * Whether a score is the one before: versions, scorecard and doses decide every figure, and what is
 * settled depends on the figures before too.
 */
function isSame({ before, score, isKept }: ScoreToSave, { doses }: ScoreRow): boolean {
  return (
    before !== null &&
    !isKept &&
    before.doses === doses &&
    before.scorecard === score.scorecard &&
    before.scorecardVersionId === score.scorecardVersionId &&
    before.modelVersionId === score.modelVersionId &&
    isSettledAlike(before.settled, score.settled)
  );
}

function isSettledAlike(a: SettledState, b: SettledState): boolean {
  return (
    a.scorecard === b.scorecard &&
    a.grade === b.grade &&
    a.band === b.band &&
    isSameList(a.thresholds, b.thresholds) &&
    isSameList(a.watermarks, b.watermarks)
  );
}

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, i) => name === b[i]);
}

type ScoreRow = ReturnType<typeof toRow>;

function toRow({ score, isKept, cause }: ScoreToSave) {
  return {
    lead_id: score.leadId,
    scorecard: score.scorecard,
    total: score.total,
    fit: score.fit,
    engagement: score.engagement,
    cell: score.cell,
    probability: score.probability,
    probability_low: score.probabilityLow,
    probability_high: score.probabilityHigh,
    log_odds: score.logOdds,
    model_points: score.modelPoints,
    disagrees: score.disagrees,
    // As the array's own text, which the database reads faster than JSON's.
    doses: `{${score.doses.join()}}`,
    settled: score.settled,
    is_kept: isKept,
    cause,
  };
}
