import { z } from "zod";
import { Refusal } from "../refusal.ts";
import { backTestVersion } from "../workflows/back-testing/back-test-version.ts";
import type { JobResult, JobType } from "./job-run.ts";

const inputSchema = z.strictObject({ scorecardVersionId: z.number() });

/** Back-tests a version; what it made is its cursor too, so that a job taken twice makes one. */
export const backTest: JobType = {
  work: async ({ context, job, onProgress, checkpoint, signal }) => {
    if (job.cursor !== null) return job.cursor as JobResult;
    const { scorecardVersionId } = inputSchema.parse(job.input);
    const following = { onProgress, signal, onKept: checkpoint };
    const tested = await backTestVersion(context, scorecardVersionId, following);
    return tested instanceof Refusal ? tested : { ...tested };
  },
};
