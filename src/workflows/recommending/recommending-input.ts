import { z } from "zod";
import { trainingSettingsSchema } from "../training/training-settings.ts";

/** What a recommendation may be told: what `calibrate` may, but for the seed, which stands beside. */
export const recommendingSettingsSchema = trainingSettingsSchema.omit({ seed: true });

export type RecommendingSettings = z.infer<typeof recommendingSettingsSchema>;

/** What a job `recommend` is asked for. */
export const recommendingInputSchema = z.strictObject({
  scorecardVersionId: z.number(),
  seed: z.int(),
  settings: recommendingSettingsSchema,
});

export type RecommendingInput = z.infer<typeof recommendingInputSchema>;
