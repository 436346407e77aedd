import type { Session } from "./database.ts";

/** Writes who approved a draft; one that is published stays as it was. */
export async function markApproved(
  { sql }: Session,
  id: number,
  { by, at }: { readonly by: string; readonly at: number },
): Promise<void> {
  await sql`
    UPDATE scorecard_version SET approved_by = ${by}, approved_at = ${new Date(at).toISOString()}
    WHERE id = ${id} AND state = 'draft'`;
}

/** Writes down who agreed to a version when they met, in place of what was written before. */
export async function writeMeeting({ sql }: Session, id: number, meeting: unknown): Promise<void> {
  await sql`
    UPDATE scorecard_version SET meeting = ${JSON.stringify(meeting)}::jsonb WHERE id = ${id}`;
}
