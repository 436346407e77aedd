import type { Database } from "../../../src/store/database.ts";

/** What never may be found in the database, as queries that give the rows that are wrong. */
const FAULTS: Readonly<Record<string, string>> = {
  "a lead without a revision": `
    SELECT id FROM lead WHERE NOT EXISTS (SELECT FROM lead_revision WHERE lead_id = lead.id)`,
  "a lead whose last revision is another": `
    SELECT id FROM lead WHERE attributes <> (SELECT attributes FROM lead_revision
      WHERE lead_id = lead.id ORDER BY known_from DESC LIMIT 1)`,
  "a lead that is not scored": `
    SELECT id FROM lead WHERE NOT EXISTS (SELECT FROM lead_score WHERE lead_id = lead.id)`,
  "a score without a snapshot": `
    SELECT lead_id FROM lead_score score
    WHERE NOT EXISTS (SELECT FROM score_snapshot WHERE lead_id = score.lead_id)`,
  "a settled cell that no event told": `
    SELECT lead_id FROM lead_score score
    WHERE (settled->>'grade') || (settled->>'band') IS DISTINCT FROM (SELECT "to" FROM event
      WHERE lead_id = score.lead_id AND kind = 'cell' ORDER BY id DESC LIMIT 1)`,
  "a handover without its event": `
    SELECT handover.id FROM handover LEFT JOIN event ON event.id = event_id
    WHERE event.kind IS DISTINCT FROM 'handover'`,
  "a handover event without its handover": `
    SELECT id FROM event WHERE kind = 'handover'
      AND NOT EXISTS (SELECT FROM handover WHERE event_id = event.id)`,
  "a published version that was never live": `
    SELECT id FROM scorecard_version WHERE state = 'published' AND published_at IS NULL`,
  "an upload of a job that ended": `
    SELECT upload.id FROM upload JOIN job ON job.id = job_id WHERE state IN ('done', 'failed')`,
};

/** Names of the faults that are found, none where every row is whole. */
export async function findHalfWritten({ sql }: Database): Promise<readonly string[]> {
  const found = await Promise.all(
    Object.entries(FAULTS).map(async ([name, query]) => {
      const rows = await sql.unsafe(query);
      return rows.length === 0 ? null : `${name}: ${JSON.stringify(rows.slice(0, 3))}`;
    }),
  );
  return found.filter((name) => name !== null);
}
