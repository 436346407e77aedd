import type { ScorecardSet } from "../scorecard/schema.ts";
import type { Session } from "./database.ts";

/** A lineage of models, those of one lineage of scorecards. Times here are epoch milliseconds. */
export interface ModelLineage {
  readonly slug: string;
  /** Slug of the scorecards whose lines they were fitted on. */
  readonly scorecard: string;
  readonly createdAt: number;
  readonly versions: number;
  /** Number of the newest version. */
  readonly latest: number;
  /** Number of the version that scores now, where it is one of these. */
  readonly live: number | null;
}

/** What a model learnt from. */
export interface Trained {
  readonly deals: number;
  readonly won: number;
  readonly firstAsOf: string | null;
  readonly lastAsOf: string | null;
  readonly priorWidth: number;
  readonly seed: number;
}

export interface ModelVersionSummary {
  readonly version: number;
  readonly live: boolean;
  /** Number of the scorecard version whose lines it was fitted on. */
  readonly scorecardVersion: number;
  readonly trained: Trained;
  readonly historyHash: string | null;
  readonly createdBy: string;
  readonly createdAt: number;
  /** Null for a candidate. */
  readonly promotedBy: string | null;
  readonly promotedAt: number | null;
}

export interface ModelVersion extends ModelVersionSummary {
  readonly id: number;
  readonly slug: string;
  readonly scorecard: string;
  /** As it was stored. */
  readonly document: unknown;
  /** The scorecards whose lines it was fitted on, as they were stored. */
  readonly fittedOn: ScorecardSet;
}

/** Lineages in the order of their slugs. */
export async function listModels(
  { sql }: Session,
  { after = "", limit }: { readonly after?: string | undefined; readonly limit: number },
): Promise<readonly ModelLineage[]> {
  return await sql<ModelLineage[]>`
    ${selectLineages(sql)} WHERE model.slug > ${after} COLLATE "C"
    GROUP BY model.id, scorecard.slug ORDER BY model.slug COLLATE "C" LIMIT ${limit}`;
}

export async function findModel({ sql }: Session, slug: string): Promise<ModelLineage | null> {
  const [row] = await sql<ModelLineage[]>`
    ${selectLineages(sql)} WHERE model.slug = ${slug} GROUP BY model.id, scorecard.slug`;
  return row ?? null;
}

/** Versions of a lineage, the newest first. */
export async function listModelVersions(
  { sql }: Session,
  slug: string,
  { before, limit }: { readonly before?: number | undefined; readonly limit: number },
): Promise<readonly ModelVersionSummary[]> {
  return await sql<ModelVersionSummary[]>`
    SELECT ${summary(sql)} ${fromVersions(sql)}
    WHERE model.slug = ${slug} ${before === undefined ? sql`` : sql`AND m.version < ${before}`}
    ORDER BY m.version DESC LIMIT ${limit}`;
}

export async function findModelVersion(
  { sql }: Session,
  slug: string,
  version: number,
): Promise<ModelVersion | null> {
  const [row] = await sql<ModelVersion[]>`
    ${selectVersions(sql)} WHERE model.slug = ${slug} AND m.version = ${version}`;
  return row ?? null;
}

export async function readModelVersion({ sql }: Session, id: number): Promise<ModelVersion> {
  const [row] = await sql<ModelVersion[]>`${selectVersions(sql)} WHERE m.id = ${id}`;
  if (row === undefined) throw new RangeError(`no model version ${id}`);
  return row;
}

/** The calibration that a model came from; null where it has none. */
export async function readCalibration({ sql }: Session, id: number): Promise<unknown> {
  const [row] = await sql<{ calibration: unknown }[]>`
    SELECT calibration FROM model_version WHERE id = ${id}`;
  return row?.calibration ?? null;
}

/** Ids of versions that a person made live at some time, the latest of them first. */
export async function listPromoted({ sql }: Session): Promise<readonly number[]> {
  const rows = await sql<{ id: number }[]>`
    SELECT id::float8 AS id FROM model_version WHERE promoted_at IS NOT NULL
    ORDER BY promoted_at DESC, model_version.id DESC`;
  return rows.map(({ id }) => id);
}

/** Adds a candidate as the newest of its lineage, which is made if it is not there. */
export async function insertModelVersion(
  { sql }: Session,
  candidate: {
    readonly slug: string;
    readonly scorecardVersionId: number;
    readonly document: unknown;
    readonly calibration: unknown;
    readonly historyHash: string | null;
    readonly createdBy: string;
  },
): Promise<{ readonly id: number; readonly version: number }> {
  const { slug, scorecardVersionId, document, calibration, historyHash, createdBy } = candidate;
  const [lineage] = await sql<{ id: number }[]>`
    INSERT INTO model (slug, scorecard_id)
    SELECT ${slug}, scorecard_id FROM scorecard_version WHERE id = ${scorecardVersionId}
    ON CONFLICT (slug) DO UPDATE SET slug = excluded.slug RETURNING id::float8 AS id`;
  const [row] = await sql<{ id: number; version: number }[]>`
    INSERT INTO model_version (model_id, version, scorecard_version_id, document, calibration,
      history_hash, created_by)
    SELECT ${lineage!.id}, coalesce(max(version), 0) + 1, ${scorecardVersionId},
      ${JSON.stringify(document)}::jsonb, ${JSON.stringify(calibration)}::jsonb, ${historyHash},
      ${createdBy}
    FROM model_version WHERE model_id = ${lineage!.id}
    RETURNING id::float8 AS id, version`;
  return row!;
}

export async function markPromoted(
  { sql }: Session,
  id: number,
  { by, at }: { readonly by: string; readonly at: number },
): Promise<void> {
  await sql`
    UPDATE model_version SET promoted_by = ${by}, promoted_at = ${new Date(at).toISOString()}
    WHERE id = ${id}`;
}

function selectLineages(sql: Session["sql"]) {
  return sql`
    SELECT model.slug, scorecard.slug AS scorecard,
      (extract(epoch FROM model.created_at) * 1000)::float8 AS "createdAt",
      count(m.id)::int AS versions, coalesce(max(m.version), 0)::int AS latest,
      max(m.version) FILTER (WHERE m.id = live.model_version_id) AS live
    FROM model JOIN scorecard ON scorecard.id = model.scorecard_id
    LEFT JOIN model_version m ON m.model_id = model.id LEFT JOIN live ON true`;
}

function selectVersions(sql: Session["sql"]) {
  return sql`
    SELECT ${summary(sql)}, m.id::float8 AS id, model.slug, scorecard.slug AS scorecard,
      m.document, v.document AS "fittedOn" ${fromVersions(sql)}`;
}

function fromVersions(sql: Session["sql"]) {
  return sql`
    FROM model_version m JOIN model ON model.id = m.model_id
    JOIN scorecard_version v ON v.id = m.scorecard_version_id
    JOIN scorecard ON scorecard.id = v.scorecard_id
    LEFT JOIN live ON live.model_version_id = m.id`;
}

function summary(sql: Session["sql"]) {
  return sql`
    m.version, live.model_version_id IS NOT NULL AS live, v.version AS "scorecardVersion",
    m.document->'trained' AS trained, m.history_hash AS "historyHash", m.created_by AS "createdBy",
    (extract(epoch FROM m.created_at) * 1000)::float8 AS "createdAt",
    m.promoted_by AS "promotedBy",
    (extract(epoch FROM m.promoted_at) * 1000)::float8 AS "promotedAt"`;
}
