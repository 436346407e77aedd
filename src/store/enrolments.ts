import type { Session } from "./database.ts";

export type Arm = "rules" | "model";

/** A lead that comes to take part in an experiment. */
export interface EnrolmentRecord {
  readonly experimentId: number;
  readonly leadId: number;
  /** What was assigned: the lead, or its account. */
  readonly unit: string;
  readonly arm: Arm;
  /** Chance with which the unit came into this arm. */
  readonly propensity: number;
  /** The score before the assignment. */
  readonly scoreBefore: number | null;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** Writes down who takes part; who does already stays where they are. */
export async function insertEnrolments(
  { sql }: Session,
  records: readonly EnrolmentRecord[],
): Promise<void> {
  if (records.length === 0) return;
  const rows = records.map(({ experimentId, leadId, scoreBefore, at, ...rest }) => ({
    ...rest,
    experiment_id: experimentId,
    lead_id: leadId,
    score_before: scoreBefore,
    at: new Date(at).toISOString(),
  }));
  await sql`
    INSERT INTO experiment_assignment
      (experiment_id, lead_id, unit, arm, propensity, score_before, at)
    SELECT experiment_id, lead_id, unit, arm, propensity, score_before, at
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS given(experiment_id bigint,
      lead_id bigint, unit text, arm text, propensity float8, score_before float8,
      at timestamptz(3))
    ORDER BY experiment_id, lead_id
    ON CONFLICT DO NOTHING`;
}

/** Of leads that take part in one of the experiments: in which, and in which arm. */
export async function readArms(
  { sql }: Session,
  experimentIds: readonly number[],
  leadIds: readonly number[],
): Promise<ReadonlyMap<number, { readonly experimentId: number; readonly arm: Arm }>> {
  const rows = await sql<{ leadId: number; experimentId: number; arm: Arm }[]>`
    SELECT lead_id::float8 AS "leadId", experiment_id::float8 AS "experimentId", arm
    FROM experiment_assignment WHERE lead_id = ANY(${leadIds as number[]}::bigint[])
      AND experiment_id = ANY(${experimentIds as number[]}::bigint[])`;
  return new Map(rows.map(({ leadId, ...rest }) => [leadId, rest]));
}

/** A lead that takes part, with when the primary metric was reached after it came to. */
export interface EnrolledRow {
  readonly unit: string;
  readonly arm: Arm;
  /** Epoch milliseconds. */
  readonly enrolledAt: number;
  readonly succeededAt: number | null;
  readonly scoreBefore: number | null;
}

/**
 * All leads that take part in an experiment.
 *
 * @param metric won: a deal of the lead was won; accepted: sales accepted the lead
 */
export async function readEnrolled(
  { sql }: Session,
  experimentId: number,
  metric: "won" | "accepted",
): Promise<readonly EnrolledRow[]> {
  const successes =
    metric === "won"
      ? sql`SELECT taking.lead_id, min(closed_at) AS at FROM taking JOIN opportunity
          ON opportunity.lead_id = taking.lead_id AND outcome = 'won' AND closed_at >= taking.at
        GROUP BY taking.lead_id`
      : sql`SELECT taking.lead_id, min(feedback.at) AS at FROM taking JOIN feedback
          ON feedback.lead_id = taking.lead_id AND accepted AND withdrawn_at IS NULL
            AND feedback.at >= taking.at
        GROUP BY taking.lead_id`;
  return sql<EnrolledRow[]>`
    WITH taking AS MATERIALIZED (
      SELECT lead_id, unit, arm, at, score_before FROM experiment_assignment
      WHERE experiment_id = ${experimentId})
    , success AS (${successes})
    SELECT unit, arm, (extract(epoch FROM taking.at) * 1000)::float8 AS "enrolledAt",
      (extract(epoch FROM success.at) * 1000)::float8 AS "succeededAt",
      score_before AS "scoreBefore"
    FROM taking LEFT JOIN success USING (lead_id) ORDER BY taking.lead_id`;
}

export interface ArmCount {
  readonly arm: Arm;
  readonly units: number;
  readonly leads: number;
  readonly handovers: number;
}

/** What each arm has so far; an arm without leads is left out. */
export async function countArms(
  { sql }: Session,
  experimentId: number,
): Promise<readonly ArmCount[]> {
  return sql<ArmCount[]>`
    SELECT arm, count(DISTINCT unit)::int AS units, count(*)::int AS leads,
      (SELECT count(*)::int FROM handover
        WHERE handover.experiment_id = ${experimentId} AND handover.arm = taking.arm) AS handovers
    FROM experiment_assignment taking WHERE taking.experiment_id = ${experimentId}
    GROUP BY arm ORDER BY arm`;
}
