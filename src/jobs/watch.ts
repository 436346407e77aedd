import { watchOver } from "../workflows/watching/watch-over.ts";
import type { JobResult, JobType } from "./job-run.ts";

/** Looks after what is live; what it found is its cursor too, so that a job taken twice tells once. */
export const watch: JobType = {
  work: async ({ context, job, onProgress, checkpoint, signal }) => {
    if (job.cursor !== null) return job.cursor as JobResult;
    return { ...(await watchOver(context, { onProgress, signal, onKept: checkpoint })) };
  },
};
