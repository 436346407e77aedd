import type { Session } from "./database.ts";

/** How it was decided whether a lead is handed over, and by which scores. */
export interface TriageRecord {
  readonly leadId: number;
  readonly because: "score" | "exploration" | "neither";
  /** Chance that a lead like it is handed over at that moment. */
  readonly propensity: number;
  /** Points. */
  readonly total: number;
  readonly probability: number | null;
  readonly scorecardVersionId: number;
  readonly modelVersionId: number | null;
  /** Epoch milliseconds. */
  readonly at: number;
}

/**
 * Writes down what was decided of leads; of one that was decided before, that stands.
 *
 * @returns internal ids of those that were decided now
 */
export async function insertTriage(
  { sql }: Session,
  records: readonly TriageRecord[],
): Promise<ReadonlySet<number>> {
  if (records.length === 0) return new Set();
  const rows = records.map(({ leadId, scorecardVersionId, modelVersionId, at, ...rest }) => ({
    ...rest,
    lead_id: leadId,
    scorecard_version_id: scorecardVersionId,
    model_version_id: modelVersionId,
    at: new Date(at).toISOString(),
  }));
  const written = await sql<{ id: number }[]>`
    INSERT INTO triage (lead_id, because, propensity, total, probability, scorecard_version_id,
      model_version_id, at)
    SELECT lead_id, because, propensity, total, probability, scorecard_version_id,
      model_version_id, at
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS given(lead_id bigint, because text,
      propensity float8, total float8, probability float8, scorecard_version_id bigint,
      model_version_id bigint, at timestamptz(3))
    ORDER BY lead_id
    ON CONFLICT DO NOTHING RETURNING lead_id::float8 AS id`;
  return new Set(written.map(({ id }) => id));
}

/** A lead of which it is not decided yet whether it is handed over, with its scores. */
export interface UndecidedLead {
  readonly leadId: number;
  readonly externalId: string;
  readonly total: number;
  readonly probability: number | null;
  /** The one that events have told of. */
  readonly cell: string;
  readonly scorecard: string;
  readonly scorecardVersionId: number;
  readonly modelVersionId: number | null;
}

/**
 * Locks those of the leads that came before a moment, did something since they are here, and were
 * neither decided nor handed over nor have a deal. What only imports and versions ever scored waits
 * for nothing.
 *
 * @param createdBefore epoch milliseconds
 */
export async function lockUndecidedLeads(
  { sql }: Session,
  leadIds: readonly number[],
  createdBefore: number,
): Promise<readonly UndecidedLead[]> {
  return sql<UndecidedLead[]>`
    SELECT lead.id::float8 AS "leadId", lead.external_id AS "externalId", score.total,
      score.probability, (settled->>'grade') || (settled->>'band') AS cell, score.scorecard,
      score.scorecard_version_id::float8 AS "scorecardVersionId",
      score.model_version_id::float8 AS "modelVersionId"
    FROM lead JOIN lead_score score ON score.lead_id = lead.id
    WHERE lead.id = ANY(${leadIds as number[]}::bigint[])
      AND lead.created_at <= ${new Date(createdBefore).toISOString()}
      AND NOT EXISTS (SELECT FROM triage WHERE triage.lead_id = lead.id)
      AND NOT EXISTS (SELECT FROM handover WHERE handover.lead_id = lead.id)
      AND NOT EXISTS (SELECT FROM opportunity WHERE opportunity.lead_id = lead.id)
      AND EXISTS (SELECT FROM score_snapshot WHERE score_snapshot.lead_id = lead.id
        AND cause = 'lead')
    ORDER BY lead.id FOR NO KEY UPDATE OF lead`;
}
