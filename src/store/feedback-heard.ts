import type { Activity, AttributeValue } from "../scorecard/lead.ts";
import type { Session } from "./database.ts";

/** Feedback that was not withdrawn, beside what was known of its lead when it was given. */
export interface StoredJudgement {
  /** Stands for the lead; no id that anybody outside knows. */
  readonly lead: number;
  readonly rep: string | null;
  readonly accepted: boolean;
  readonly rating: number | null;
  readonly reasons: readonly string[];
  /** Epoch milliseconds. */
  readonly at: number;
  readonly sawScore: boolean | null;
  readonly shownTotal: number | null;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  readonly activities: readonly Activity[];
  /** How the deal ended that was still open then; null while it is open, or there is none. */
  readonly won: boolean | null;
  /** Whether the lead's deals were all closed by then. */
  readonly afterClose: boolean;
  /** Whether a deal of the lead may have taught the model. */
  readonly taught: boolean;
}

/** What a model learnt from: deals that closed up to `madeAt`, whose moment is at most `lastAsOf`. */
export interface ModelLesson {
  /** Epoch milliseconds. */
  readonly madeAt: number;
  /** Null where its deals had no dates. */
  readonly lastAsOf: number | null;
}

const BATCH = 2000;

/** In the order in which it was said. Cost O(feedback × activities of a lead). */
export async function readJudgements(
  { sql }: Session,
  lesson: ModelLesson | null,
): Promise<readonly StoredJudgement[]> {
  const toTime = (at: number | null | undefined) =>
    sql`${at === null || at === undefined ? null : new Date(at).toISOString()}::timestamptz`;
  const said: StoredJudgement[] = [];
  const rows = sql<StoredJudgement[]>`
    SELECT feedback.lead_id::float8 AS lead, feedback.rep, feedback.accepted, feedback.rating,
      array_remove(ARRAY[feedback.reason] || feedback.more_reasons, NULL) AS reasons,
      (extract(epoch FROM feedback.at) * 1000)::float8 AS at, feedback.saw_score AS "sawScore",
      feedback.shown_total AS "shownTotal", ${attributesThen(sql)} AS attributes,
      coalesce((
        SELECT json_agg(json_strip_nulls(json_build_object('type', type, 'asset', asset,
          'category', category, 'minutes', minutes,
          'at', (extract(epoch FROM activity.at) * 1000)::float8)) ORDER BY activity.at, activity.id)
        FROM activity WHERE lead_id = feedback.lead_id AND activity.at <= feedback.at), '[]')
        AS activities,
      CASE WHEN deal.outcome <> 'open' THEN deal.outcome = 'won' END AS won,
      deal.outcome IS NULL AND EXISTS (
        SELECT FROM opportunity WHERE lead_id = feedback.lead_id) AS "afterClose",
      EXISTS (
        SELECT FROM opportunity o WHERE o.lead_id = feedback.lead_id AND o.outcome <> 'open'
          AND (o.closed_at IS NULL OR o.closed_at <= ${toTime(lesson?.madeAt)})
          AND coalesce(coalesce(o.handed_over_at, o.opened_at) <= ${toTime(lesson?.lastAsOf)}, true))
        AS taught
    FROM feedback JOIN lead ON lead.id = feedback.lead_id
    ${dealThen(sql)}
    WHERE feedback.withdrawn_at IS NULL ORDER BY feedback.at, feedback.key`;
  for await (const batch of rows.cursor(BATCH)) said.push(...batch);
  return said;
}

/** SHA-256 of all that readJudgements gives, and of which deals closed when. */
export async function fingerprintJudgements({ sql }: Session): Promise<string> {
  const [row] = await sql<{ fingerprint: string }[]>`
    WITH said AS (
      SELECT md5(ROW(feedback.lead_id, feedback.rep, accepted, rating, reason, more_reasons,
        feedback.at, saw_score, shown_total, ${attributesThen(sql)}, (
          SELECT string_agg(ROW(type, asset, category, minutes, activity.at)::text, ''
            ORDER BY activity.at, activity.id)
          FROM activity WHERE lead_id = feedback.lead_id AND activity.at <= feedback.at), (
          SELECT string_agg(ROW(outcome, opened_at, handed_over_at, closed_at)::text, '' ORDER BY id)
          FROM opportunity WHERE lead_id = feedback.lead_id))::text) AS hash
      FROM feedback JOIN lead ON lead.id = feedback.lead_id WHERE withdrawn_at IS NULL)
    SELECT encode(sha256(convert_to(coalesce(string_agg(hash, '' ORDER BY hash), ''), 'UTF8')), 'hex')
      AS fingerprint FROM said`;
  return row!.fingerprint;
}

export async function countWithdrawn({ sql }: Session): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    SELECT count(*)::int AS count FROM feedback WHERE withdrawn_at IS NOT NULL`;
  return row!.count;
}

/** When a model version was made, epoch milliseconds. */
export async function readModelBirth({ sql }: Session, id: number): Promise<number> {
  const [row] = await sql<{ at: number }[]>`
    SELECT (extract(epoch FROM created_at) * 1000)::float8 AS at FROM model_version WHERE id = ${id}`;
  return row!.at;
}

/** Crossings of thresholds upwards, which new versions and imports did not cause. */
export interface ThresholdVolumes {
  /** When anything was scored first, epoch milliseconds; null where nothing was. */
  readonly since: number | null;
  /** Moments of crossing by the id of the threshold, epoch milliseconds. */
  readonly crossings: ReadonlyMap<string, readonly number[]>;
}

/** @param from, to epoch milliseconds; to is not part of it */
export async function readVolumes(
  { sql }: Session,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<ThresholdVolumes> {
  const [first] = await sql<{ at: number }[]>`
    SELECT (extract(epoch FROM as_of) * 1000)::float8 AS at FROM score_snapshot
    ORDER BY id LIMIT 1`;
  const rows = await sql<{ subject: string; times: number[] }[]>`
    SELECT subject, json_agg((extract(epoch FROM at) * 1000)::float8 ORDER BY at) AS times
    FROM event WHERE kind = 'threshold' AND direction = 'up' AND cause IN ('lead', 'time')
      AND at >= ${new Date(from).toISOString()} AND at < ${new Date(to).toISOString()}
    GROUP BY subject`;
  return {
    since: first?.at ?? null,
    crossings: new Map(rows.map(({ subject, times }) => [subject, times])),
  };
}

function attributesThen(sql: Session["sql"]) {
  return sql`coalesce(
    (SELECT attributes FROM lead_revision
      WHERE lead_id = feedback.lead_id AND known_from <= feedback.at
      ORDER BY known_from DESC LIMIT 1),
    (SELECT attributes FROM lead_revision
      WHERE lead_id = feedback.lead_id ORDER BY known_from LIMIT 1),
    lead.attributes)`;
}

/** The deal that feedback is about: the first to close after it, else one that is open. */
function dealThen(sql: Session["sql"]) {
  return sql`LEFT JOIN LATERAL (
    SELECT outcome FROM opportunity
    WHERE lead_id = feedback.lead_id
      AND (outcome = 'open' OR closed_at IS NULL OR closed_at > feedback.at)
    ORDER BY outcome = 'open', closed_at NULLS LAST, id LIMIT 1) deal ON true`;
}
