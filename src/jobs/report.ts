import { z } from "zod";
import { Refusal } from "../refusal.ts";
import { makeFeedbackReport } from "../workflows/feedback/make-feedback-report.ts";
import { makeReport } from "../workflows/training/make-report.ts";
import type { JobType } from "./job-run.ts";

const inputSchema = z.strictObject({
  of: z.enum(["ab", "feedback"]).default("ab"),
  scorecardVersionId: z.number(),
  modelVersionId: z.number().nullable().default(null),
  seed: z.int(),
});

/** Makes a report on what is stored. */
export const report: JobType = {
  work: async ({ context, job, onProgress, signal }) => {
    const input = inputSchema.parse(job.input);
    const following = { onProgress: (text: string) => onProgress({ text }), signal };
    const make = input.of === "feedback" ? makeFeedbackReport : makeReport;
    const basis = await make(context, input, following);
    return basis instanceof Refusal ? basis : { basis };
  },
};
