import { endAbandonedJobs, takeJob } from "../store/job-leases.ts";
import type { JobKind } from "../store/jobs.ts";
import type { Context } from "../workflows/context.ts";
import { type Bell, createBell } from "./bell.ts";
import { dayOf, scheduleDailyRescore } from "./daily-rescore.ts";
import { ABANDONED } from "./fault.ts";
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
/** Jobs are announced; looking for them all the same finds those whose time or lease is up. */
const LOOK_MS = 3_000;
const DELIVER_MS = 1_000;
const SCHEDULE_MS = 10_000;

/** Works until it is stopped: at one job of each kind at a time, and at deliveries beside them. */
export function startWorker(options: WorkerOptions): Worker {
  const { context, types = JOB_TYPES, deliverDue, onFault } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  const bells: Bell[] = [];
  const repeat = (everyMs: number, work: () => Promise<number>) => {
    const bell = createBell();
    bells.push(bell);
    return repeatUntilStopped(work, { bell, everyMs, signal, onFault });
  };
  const listening = context.database.sql
    .listen("job", () => bells.forEach(({ ring }) => ring()))
    .catch(onFault);
  const work = (kind: JobKind, type: JobType) => () => workAtNext(kind, type, options, signal);
  const lanes = Object.entries(types).map(([kind, type]) =>
    repeat(LOOK_MS, work(kind as JobKind, type)),
  );
  if (deliverDue) lanes.push(repeat(DELIVER_MS, () => deliverDue(context, signal)));
  lanes.push(repeat(SCHEDULE_MS, createScheduler(context)));
  return {
    stop: async () => {
      stopping.abort(new WorkerStopped("the worker stops"));
      await Promise.all(lanes);
      await (await listening)?.unlisten();
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

/** Sees to it that each day has its re-score; asks the database once a day. */
function createScheduler(context: Context): () => Promise<number> {
  let scheduled = "";
  return async () => {
    const day = dayOf(context.now());
    if (day !== scheduled) await scheduleDailyRescore(context);
    scheduled = day;
    return 0;
  };
}
