import type { Refusal } from "../refusal.ts";
import type { Session } from "../store/database.ts";
import type { TakenJob } from "../store/job-leases.ts";
import type { JobKind, JobProgress } from "../store/jobs.ts";
import type { Context } from "../workflows/context.ts";

export type JobResult = Readonly<Record<string, unknown>>;

/** What a job works with. */
export interface JobRun {
  readonly context: Context;
  readonly job: Pick<TakenJob, "id" | "input" | "cursor" | "createdBy">;
  /** Told as often as you like; written to the job's row a few times a second. */
  readonly onProgress: (progress: JobProgress) => void;
  /**
   * Writes how far the work has come, in the transaction of the work. Call it last, so that the row
   * is locked briefly.
   *
   * @throws JobLost when another worker has the job by now: the transaction must not be committed
   */
  readonly checkpoint: (session: Session, cursor: unknown) => Promise<void>;
  /** Aborted when the worker stops or has lost the job. Throw its reason to leave off. */
  readonly signal: AbortSignal;
}

/** A refusal ends the job; what is thrown lets it be tried again. */
export type JobWork = (run: JobRun) => Promise<JobResult | Refusal>;

export interface JobType {
  readonly work: JobWork;
}

export type JobTypes = Readonly<Partial<Record<JobKind, JobType>>>;

/** Another worker has the job: this one's lease had run out. */
export class JobLost extends Error {
  override readonly name = "JobLost";
}

/** The worker stops, and gives the job back. */
export class WorkerStopped extends Error {
  override readonly name = "WorkerStopped";
}
