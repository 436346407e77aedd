import { Refusal } from "../refusal.ts";
import {
  endJob,
  giveBackJob,
  MOST_ATTEMPTS,
  postponeJob,
  readVainAttempts,
  renewLease,
  saveCursor,
  type TakenJob,
} from "../store/job-leases.ts";
import type { Context } from "../workflows/context.ts";
import { describeFault, describeRefusal } from "./fault.ts";
import { JobLost, type JobWork, WorkerStopped } from "./job-run.ts";
import { createProgressWriter } from "./progress-writer.ts";

export interface Working {
  readonly context: Context;
  readonly work: JobWork;
  readonly leaseMs: number;
  /** Aborted when the worker is to stop. */
  readonly stopping: AbortSignal;
  readonly onFault: (error: unknown) => void;
}

/** Works at a job that was taken, and writes down how it ended. */
export async function workAtJob(job: TakenJob, working: Working): Promise<void> {
  const { context, stopping, onFault } = working;
  const lost = new AbortController();
  const beat = setInterval(() => {
    renewLease(context.database, job, working.leaseMs).then(
      (isOurs) => isOurs || lost.abort(new JobLost("the lease had run out")),
      onFault,
    );
  }, working.leaseMs / 3);
  try {
    const outcome = await runWork(job, working, AbortSignal.any([stopping, lost.signal]));
    await endJob(
      context.database,
      job,
      outcome instanceof Refusal
        ? { state: "failed", fault: describeRefusal(outcome) }
        : { state: "done", result: outcome },
    );
  } catch (error) {
    await settleThrown(error, job, working);
  } finally {
    clearInterval(beat);
  }
}

async function runWork(job: TakenJob, { context, work, onFault }: Working, signal: AbortSignal) {
  const progress = createProgressWriter(context.database, job, onFault);
  try {
    return await work({
      context,
      job,
      onProgress: progress.tell,
      checkpoint: async (session, cursor) => {
        if (!(await saveCursor(session, job, cursor))) throw new JobLost("another worker has it");
      },
      signal,
    });
  } finally {
    await progress.end();
  }
}

async function settleThrown(error: unknown, job: TakenJob, working: Working): Promise<void> {
  const { database } = working.context;
  if (error instanceof JobLost) return;
  if (error instanceof WorkerStopped) return giveBackJob(database, job);
  working.onFault(error);
  const fault = describeFault(error);
  const vain = await readVainAttempts(database, job);
  if (vain < MOST_ATTEMPTS) await postponeJob(database, job, fault, delayAfter(Math.max(1, vain)));
  else await endJob(database, job, { state: "failed", fault });
}

const FIRST_DELAY_MS = 5_000;

/** 5 s, 20 s, 80 s, 320 s. */
function delayAfter(vain: number): number {
  return FIRST_DELAY_MS * 4 ** (vain - 1);
}
