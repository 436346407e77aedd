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
  /** How often the experiment handed it over. */
  readonly handovers: number;
}

/**
 * All leads that take part in an experiment. Accounts are those known now: one that was told after a
 * lead was taken in may be found in both arms, and is then left out.
 *
 * @param metric by which they succeed
 */
export async function readEnrolled(
  { sql }: Session,
  experimentId: number,
  metric: Metric,
): Promise<readonly EnrolledRow[]> {
  return sql<EnrolledRow[]>`
    WITH taking AS MATERIALIZED (
      SELECT lead_id, arm, at, score_before,
        CASE WHEN definition->>'unit' = 'account' AND account IS NOT NULL THEN 'account:' || account
          ELSE unit END AS unit
      FROM experiment_assignment assigned JOIN experiment ON experiment.id = assigned.experiment_id
      JOIN lead ON lead.id = assigned.lead_id WHERE experiment_id = ${experimentId})
    , success AS (
      SELECT taking.lead_id, min(reached.at) AS at FROM taking JOIN (${reachedBy(sql, metric)}) reached
        ON reached.lead_id = taking.lead_id AND reached.at >= taking.at
      GROUP BY taking.lead_id)
    , given AS (
      SELECT lead_id, count(*)::int AS handovers FROM handover
      WHERE experiment_id = ${experimentId} GROUP BY lead_id)
    SELECT unit, arm, (extract(epoch FROM taking.at) * 1000)::float8 AS "enrolledAt",
      (extract(epoch FROM success.at) * 1000)::float8 AS "succeededAt",
      score_before AS "scoreBefore", coalesce(given.handovers, 0) AS handovers
    FROM taking LEFT JOIN success USING (lead_id) LEFT JOIN given USING (lead_id) ORDER BY taking.lead_id`;
}

/** won: a deal of the lead was won; accepted: sales accepted the lead, and did not take it back. */
export type Metric = "won" | "accepted";

/** Leads that reached a metric, with each moment at which they did. */
export function reachedBy(sql: Session["sql"], metric: Metric) {
  return metric === "won"
    ? sql`SELECT lead_id, closed_at AS at FROM opportunity WHERE outcome = 'won'`
    : sql`SELECT lead_id, at FROM feedback WHERE accepted AND withdrawn_at IS NULL`;
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
