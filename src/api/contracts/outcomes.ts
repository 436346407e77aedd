import { z } from "zod";
import { OUTCOMES } from "../../workflows/keeping/record-outcomes.ts";
import { batchOf } from "./batch.ts";
import { idSchema, timeSchema } from "./text.ts";

export const outcomeItemSchema = z.strictObject({
  deal: idSchema.describe("The sender's own; the latest outcome told of it stands."),
  lead: idSchema.describe("By which the lead was sent."),
  outcome: z.enum(OUTCOMES).describe("Open deals are not counted as lost."),
  openedAt: timeSchema.optional(),
  handedOverAt: timeSchema.optional(),
  closedAt: timeSchema
    .optional()
    .describe("Asked for where the deal is won or lost; an open one has none."),
});

export const outcomesRequestSchema = z.strictObject({ outcomes: batchOf(outcomeItemSchema) });
