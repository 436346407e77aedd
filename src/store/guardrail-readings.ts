import type { Session } from "./database.ts";
import type { Arm } from "./enrolments.ts";

/** Units of an arm that somebody was given so often each. */
export interface UnitsByHandovers {
  readonly arm: Arm;
  readonly handovers: number;
  readonly units: number;
}

/** Units of both arms by how often they were handed over to somebody, without those in both arms. */
export async function countUnitsByHandovers(
  { sql }: Session,
  experimentId: number,
): Promise<readonly UnitsByHandovers[]> {
  return sql<UnitsByHandovers[]>`
    WITH given AS (
      SELECT lead_id, count(*)::int AS handovers FROM handover
      WHERE experiment_id = ${experimentId} AND owner IS NOT NULL GROUP BY lead_id)
    , unit AS (
      SELECT min(arm) AS arm, sum(coalesce(given.handovers, 0))::int AS handovers
      FROM experiment_assignment taking LEFT JOIN given USING (lead_id)
      WHERE taking.experiment_id = ${experimentId}
      GROUP BY unit HAVING min(arm) = max(arm))
    SELECT arm, handovers, count(*)::int AS units FROM unit
    GROUP BY arm, handovers ORDER BY arm, handovers`;
}

/** Who was given a lead by either arm. */
export async function countReps({ sql }: Session, experimentId: number): Promise<number> {
  const [row] = await sql<{ reps: number }[]>`
    SELECT count(DISTINCT owner)::int AS reps FROM handover
    WHERE experiment_id = ${experimentId} AND lead_id IS NOT NULL`;
  return row!.reps;
}

export interface ResponseMoments {
  readonly arm: Arm;
  /** Handovers that sales responded to. */
  readonly n: number;
  /** Hours from the handover to the first response. */
  readonly mean: number;
  /** Null with fewer than two. */
  readonly variance: number | null;
}

/**
 * How long sales took to respond to an arm's handovers: to say something of the lead, to open a deal
 * with it or to close the handover, whatever came first.
 */
export async function readResponseTimes(
  { sql }: Session,
  experimentId: number,
): Promise<readonly ResponseMoments[]> {
  return sql<ResponseMoments[]>`
    WITH given AS MATERIALIZED (
      SELECT id, lead_id, arm, at, closed_at FROM handover WHERE experiment_id = ${experimentId})
    , said AS (
      SELECT given.id, min(feedback.at) AS at FROM given JOIN feedback
        ON feedback.lead_id = given.lead_id AND feedback.at >= given.at GROUP BY given.id)
    , opened AS (
      SELECT given.id, min(opened_at) AS at FROM given JOIN opportunity
        ON opportunity.lead_id = given.lead_id AND opened_at >= given.at GROUP BY given.id)
    , responded AS (
      SELECT arm, (extract(epoch FROM least(closed_at, said.at, opened.at) - given.at) / 3600)::float8
        AS hours
      FROM given LEFT JOIN said USING (id) LEFT JOIN opened USING (id))
    SELECT arm, count(*)::int AS n, avg(hours) AS mean, var_samp(hours) AS variance FROM responded
    WHERE hours IS NOT NULL GROUP BY arm ORDER BY arm`;
}
