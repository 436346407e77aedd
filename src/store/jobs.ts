import { and, desc, eq, lt } from "drizzle-orm";
import type { Session } from "./database.ts";
import {
  type JobFault,
  type JobProgress,
  job,
  type jobKinds,
  type jobStates,
} from "./schema/jobs.ts";

export type JobKind = (typeof jobKinds)[number];
export type JobState = (typeof jobStates)[number];

export interface NewJob {
  readonly kind: JobKind;
  readonly input: Readonly<Record<string, unknown>>;
  readonly createdBy: string;
  /** Of jobs with one key only one is ever made. */
  readonly dedupeKey?: string;
  /** Epoch milliseconds; at once when left out. */
  readonly dueAt?: number;
}

/** @returns the id of the new job, or of the one that has its key already */
export async function enqueueJob({ sql }: Session, job: NewJob): Promise<number> {
  const { kind, input, createdBy, dedupeKey = null, dueAt } = job;
  const [row] = await sql<{ id: number }[]>`
    INSERT INTO job (kind, input, created_by, dedupe_key, due_at)
    VALUES (${kind}, ${JSON.stringify(input)}::jsonb, ${createdBy}, ${dedupeKey},
      coalesce(${dueAt === undefined ? null : new Date(dueAt).toISOString()}::timestamptz, now()))
    ON CONFLICT (dedupe_key) DO UPDATE SET dedupe_key = excluded.dedupe_key
    RETURNING id::float8 AS id`;
  await sql`SELECT pg_notify('job', '')`;
  return row!.id;
}

/** A re-score that was asked for and has not begun; null where there is none. */
export async function findQueuedRescore({ sql }: Session): Promise<number | null> {
  const [row] = await sql<{ id: number }[]>`
    SELECT id::float8 AS id FROM job
    WHERE kind = 'rescore' AND state = 'queued' AND cursor IS NULL AND due_at <= now()
      AND input->>'cause' = 'time'
    ORDER BY id LIMIT 1`;
  return row?.id ?? null;
}

/** The first job of a kind that was asked for and has not begun; null where there is none. */
export async function findQueuedJob({ sql }: Session, kind: JobKind): Promise<number | null> {
  const [row] = await sql<{ id: number }[]>`
    SELECT id::float8 AS id FROM job WHERE kind = ${kind} AND state = 'queued' ORDER BY id LIMIT 1`;
  return row?.id ?? null;
}

/** What a job is and how far it has come, as people are told. */
export type StoredJob = Omit<typeof job.$inferSelect, "dedupeKey" | "input" | "cursor">;

const told = {
  id: job.id,
  kind: job.kind,
  state: job.state,
  progress: job.progress,
  result: job.result,
  fault: job.fault,
  attempts: job.attempts,
  dueAt: job.dueAt,
  leaseUntil: job.leaseUntil,
  createdBy: job.createdBy,
  createdAt: job.createdAt,
  finishedAt: job.finishedAt,
};

export interface JobFilter {
  readonly kind?: JobKind | undefined;
  readonly state?: JobState | undefined;
  /** Only jobs that are older than this id. */
  readonly before?: number | undefined;
}

/** Jobs, the newest first. */
export async function listJobs(
  { orm }: Session,
  { kind, state, before }: JobFilter,
  limit: number,
): Promise<readonly StoredJob[]> {
  const wanted = and(
    kind === undefined ? undefined : eq(job.kind, kind),
    state === undefined ? undefined : eq(job.state, state),
    before === undefined ? undefined : lt(job.id, before),
  );
  return orm.select(told).from(job).where(wanted).orderBy(desc(job.id)).limit(limit);
}

export async function readJob({ orm }: Session, id: number): Promise<StoredJob | null> {
  const [row] = await orm.select(told).from(job).where(eq(job.id, id));
  return row ?? null;
}

export type { JobFault, JobProgress };
