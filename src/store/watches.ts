import type { Session } from "./database.ts";
import type { LiveVersions } from "./live.ts";

/** What a watch of the live versions found, and where each subject stood then. */
export interface StoredWatch extends LiveVersions {
  readonly id: number;
  /** Epoch milliseconds. */
  readonly at: number;
  /** As it was stored. */
  readonly findings: unknown;
}

/** Watches that are kept: more than a year of days. */
const KEPT = 400;

/** Keeps a watch, and lets go of those that are older than the latest few hundred. */
export async function insertWatch(
  { sql }: Session,
  { at, scorecardVersionId, modelVersionId, findings }: Omit<StoredWatch, "id">,
  kept = KEPT,
): Promise<number> {
  const [row] = await sql<{ id: number }[]>`
    INSERT INTO watch (at, scorecard_version_id, model_version_id, findings)
    VALUES (${new Date(at).toISOString()}, ${scorecardVersionId}, ${modelVersionId},
      ${JSON.stringify(findings)}::jsonb)
    RETURNING id::float8 AS id`;
  await sql`
    DELETE FROM watch WHERE id IN (SELECT id FROM watch ORDER BY id DESC OFFSET ${kept})`;
  return row!.id;
}

/** The latest; null before the first. */
export async function readLastWatch(session: Session): Promise<StoredWatch | null> {
  const [latest] = await listWatches(session, { limit: 1 });
  return latest ?? null;
}

/** Watches, the latest first. */
export async function listWatches(
  { sql }: Session,
  { before, limit }: { readonly before?: number | undefined; readonly limit: number },
): Promise<readonly StoredWatch[]> {
  return await sql<StoredWatch[]>`
    SELECT id::float8 AS id, (extract(epoch FROM at) * 1000)::float8 AS at,
      scorecard_version_id::float8 AS "scorecardVersionId",
      model_version_id::float8 AS "modelVersionId", findings
    FROM watch WHERE true ${before === undefined ? sql`` : sql`AND id < ${before}`}
    ORDER BY id DESC LIMIT ${limit}`;
}
