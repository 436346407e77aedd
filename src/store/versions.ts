import type { ScorecardSet } from "../scorecard/schema.ts";
import type { Session } from "./database.ts";
import type { versionState } from "./schema/scorecards.ts";

export type VersionState = (typeof versionState.enumValues)[number];

/** A lineage of scorecard versions. Times here are epoch milliseconds. */
export interface ScorecardLineage {
  readonly slug: string;
  readonly name: string;
  readonly createdAt: number;
  readonly versions: number;
  /** Number of the newest version. */
  readonly latest: number;
  /** Number of the version that scores now, where it is one of these. */
  readonly live: number | null;
}

export interface VersionSummary {
  readonly version: number;
  readonly state: VersionState;
  readonly live: boolean;
  readonly note: string | null;
  readonly createdBy: string;
  readonly createdAt: number;
  readonly publishedBy: string | null;
  readonly publishedAt: number | null;
  readonly approvedBy: string | null;
  readonly approvedAt: number | null;
  /** Null while all of history was not scored by it. */
  readonly backTestedAt: number | null;
}

/** Lineages in the order of their slugs. */
export async function listScorecards(
  { sql }: Session,
  { after = "", limit }: { readonly after?: string | undefined; readonly limit: number },
): Promise<readonly ScorecardLineage[]> {
  return await sql<ScorecardLineage[]>`
    ${selectLineages(sql)} WHERE scorecard.slug > ${after} COLLATE "C"
    GROUP BY scorecard.id ORDER BY scorecard.slug COLLATE "C" LIMIT ${limit}`;
}

export async function findScorecard(
  { sql }: Session,
  slug: string,
): Promise<ScorecardLineage | null> {
  const [row] = await sql<ScorecardLineage[]>`
    ${selectLineages(sql)} WHERE scorecard.slug = ${slug} GROUP BY scorecard.id`;
  return row ?? null;
}

/** Versions of a lineage, the newest first. */
export async function listScorecardVersions(
  { sql }: Session,
  slug: string,
  { before, limit }: { readonly before?: number | undefined; readonly limit: number },
): Promise<readonly VersionSummary[]> {
  return await sql<VersionSummary[]>`
    SELECT ${summary(sql)} FROM scorecard_version v JOIN scorecard ON scorecard.id = v.scorecard_id
    LEFT JOIN live ON live.scorecard_version_id = v.id
    WHERE scorecard.slug = ${slug} ${before === undefined ? sql`` : sql`AND v.version < ${before}`}
    ORDER BY v.version DESC LIMIT ${limit}`;
}

export interface ScorecardVersion extends VersionSummary {
  readonly id: number;
  readonly slug: string;
  /** The version that it was drafted from; null where nobody said. */
  readonly basedOn: VersionName | null;
  /** Why lines and cuts are as they are, by subject. */
  readonly reasons: Readonly<Record<string, unknown>>;
  /** Who agreed to it when they met; null before. */
  readonly meeting: unknown;
  /** As it was stored. */
  readonly document: ScorecardSet;
}

export interface VersionName {
  readonly slug: string;
  readonly version: number;
}

export async function findScorecardVersion(
  { sql }: Session,
  slug: string,
  version: number,
): Promise<ScorecardVersion | null> {
  const [row] = await sql<ScorecardVersion[]>`
    ${selectVersions(sql)} WHERE scorecard.slug = ${slug} AND v.version = ${version}`;
  return row ?? null;
}

export async function readScorecardVersion(
  { sql }: Session,
  id: number,
): Promise<ScorecardVersion> {
  const [row] = await sql<ScorecardVersion[]>`${selectVersions(sql)} WHERE v.id = ${id}`;
  if (row === undefined) throw new RangeError(`no scorecard version ${id}`);
  return row;
}

/**
 * Makes a lineage of this name if there is none of that slug, and locks it until the end of the
 * transaction. One that is there keeps its name: drafts do not rename what is published.
 */
export async function lockScorecard(
  { sql }: Session,
  { slug, name }: { readonly slug: string; readonly name: string },
): Promise<{ readonly id: number; readonly latest: number }> {
  const [row] = await sql<{ id: number }[]>`
    INSERT INTO scorecard (slug, name) VALUES (${slug}, ${name})
    ON CONFLICT (slug) DO UPDATE SET slug = excluded.slug RETURNING id::float8 AS id`;
  const [newest] = await sql<{ latest: number }[]>`
    SELECT coalesce(max(version), 0)::int AS latest FROM scorecard_version
    WHERE scorecard_id = ${row!.id}`;
  return { id: row!.id, latest: newest!.latest };
}

