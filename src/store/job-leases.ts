import type { Session } from "./database.ts";
import type { JobFault, JobKind, JobProgress } from "./jobs.ts";

/** A job that a worker has taken. */
export interface TakenJob {
  readonly id: number;
  readonly kind: JobKind;
  readonly input: Readonly<Record<string, unknown>>;
  /** How far the work had come; null at first. */
  readonly cursor: unknown;
  readonly createdBy: string;
  /** Which time this is, from 1. Who holds an earlier one has lost the job. */
  readonly attempt: number;
}

type Held = Pick<TakenJob, "id" | "attempt">;

/** Times that a job is taken at most, without coming further, by workers that failed or were killed. */
export const MOST_ATTEMPTS = 5;

/** The column rounds to milliseconds, so what is due now may be due just after now(). */
const ROUNDING = "1 ms";

/** The column `cursor`: how far the work has come, and the attempt that came so far. */
interface Reached {
  readonly reached: unknown;
  readonly attempt: number;
}

/** Attempts since the work came further. The number of an attempt is never given to a second one. */
function countVain(sql: Session["sql"]) {
  return sql`(attempts - coalesce((cursor->>'attempt')::int, 0))`;
}

/**
 * Takes the job that has been due for longest, if there is one, for as long as the lease lasts. The
 * lease is measured by the database's clock, which all workers share.
 */
export async function takeJob(
  { sql }: Session,
  kind: JobKind,
  leaseMs: number,
): Promise<TakenJob | null> {
  const [row] = await sql<TakenJob[]>`
    UPDATE job SET state = 'running', attempts = attempts + 1,
      lease_until = now() + ${leaseMs} * interval '1 ms'
    WHERE id = (
      SELECT id FROM job
      WHERE kind = ${kind} AND due_at <= now() + ${ROUNDING}::interval 
        AND ${countVain(sql)} < ${MOST_ATTEMPTS}
        AND (state = 'queued' OR (state = 'running' AND lease_until <= now()))
      ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id::float8 AS id, kind, input, cursor->'reached' AS cursor, created_by AS "createdBy",
      attempts AS attempt`;
  return row ?? null;
}

/** Ends the jobs whose last worker was lost, and that were taken as often as may be. */
export async function endAbandonedJobs({ sql }: Session, fault: JobFault): Promise<void> {
  await sql`
    WITH ended AS (
      UPDATE job SET state = 'failed', fault = ${JSON.stringify(fault)}::jsonb,
        finished_at = now(), lease_until = NULL
      WHERE state = 'running' AND lease_until <= now() AND ${countVain(sql)} >= ${MOST_ATTEMPTS}
      RETURNING id)
    DELETE FROM upload USING ended WHERE upload.job_id = ended.id`;
}

/** @returns whether the job is still the holder's */
export async function renewLease({ sql }: Session, held: Held, leaseMs: number): Promise<boolean> {
  const { count } = await sql`
    UPDATE job SET lease_until = now() + ${leaseMs} * interval '1 ms'
    WHERE ${isHeld(sql, held)}`;
  return count === 1;
}

/** @returns whether the job is still the holder's */
export async function saveProgress(
  { sql }: Session,
  held: Held,
  progress: JobProgress,
): Promise<boolean> {
  const { count } = await sql`
    UPDATE job SET progress = ${JSON.stringify(progress)}::jsonb WHERE ${isHeld(sql, held)}`;
  return count === 1;
}

/**
 * Writes how far the work has come, in the transaction of the work. Where it has come further, the
 * attempts before count no more.
 *
 * @returns whether the job is still the holder's; if not, the work must not be committed
 */
export async function saveCursor({ sql }: Session, held: Held, cursor: unknown): Promise<boolean> {
  const next: Reached = { reached: cursor, attempt: held.attempt };
  const { count } = await sql`
    UPDATE job SET cursor = CASE
      WHEN cursor->'reached' = ${JSON.stringify(cursor)}::jsonb THEN cursor
      ELSE ${JSON.stringify(next)}::jsonb END
    WHERE ${isHeld(sql, held)}`;
  return count === 1;
}

/** Attempts that a job has had since it came further, the one that runs included where it did not. */
export async function readVainAttempts({ sql }: Session, { id }: Held): Promise<number> {
  const [row] = await sql<{ vain: number }[]>`
    SELECT ${countVain(sql)} AS vain FROM job WHERE id = ${id}`;
  return row?.vain ?? 0;
}

type Ending =
  | { readonly state: "done"; readonly result: Readonly<Record<string, unknown>> }
  | { readonly state: "failed"; readonly fault: JobFault };

/** Ends a job; the files that came with it go. */
export async function endJob({ sql }: Session, held: Held, ending: Ending): Promise<boolean> {
  const result = ending.state === "done" ? JSON.stringify(ending.result) : null;
  const fault = ending.state === "failed" ? JSON.stringify(ending.fault) : null;
  const ended = await sql`
    WITH ended AS (
      UPDATE job SET state = ${ending.state}, result = ${result}::jsonb, fault = ${fault}::jsonb,
        finished_at = now(), lease_until = NULL
      WHERE ${isHeld(sql, held)} RETURNING id)
    , removed AS (DELETE FROM upload USING ended WHERE upload.job_id = ended.id)
    SELECT id FROM ended`;
  return ended.length === 1;
}

/** Lets a job be tried again later. What went wrong stays to be read until it ends. */
export async function postponeJob(
  { sql }: Session,
  held: Held,
  fault: JobFault,
  delayMs: number,
): Promise<void> {
  await sql`
    UPDATE job SET state = 'queued', lease_until = NULL, fault = ${JSON.stringify(fault)}::jsonb,
      due_at = now() + ${delayMs} * interval '1 ms'
    WHERE ${isHeld(sql, held)}`;
}

/**
 * Gives a job back that a worker could not end before it stopped; that does not count as an attempt.
 * Every attempt that was not given back still counts, so no later one has the number of a lost one.
 */
export async function giveBackJob({ sql }: Session, held: Held): Promise<void> {
  await sql`
    UPDATE job SET state = 'queued', lease_until = NULL, attempts = attempts - 1
    WHERE ${isHeld(sql, held)}`;
  await sql`SELECT pg_notify('job', '')`;
}

function isHeld(sql: Session["sql"], { id, attempt }: Held) {
  return sql`id = ${id} AND attempts = ${attempt} AND state = 'running'`;
}
