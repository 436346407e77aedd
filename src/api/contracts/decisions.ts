import { z } from "zod";
import type { Decision } from "../../workflows/deciding/decide.ts";
import { rowIdSchema } from "./id-paging.ts";
import {
  decisionSchema as decidedSchema,
  toDecisionAnswer as toDecidedAnswer,
} from "./recommendations.ts";
import { textSchema } from "./text.ts";

const DECIDED = ["accepted", "edited", "rejected"] as const;
const MOST_POINTS = 1e6;
const LATEST_REVISION = 2_000_000_000;

export const recommendationParams = z.strictObject({ id: rowIdSchema });
export const subjectParams = z.strictObject({ id: rowIdSchema, subject: textSchema });

export const decisionSchema = z.strictObject({
  decided: z
    .enum(DECIDED)
    .describe("accepted: as recommended; edited: as value says; rejected: as it is."),
  value: z
    .number()
    .min(-MOST_POINTS)
    .max(MOST_POINTS)
    .optional()
    .describe("Whole points or stars as written on the scorecard, or a cut; where it is edited."),
  note: textSchema.optional(),
  revision: z
    .int()
    .min(0)
    .max(LATEST_REVISION)
    .describe("Of the decision that this one replaces, as it was read; 0 for the first."),
});

export const decisionAnswerSchema = decidedSchema.extend({ subject: z.string() });

export const decisionListSchema = z.strictObject({ items: z.array(decisionAnswerSchema) });

export const draftingSchema = z
  .strictObject({ note: textSchema.optional().describe("What the draft is for.") })
  .nullish()
  .transform((body) => body ?? {});

export function toDecisionAnswer(decision: Decision): z.infer<typeof decisionAnswerSchema> {
  return { subject: decision.subject, ...toDecidedAnswer(decision) };
}
