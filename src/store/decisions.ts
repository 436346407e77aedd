import type { Session } from "./database.ts";
import type { decided } from "./schema/feedback.ts";

export type Decided = (typeof decided.enumValues)[number];

/** What a person decided on one subject of a recommendation. Times are epoch milliseconds. */
export interface Decision {
  readonly subject: string;
  readonly decided: Decided;
  /** What is written in place of the recommended value; null unless it was edited. */
  readonly value: number | null;
  readonly note: string | null;
  /** Rises with each change, from 1. */
  readonly revision: number;
  readonly decidedBy: string;
  readonly decidedAt: number;
}

/** Decisions on one recommendation, in the order of their subjects. */
export async function listDecisions(
  { sql }: Session,
  recommendationId: number,
): Promise<readonly Decision[]> {
  return await sql<Decision[]>`
    SELECT ${told(sql)} FROM decision WHERE recommendation_id = ${recommendationId}
    ORDER BY subject COLLATE "C"`;
}

export async function findDecision(
  { sql }: Session,
  recommendationId: number,
  subject: string,
): Promise<Decision | null> {
  const [row] = await sql<Decision[]>`
    SELECT ${told(sql)} FROM decision
    WHERE recommendation_id = ${recommendationId} AND subject = ${subject}`;
  return row ?? null;
}

/** Held until the end of the transaction: decisions on one recommendation are made one by one. */
export async function lockRecommendation(
  { sql }: Session,
  recommendationId: number,
): Promise<void> {
  await sql`SELECT FROM recommendation WHERE id = ${recommendationId} FOR NO KEY UPDATE`;
}

/**
 * Writes a decision over the one of the revision before it; revision 1 is the first.
 *
 * @returns whether it was written: not where somebody else has decided meanwhile
 */
export async function writeDecision(
  { sql }: Session,
  recommendationId: number,
  { subject, decided, value, note, revision, decidedBy, decidedAt }: Decision,
): Promise<boolean> {
  const at = new Date(decidedAt).toISOString();
  const written =
    revision === 1
      ? await sql`
          INSERT INTO decision
            (recommendation_id, subject, decided, value, note, revision, decided_by, decided_at)
          VALUES (${recommendationId}, ${subject}, ${decided}, ${value}, ${note}, 1, ${decidedBy},
            ${at})
          ON CONFLICT (recommendation_id, subject) DO NOTHING RETURNING id`
      : await sql`
          UPDATE decision SET decided = ${decided}, value = ${value}, note = ${note},
            revision = ${revision}, decided_by = ${decidedBy}, decided_at = ${at}
          WHERE recommendation_id = ${recommendationId} AND subject = ${subject}
            AND revision = ${revision - 1} RETURNING id`;
  return written.length > 0;
}

function told(sql: Session["sql"]) {
  return sql`
    subject, decided, value, note, revision, decided_by AS "decidedBy",
    (extract(epoch FROM decided_at) * 1000)::float8 AS "decidedAt"`;
}
