import type { Session } from "./database.ts";

/** An experiment as it was agreed, and how long it runs. */
export interface StoredExperiment {
  readonly id: number;
  readonly name: string;
  /** As it was sent, with what was left out filled in. */
  readonly definition: unknown;
  readonly createdBy: string;
  /** Epoch milliseconds, as all moments here. */
  readonly createdAt: number;
  readonly startsAt: number;
  readonly stopsAt: number | null;
  readonly stoppedBy: string | null;
  readonly stopNote: string | null;
  /** The verdict that the last event told. */
  readonly told: string | null;
}

export interface NewExperiment {
  readonly name: string;
  readonly salt: string;
  readonly definition: unknown;
  readonly createdBy: string;
  readonly startsAt: number;
  readonly stopsAt: number | null;
}

/** @returns null where another experiment has its salt */
export async function insertExperiment(
  { sql }: Session,
  { name, salt, definition, createdBy, startsAt, stopsAt }: NewExperiment,
): Promise<number | null> {
  const [row] = await sql<{ id: number }[]>`
    INSERT INTO experiment (name, salt, definition, created_by, starts_at, stops_at)
    VALUES (${name}, ${salt}, ${JSON.stringify(definition)}::jsonb, ${createdBy},
      ${toIso(startsAt)}, ${stopsAt === null ? null : toIso(stopsAt)})
    ON CONFLICT (salt) DO NOTHING RETURNING id::float8 AS id`;
  return row?.id ?? null;
}

/** The newest first. @param before id of the last one of the page before */
export async function listExperiments(
  { sql }: Session,
  { before, limit }: { readonly before?: number | undefined; readonly limit: number },
): Promise<readonly StoredExperiment[]> {
  return sql<StoredExperiment[]>`
    SELECT ${columns(sql)} FROM experiment
    WHERE ${before ?? null}::bigint IS NULL OR id < ${before ?? null}::bigint
    ORDER BY experiment.id DESC LIMIT ${limit}`;
}

export async function readExperiment(
  { sql }: Session,
  id: number,
): Promise<StoredExperiment | null> {
  const [row] = await sql<StoredExperiment[]>`
    SELECT ${columns(sql)} FROM experiment WHERE id = ${id}`;
  return row ?? null;
}

/**
 * Those that run, then those to come, then those that ended, each the newest first; without those
 * that were stopped before they began.
 */
export async function listLatestExperiments(
  { sql }: Session,
  { at, limit }: { readonly at: number; readonly limit: number },
): Promise<readonly StoredExperiment[]> {
  const moment = toIso(at);
  return sql<StoredExperiment[]>`
    SELECT ${columns(sql)} FROM experiment WHERE stops_at IS NULL OR stops_at > starts_at
    ORDER BY CASE WHEN stops_at <= ${moment} THEN 2 WHEN starts_at > ${moment} THEN 1 ELSE 0 END,
      experiment.id DESC LIMIT ${limit}`;
}

/** Those that run or are to run. */
export async function listOpenExperiments(
  { sql }: Session,
  at: number,
): Promise<readonly StoredExperiment[]> {
  return sql<StoredExperiment[]>`
    SELECT ${columns(sql)} FROM experiment WHERE stops_at IS NULL OR stops_at > ${toIso(at)}
    ORDER BY experiment.id`;
}

/** Id and definition of those that run; every scoring asks for them. */
export async function readRunning(
  { sql }: Session,
  at: number,
): Promise<readonly Pick<StoredExperiment, "id" | "definition">[]> {
  return sql<Pick<StoredExperiment, "id" | "definition">[]>`
    SELECT id::float8 AS id, definition FROM experiment
    WHERE starts_at <= ${toIso(at)} AND (stops_at IS NULL OR stops_at > ${toIso(at)})
    ORDER BY experiment.id`;
}

export type NamedExperiment = Pick<StoredExperiment, "id" | "name">;

/** Those that run, by name. */
export async function nameRunning(
  { sql }: Session,
  at: number,
): Promise<readonly NamedExperiment[]> {
  return sql<NamedExperiment[]>`
    SELECT id::float8 AS id, name FROM experiment
    WHERE starts_at <= ${toIso(at)} AND (stops_at IS NULL OR stops_at > ${toIso(at)})
    ORDER BY experiment.id`;
}

/** Ends an experiment that is not over. @returns whether it did */
export async function stopExperiment(
  { sql }: Session,
  id: number,
  { at, by, note }: { readonly at: number; readonly by: string; readonly note: string | null },
): Promise<boolean> {
  const stopped = await sql`
    UPDATE experiment SET stops_at = ${toIso(at)}, stopped_by = ${by}, stop_note = ${note}
    WHERE id = ${id} AND (stops_at IS NULL OR stops_at > ${toIso(at)})`;
  return stopped.count > 0;
}

/** What was told of an experiment before the first verdict that says anything. */
const NOTHING_TOLD = "not-yet-known";

/**
 * Remembers a verdict as told.
 *
 * @returns the experiment's name and the verdict before; null where it was told already, or there is
 *          no such experiment
 */
export async function rememberVerdict(
  { sql }: Session,
  id: number,
  verdict: string,
): Promise<{ readonly name: string; readonly before: string } | null> {
  const [row] = await sql<{ name: string; before: string }[]>`
    WITH known AS (
      SELECT id, coalesce(told, ${NOTHING_TOLD}) AS told FROM experiment WHERE id = ${id} FOR UPDATE)
    UPDATE experiment SET told = ${verdict} FROM known
    WHERE experiment.id = known.id AND known.told <> ${verdict}
    RETURNING experiment.name, known.told AS before`;
  return row ?? null;
}

/** A change of what is live; versions as `scorecard/model`, null where nothing was live. */
export interface LiveChange {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly from: string | null;
  readonly to: string;
}

/** Changes of what is live after one moment and until another, first to last. */
export async function listLiveChanges(
  { sql }: Session,
  { after, until }: { readonly after: number; readonly until: number },
): Promise<readonly LiveChange[]> {
  return sql<LiveChange[]>`
    SELECT (extract(epoch FROM published_at) * 1000)::float8 AS at,
      replaced_scorecard_version_id || '/' || coalesce(replaced_model_version_id::text, '') AS from,
      scorecard_version_id || '/' || coalesce(model_version_id::text, '') AS to
    FROM publication WHERE published_at > ${toIso(after)} AND published_at <= ${toIso(until)}
    ORDER BY publication.id`;
}

function columns(sql: Session["sql"]) {
  return sql`id::float8 AS id, name, definition, created_by AS "createdBy",
    (extract(epoch FROM created_at) * 1000)::float8 AS "createdAt",
    (extract(epoch FROM starts_at) * 1000)::float8 AS "startsAt",
    (extract(epoch FROM stops_at) * 1000)::float8 AS "stopsAt",
    stopped_by AS "stoppedBy", stop_note AS "stopNote", told`;
}

function toIso(at: number): string {
  return new Date(at).toISOString();
}
