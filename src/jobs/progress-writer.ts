import type { Database } from "../store/database.ts";
import { saveProgress, type TakenJob } from "../store/job-leases.ts";
import type { JobProgress } from "../store/jobs.ts";

const INTERVAL_MS = 300;

export interface ProgressWriter {
  readonly tell: (progress: JobProgress) => void;
  /** Writes what was told last. */
  readonly end: () => Promise<void>;
}

/** Writes a job's progress to its row: the first at once, then the latest at intervals. */
export function createProgressWriter(
  database: Database,
  job: TakenJob,
  onFault: (error: unknown) => void,
): ProgressWriter {
  let latest: JobProgress | null = null;
  let timer: NodeJS.Timeout | null = null;
  let writing: Promise<unknown> = Promise.resolve();
  const write = () => {
    if (latest === null) return;
    const progress = latest;
    latest = null;
    writing = writing.then(() => saveProgress(database, job, progress)).catch(onFault);
  };
  const writeAtIntervals = () => {
    timer = latest === null ? null : setTimeout(writeAtIntervals, INTERVAL_MS);
    write();
  };
  return {
    tell: (progress) => {
      latest = progress;
      if (timer === null) writeAtIntervals();
    },
    end: async () => {
      if (timer !== null) clearTimeout(timer);
      write();
      await writing;
    },
  };
}
