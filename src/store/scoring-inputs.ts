import type { Activity, AttributeValue } from "../scorecard/lead.ts";
import type { SettledState } from "../scorecard/transitions.ts";
import type { Session } from "./database.ts";

/** A lead with all that scoring it again asks for. */
export interface ScoringInput {
  readonly leadId: number;
  readonly externalId: string;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  readonly activities: readonly Activity[];
  /** Null where the lead was never scored. */
  readonly before: ScoreBefore | null;
}

/** Of a lead's stored score what tells whether another one differs, and for whom. */
export interface ScoreBefore {
  readonly scorecardVersionId: number;
  readonly modelVersionId: number | null;
  readonly scorecard: string;
  readonly total: number;
  readonly probability: number | null;
  /** As the database writes them. */
  readonly doses: string;
  readonly settled: SettledState;
}

interface LeadRow extends ScoreBefore, Omit<ScoringInput, "activities" | "before"> {
  readonly isScored: boolean;
}

interface ActivityRow {
  readonly lead_id: number;
  readonly type: string;
  readonly asset: string | null;
  readonly category: string | null;
  readonly minutes: number | null;
  /** Seconds, as the database has them without rounding to decimals first, which takes longest. */
  readonly seconds: number;
}

/** What scoring leads again asks for, in the order of their ids. The leads are locked already. */
export async function readScoringInputs(
  { sql }: Session,
  leadIds: readonly number[],
): Promise<readonly ScoringInput[]> {
  const ids = leadIds as number[];
  const [leads, activities] = await Promise.all([
    sql<LeadRow[]>`
      SELECT lead.id::float8 AS "leadId", lead.external_id AS "externalId", lead.attributes,
        score.lead_id IS NOT NULL AS "isScored",
        score.scorecard_version_id::float8 AS "scorecardVersionId",
        score.model_version_id::float8 AS "modelVersionId", score.scorecard, score.total,
        score.probability, score.doses::text AS doses, score.settled
      FROM lead LEFT JOIN lead_score score ON score.lead_id = lead.id
      WHERE lead.id = ANY(${ids}::bigint[]) ORDER BY lead.id`,
    sql<ActivityRow[]>`
      SELECT lead_id::float8 AS lead_id, type, asset, category, minutes,
        date_part('epoch', at) AS seconds
      FROM activity WHERE lead_id = ANY(${ids}::bigint[]) ORDER BY lead_id, at, id`,
  ]);
  let next = 0;
  return leads.map(({ leadId, externalId, attributes, isScored, ...before }) => {
    const first = next;
    while (activities[next]?.lead_id === leadId) next++;
    return {
      leadId,
      externalId,
      attributes,
      activities: activities.slice(first, next).map(toActivity),
      before: isScored ? before : null,
    };
  });
}

function toActivity({ type, asset, category, minutes, seconds }: ActivityRow): Activity {
  return {
    type,
    at: Math.round(1000 * seconds),
    asset: asset ?? undefined,
    category: category ?? undefined,
    minutes: minutes ?? undefined,
  };
}
