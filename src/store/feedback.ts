import type { Session } from "./database.ts";

export interface FeedbackRecord {
  readonly key: string;
  readonly leadId: number;
  readonly accepted: boolean;
  /** 1 to 5 where that was given. */
  readonly rating: number | null;
  readonly reason: string | null;
  readonly rep: string | null;
  /** Epoch milliseconds. */
  readonly at: number;
}

/**
 * Adds what sales said; feedback whose key is there already is left as it is.
 *
 * @returns how many were added
 */
export async function insertFeedback(
  { sql }: Session,
  records: readonly FeedbackRecord[],
): Promise<number> {
  if (records.length === 0) return 0;
  const rows = records.map(({ leadId, at, ...rest }) => ({
    ...rest,
    lead_id: leadId,
    at: new Date(at).toISOString(),
  }));
  const added = await sql`
    INSERT INTO feedback (lead_id, key, accepted, rating, reason, rep, at)
    SELECT lead_id, key, accepted, rating, reason, rep, at
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS given(lead_id bigint, key text,
      accepted boolean, rating smallint, reason text, rep text, at timestamptz(3))
    ORDER BY key
    ON CONFLICT (key) DO NOTHING`;
  return added.count;
}
