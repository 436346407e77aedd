import { z } from "zod";
import { Refusal } from "../refusal.ts";
import { clusterings } from "../workflows/comparing/clusters.ts";
import { bases } from "../workflows/comparing/comparison-material.ts";
import { makeAbReport } from "../workflows/comparing/make-ab-report.ts";
import { makeFeedbackReport } from "../workflows/feedback/make-feedback-report.ts";
import { makeReport } from "../workflows/training/make-report.ts";
import type { JobType } from "./job-run.ts";

const inputSchema = z.strictObject({
  of: z.enum(["ab", "calibration", "feedback"]).default("calibration"),
  scorecardVersionId: z.number(),
  modelVersionId: z.number().nullable().default(null),
  seed: z.int(),
  comparison: z
    .strictObject({ basis: z.enum(bases).nullable(), clustering: z.enum(clusterings).nullable() })
    .default({ basis: null, clustering: null }),
});

const MAKERS = {
  ab: makeAbReport,
  calibration: makeReport,
  feedback: makeFeedbackReport,
};

/** Makes a report on what is stored. */
export const report: JobType = {
  work: async ({ context, job, onProgress, signal }) => {
    const { of, comparison, ...subject } = inputSchema.parse(job.input);
    const following = { onProgress: (text: string) => onProgress({ text }), signal };
    const basis = await MAKERS[of](context, { ...subject, ...comparison }, following);
    return basis instanceof Refusal ? basis : { basis };
  },
};
