import type { Session } from "./database.ts";

export interface ActivityRecord {
  readonly key: string;
  readonly leadId: number;
  readonly type: string;
  readonly asset?: string | undefined;
  readonly category?: string | undefined;
  readonly minutes?: number | undefined;
  /** Epoch milliseconds. */
  readonly at: number;
}

/**
 * Adds activities; those whose key is there already are left as they are.
 *
 * @returns the leads to which any was added, and how many were added
 */
export async function insertActivities(
  { sql }: Session,
  records: readonly ActivityRecord[],
): Promise<{ readonly added: number; readonly leads: readonly number[] }> {
  const rows = records.map(({ leadId, at, ...rest }) => ({
    ...rest,
    lead_id: leadId,
    at: new Date(at).toISOString(),
  }));
  const added = await sql<{ lead_id: number }[]>`
    INSERT INTO activity (lead_id, key, type, asset, category, minutes, at)
    SELECT lead_id, key, type, asset, category, minutes, at
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS given(lead_id bigint, key text, type text,
      asset text, category text, minutes float8, at timestamptz(3))
    ORDER BY key
    ON CONFLICT (key) DO NOTHING
    RETURNING lead_id::float8 AS lead_id`;
  return { added: added.length, leads: [...new Set(added.map((row) => row.lead_id))] };
}
