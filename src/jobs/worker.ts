import { endInterruptedImports } from "../store/imports.ts";
import { endAbandonedJobs, takeJob } from "../store/job-leases.ts";
import type { JobKind } from "../store/jobs.ts";
import type { Context } from "../workflows/context.ts";
import { removeLeftovers } from "../workflows/training/upload-folder.ts";
import { type Bell, createBell } from "./bell.ts";
import { dayOf, scheduleDailyJobs } from "./daily-jobs.ts";
import { ABANDONED, INTERRUPTED } from "./fault.ts";
import { type JobType, type JobTypes, WorkerStopped } from "./job-run.ts";
import { JOB_TYPES } from "./job-types.ts";
import { workAtJob } from "./work-at-job.ts";

/** Sends the webhook deliveries that are due; returns how many it tried. */
export type DeliverDue = (context: Context, signal: AbortSignal) => Promise<number>;

export interface WorkerOptions {
  readonly context: Context;
  readonly types?: JobTypes;
  readonly deliverDue?: DeliverDue | undefined;
  /** Told of faults of the worker's own and of errors that jobs threw. */
  readonly onFault: (error: unknown) => void;
  /** How long a job stays with a worker that gives no sign of life. */
  readonly leaseMs?: number;
}

export interface Worker {
  /** Lets jobs finish what they are at, and gives them back. */
  stop(): Promise<void>;
}

const LEASE_MS = 30_000;
/** Jobs and deliveries are announced; looking all the same finds those whose time or lease is up. */
const LOOK_MS = 3_000;
const DELIVER_MS = 1_000;
const SCHEDULE_MS = 10_000;

/** Works until it is stopped: at one job of each kind at a time, and at deliveries beside them. */
export function startWorker(options: WorkerOptions): Worker {
  const { context, types = JOB_TYPES, deliverDue, onFault } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  const bells = { job: [] as Bell[], delivery: [] as Bell[] };
  const repeat = (everyMs: number, ringers: Bell[], work: () => Promise<number>) => {
    const bell = createBell();
    ringers.push(bell);
    return repeatUntilStopped(work, { bell, everyMs, signal, onFault });
  };
  const listening = (["job", "delivery"] as const).map((channel) =>
    context.database.sql
      .listen(channel, () => bells[channel].forEach(({ ring }) => ring()))
      .catch(onFault),
  );
  const work = (kind: JobKind, type: JobType) => () => workAtNext(kind, type, options, signal);
  const lanes = Object.entries(types).map(([kind, type]) =>
    repeat(LOOK_MS, bells.job, work(kind as JobKind, type)),
  );
  if (deliverDue) lanes.push(repeat(DELIVER_MS, bells.delivery, () => deliverDue(context, signal)));
  lanes.push(
    repeat(SCHEDULE_MS, bells.job, createScheduler(context, types)),
    removeLeftovers().catch(onFault),
  );
  return {
    stop: async () => {
      stopping.abort(new WorkerStopped("the worker stops"));
      await Promise.all(lanes);
      for (const heard of await Promise.all(listening)) await heard?.unlisten();
    },
  };
}

/** Works at all jobs that are due, one after another, until none is. */
export async function runDueJobs(
  context: Context,
  types: JobTypes = JOB_TYPES,
  onFault: (error: unknown) => void = () => {},
): Promise<number> {
  const { signal } = new AbortController();
  let worked = 0;
  for (let before = -1; before < worked; ) {
    before = worked;
    for (const [kind, type] of Object.entries(types))
      worked += await workAtNext(kind as JobKind, type, { context, onFault }, signal);
  }
  return worked;
}

/** @returns how many jobs it worked at: one or none */
async function workAtNext(
  kind: JobKind,
  type: JobType,
  { context, onFault, leaseMs = LEASE_MS }: WorkerOptions,
  stopping: AbortSignal,
): Promise<number> {
  await endAbandonedJobs(context.database, ABANDONED);
  const job = await takeJob(context.database, kind, leaseMs);
  if (job === null) return 0;
  await workAtJob(job, { context, work: type.work, leaseMs, stopping, onFault });
  return 1;
}

interface Repetition {
  readonly bell: Bell;
  readonly everyMs: number;
  readonly signal: AbortSignal;
  readonly onFault: (error: unknown) => void;
}

/** Repeats the work, at once where it found some, else at the next ring or after a while. */
async function repeatUntilStopped(
  work: () => Promise<number>,
  { bell, everyMs, signal, onFault }: Repetition,
): Promise<void> {
  while (!signal.aborted) {
    const found = await work().catch((error: unknown) => {
      if (!signal.aborted) onFault(error);
      return 0;
    });
    if (found === 0) await bell.wait(everyMs, signal);
  }
}

/** Sees to it that each day has its jobs, and that interrupted imports are told as such. */
function createScheduler(context: Context, types: JobTypes): () => Promise<number> {
  let scheduled = "";
  return async () => {
    const day = dayOf(context.now());
    if (day !== scheduled) await scheduleDailyJobs(context, types);
    scheduled = day;
    await endInterruptedImports(context.database, INTERRUPTED);
    return 0;
  };
}
