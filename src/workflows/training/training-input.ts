import { z } from "zod";
import { trainingSettingsSchema } from "./training-settings.ts";

/** What a job `train` is asked for. */
export const trainingInputSchema = z.discriminatedUnion("from", [
  z.strictObject({
    from: z.literal("stored"),
    scorecardVersionId: z.number(),
    settings: trainingSettingsSchema,
  }),
  z.strictObject({
    from: z.literal("upload"),
    /** None where the scorecard came with the upload. */
    scorecardVersionId: z.number().nullable(),
    /** Whether a scorecard that is new goes to a lineage of uploads, beside the one that it names. */
    ownLineage: z.boolean().default(false),
    settings: trainingSettingsSchema,
  }),
]);

export type TrainingInput = z.infer<typeof trainingInputSchema>;

/** What the files of an upload are to a training. */
export const UPLOAD_ROLES = [
  "deals",
  "leads",
  "activities",
  "feedback",
  "mapping",
  "scorecard",
] as const;

export type UploadRole = (typeof UPLOAD_ROLES)[number];