/** Adds a draft to a lineage that is locked. */
export async function insertScorecardVersion(
  { sql }: Session,
  draft: {
    readonly scorecardId: number;
    readonly version: number;
    readonly document: ScorecardSet;
    readonly note: string | null;
    readonly basedOnId: number | null;
    readonly reasons: Readonly<Record<string, unknown>>;
    readonly createdBy: string;
  },
): Promise<number> {
  const { scorecardId, version, document, note, basedOnId, reasons, createdBy } = draft;
  const [row] = await sql<{ id: number }[]>`
    INSERT INTO scorecard_version
      (scorecard_id, version, document, note, based_on_id, reasons, created_by)
    VALUES (${scorecardId}, ${version}, ${JSON.stringify(document)}::jsonb, ${note}, ${basedOnId},
      ${JSON.stringify(reasons)}::jsonb, ${createdBy})
    RETURNING id::float8 AS id`;
  return row!.id;
}

/** Marks a draft as published; its lineage takes its name. */
export async function markPublished(
  { sql }: Session,
  id: number,
  { by, at }: { readonly by: string; readonly at: number },
): Promise<void> {
  await sql`
    WITH published AS (
      UPDATE scorecard_version SET state = 'published', published_by = ${by},
        published_at = ${new Date(at).toISOString()}
      WHERE id = ${id} AND state = 'draft'
      RETURNING scorecard_id, document->'fallback'->>'name' AS name)
    UPDATE scorecard SET name = published.name FROM published
    WHERE scorecard.id = published.scorecard_id AND published.name IS NOT NULL`;
}

function selectLineages(sql: Session["sql"]) {
  return sql`
    SELECT scorecard.slug, scorecard.name,
      (extract(epoch FROM scorecard.created_at) * 1000)::float8 AS "createdAt",
      count(v.id)::int AS versions, coalesce(max(v.version), 0)::int AS latest,
      max(v.version) FILTER (WHERE v.id = live.scorecard_version_id) AS live
    FROM scorecard LEFT JOIN scorecard_version v ON v.scorecard_id = scorecard.id
    LEFT JOIN live ON true`;
}

function selectVersions(sql: Session["sql"]) {
  return sql`
    SELECT ${summary(sql)}, v.id::float8 AS id, scorecard.slug, v.document, v.reasons, v.meeting,
      (SELECT jsonb_build_object('slug', slug, 'version', version)
        FROM scorecard_version base JOIN scorecard ON scorecard.id = base.scorecard_id
        WHERE base.id = v.based_on_id) AS "basedOn"
    FROM scorecard_version v JOIN scorecard ON scorecard.id = v.scorecard_id
    LEFT JOIN live ON live.scorecard_version_id = v.id`;
}

function summary(sql: Session["sql"]) {
  return sql`
    v.version, v.state, live.scorecard_version_id IS NOT NULL AS live, v.note,
    v.created_by AS "createdBy", (extract(epoch FROM v.created_at) * 1000)::float8 AS "createdAt",
    v.published_by AS "publishedBy",
    (extract(epoch FROM v.published_at) * 1000)::float8 AS "publishedAt",
    v.approved_by AS "approvedBy",
    (extract(epoch FROM v.approved_at) * 1000)::float8 AS "approvedAt",
    (extract(epoch FROM v.back_tested_at) * 1000)::float8 AS "backTestedAt"`;
}

/**
 * When somebody last took a line or cut of a version, or of those that it was drafted from, as deals
 * recommended it. @returns epoch milliseconds; null where nobody did
 */
export async function findLatestDecision(
  { sql }: Session,
  versionId: number,
): Promise<number | null> {
  const [row] = await sql<{ at: number | null }[]>`
    WITH RECURSIVE line AS (
      SELECT id, based_on_id, reasons FROM scorecard_version WHERE id = ${versionId}
      UNION
      SELECT v.id, v.based_on_id, v.reasons FROM scorecard_version v JOIN line ON v.id = line.based_on_id)
    SELECT (extract(epoch FROM max((reason.value->>'at')::timestamptz)) * 1000)::float8 AS at
    FROM line, jsonb_each(reasons) AS reason
    WHERE reason.value->>'decided' IN ('accepted', 'edited')`;
  return row!.at;
}
