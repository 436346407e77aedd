import { z } from "zod";
import { batchOf, refusedSchema } from "./batch.ts";
import { asOfSchema, inlineLeadSchema, scoreAnswerSchema } from "./score.ts";
import { scoreSummarySchema } from "./score-summary.ts";

/** What POST /v1/scores takes and gives. */

export const scoresRequestSchema = z.strictObject({
  leads: batchOf(inlineLeadSchema),
  asOf: asOfSchema,
});

export const scoresQuery = z.strictObject({
  ledger: z
    .enum(["true", "false"])
    .transform((word) => word === "true")
    .default(false)
    .describe("Whether each lead is answered as POST /v1/score does, with all that explains it."),
});

export const scoresAnswerSchema = z.strictObject({
  items: z
    .array(z.union([scoreSummarySchema.extend({ lead: z.string() }), scoreAnswerSchema]))
    .describe("In the order of the request, without those that were refused."),
  refused: refusedSchema,
});
