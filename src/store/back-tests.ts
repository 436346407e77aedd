import type { Session } from "./database.ts";

export interface StoredBackTest {
  readonly backTest: unknown;
  /** Epoch milliseconds. */
  readonly backTestedAt: number;
}

/** What re-scoring history under a version gave; null where that was not done. */
export async function readBackTest(
  { sql }: Session,
  scorecardVersionId: number,
): Promise<StoredBackTest | null> {
  const [row] = await sql<StoredBackTest[]>`
    SELECT back_test AS "backTest",
      (extract(epoch FROM back_tested_at) * 1000)::float8 AS "backTestedAt"
    FROM scorecard_version WHERE id = ${scorecardVersionId} AND back_tested_at IS NOT NULL`;
  return row ?? null;
}

export async function saveBackTest(
  { sql }: Session,
  scorecardVersionId: number,
  { backTest, backTestedAt }: StoredBackTest,
): Promise<void> {
  await sql`
    UPDATE scorecard_version SET back_test = ${JSON.stringify(backTest)}::jsonb,
      back_tested_at = ${new Date(backTestedAt).toISOString()}
    WHERE id = ${scorecardVersionId}`;
}

/** The job that back-tests a version and has not begun to; null where there is none. */
export async function findWaitingBackTest(
  { sql }: Session,
  scorecardVersionId: number,
): Promise<number | null> {
  const [row] = await sql<{ id: number }[]>`
    SELECT id::float8 AS id FROM job WHERE kind = 'back-test' AND state = 'queued'
      AND input->'scorecardVersionId' = to_jsonb(${scorecardVersionId}::bigint)
    ORDER BY id LIMIT 1`;
  return row?.id ?? null;
}

/** What people call leads, by their internal ids; erased ones are left out. */
export async function nameLeads(
  { sql }: Session,
  ids: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  if (ids.length === 0) return new Map();
  const rows = await sql<{ id: number; name: string }[]>`
    SELECT id::float8 AS id, external_id AS name FROM lead
    WHERE id = ANY(${ids as number[]}::bigint[])`;
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** The live version, and the one that a draft is made of: both by id. */
export interface NamedBasis {
  readonly live: number;
  readonly basis: number;
  /** Of the basis' document, which may be that of a draft. */
  readonly hash: string;
}

/** @returns null where nothing is live; `unknown` where there is no such version */
export async function findBasis(
  { sql }: Session,
  basedOn: { readonly slug: string; readonly version: number } | null,
): Promise<NamedBasis | "unknown" | null> {
  const wanted =
    basedOn === null
      ? sql`v.id = live.scorecard_version_id`
      : sql`scorecard.slug = ${basedOn.slug} AND v.version = ${basedOn.version}`;
  const [row] = await sql<NamedBasis[]>`
    SELECT live.scorecard_version_id::float8 AS live, found.id::float8 AS basis, found.hash
    FROM live LEFT JOIN LATERAL (
      SELECT v.id, md5(v.document::text) AS hash FROM scorecard_version v
      JOIN scorecard ON scorecard.id = v.scorecard_id WHERE ${wanted}) found ON true`;
  if (row === undefined) return null;
  return row.hash === null ? "unknown" : row;
}
