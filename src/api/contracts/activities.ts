import { z } from "zod";
import { batchOf, refusedSchema } from "./batch.ts";
import { activitySchema } from "./score.ts";
import { idSchema } from "./text.ts";

export const activityItemSchema = activitySchema.extend({
  key: idSchema.describe("The sender's own: an activity whose key came before is the same one."),
  lead: idSchema.describe("By which the lead was sent."),
});

export const activitiesRequestSchema = z.strictObject({ activities: batchOf(activityItemSchema) });

/** What became of a batch of things that happened. */
export const recordedSchema = z.strictObject({
  accepted: z.int(),
  repeated: z.int().describe("Those that were kept before, which changes nothing."),
  refused: refusedSchema,
});
