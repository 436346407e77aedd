import type { Session } from "./database.ts";

/** Feedback as it is told to those who may see it. Times are epoch milliseconds. */
export interface ListedFeedback {
  readonly id: number;
  readonly key: string;
  /** The sender's own id of the lead. */
  readonly lead: string;
  readonly accepted: boolean;
  readonly rating: number | null;
  /** The main one first. */
  readonly reasons: readonly string[];
  readonly comment: string | null;
  readonly rep: string | null;
  readonly at: number;
  readonly author: string;
  readonly sawScore: boolean | null;
  readonly shownVersion: { readonly slug: string; readonly version: number } | null;
  readonly shownTotal: number | null;
  readonly withdrawnAt: number | null;
  readonly createdAt: number;
}

export interface FeedbackFilter {
  readonly lead?: string | undefined;
  readonly rep?: string | undefined;
  readonly author?: string | undefined;
  readonly key?: string | undefined;
  readonly withdrawn?: boolean | undefined;
  /** Id of the last one of the page before. */
  readonly before?: number | undefined;
  readonly limit: number;
}

/** Latest given first. */
export async function listFeedback(
  { sql }: Session,
  { lead, rep, author, key, withdrawn, before, limit }: FeedbackFilter,
): Promise<readonly ListedFeedback[]> {
  const none = sql``;
  return await sql<ListedFeedback[]>`
    ${selectFeedback(sql)} WHERE true
      ${lead === undefined ? none : sql`AND feedback.lead_id = (SELECT id FROM lead WHERE external_id = ${lead})`}
      ${rep === undefined ? none : sql`AND rep = ${rep}`}
      ${author === undefined ? none : sql`AND author = ${author}`}
      ${key === undefined ? none : sql`AND key = ${key}`}
      ${withdrawn === undefined ? none : sql`AND (withdrawn_at IS NOT NULL) = ${withdrawn}`}
      ${before === undefined ? none : sql`AND feedback.id < ${before}`}
    ORDER BY feedback.id DESC LIMIT ${limit}`;
}

/** Feedback that nobody else changes until the end of the transaction; null where there is none. */
export async function lockFeedback({ sql }: Session, id: number): Promise<ListedFeedback | null> {
  const [row] = await sql<ListedFeedback[]>`
    ${selectFeedback(sql)} WHERE feedback.id = ${id} FOR UPDATE OF feedback`;
  return row ?? null;
}

export type FeedbackChange = Pick<
  ListedFeedback,
  "accepted" | "rating" | "reasons" | "comment" | "sawScore"
>;

export async function updateFeedback(
  { sql }: Session,
  id: number,
  { accepted, rating, reasons, comment, sawScore }: FeedbackChange,
): Promise<void> {
  const [reason = null, ...more] = reasons;
  await sql`
    UPDATE feedback SET accepted = ${accepted}, rating = ${rating}, reason = ${reason},
      more_reasons = ${more}::text[], comment = ${comment}, saw_score = ${sawScore}
    WHERE id = ${id}`;
}

/** @param at epoch milliseconds */
export async function markWithdrawn({ sql }: Session, id: number, at: number): Promise<void> {
  await sql`
    UPDATE feedback SET withdrawn_at = ${new Date(at).toISOString()}
    WHERE id = ${id} AND withdrawn_at IS NULL`;
}

function selectFeedback(sql: Session["sql"]) {
  const time = (column: string) =>
    sql`(extract(epoch FROM feedback.${sql(column)}) * 1000)::float8`;
  return sql`
    SELECT feedback.id::float8 AS id, feedback.key, lead.external_id AS lead, feedback.accepted,
      feedback.rating, array_remove(ARRAY[feedback.reason] || feedback.more_reasons, NULL) AS reasons,
      feedback.comment, feedback.rep, ${time("at")} AS at, feedback.author,
      feedback.saw_score AS "sawScore",
      CASE WHEN version.id IS NOT NULL THEN
        jsonb_build_object('slug', scorecard.slug, 'version', version.version) END AS "shownVersion",
      feedback.shown_total AS "shownTotal", ${time("withdrawn_at")} AS "withdrawnAt",
      ${time("created_at")} AS "createdAt"
    FROM feedback JOIN lead ON lead.id = feedback.lead_id
    LEFT JOIN scorecard_version version ON version.id = feedback.shown_version_id
    LEFT JOIN scorecard ON scorecard.id = version.scorecard_id`;
}
