import { z } from "zod";
import { Refusal } from "../refusal.ts";
import { makeReport } from "../workflows/training/make-report.ts";
import type { JobType } from "./job-run.ts";

const inputSchema = z.strictObject({ scorecardVersionId: z.number(), seed: z.int() });

/** Makes the report on what is stored. */
export const report: JobType = {
  work: async ({ context, job, onProgress, signal }) => {
    const input = inputSchema.parse(job.input);
    const following = { onProgress: (text: string) => onProgress({ text }), signal };
    const basis = await makeReport(context, input, following);
    return basis instanceof Refusal ? basis : { basis };
  },
};
