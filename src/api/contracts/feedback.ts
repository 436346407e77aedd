import { z } from "zod";
import type { ListedFeedback } from "../../workflows/feedback/own-feedback.ts";
import { recordedSchema } from "./activities.ts";
import { batchOf } from "./batch.ts";
import { idPageQuery, rowIdSchema } from "./id-paging.ts";
import { pageOf } from "./paging.ts";
import { idSchema, nameSchema, textSchema, timeSchema } from "./text.ts";

const LARGEST_NUMBER = 2_147_483_647;
const MOST_REASONS = 10;

const verdictSchema = z
  .literal(["accepted", "rejected", 1, 2, 3, 4, 5], "expected accepted, rejected or 1 to 5")
  .describe("accepted, rejected, or a rating from 1 to 5, of which 4 and 5 accept the lead.");

const reasonsSchema = z
  .array(nameSchema)
  .max(MOST_REASONS, `expected at most ${MOST_REASONS} reasons`)
  .describe("Codes of GET /v1/settings/reason-codes, the main one first.");

const versionSchema = z.strictObject({
  slug: nameSchema,
  version: z.int().min(1).max(LARGEST_NUMBER),
});

const toReasons = <T extends { reason?: string | undefined; reasons?: string[] | undefined }>({
  reason,
  ...rest
}: T) => ({ ...rest, ...(reason !== undefined && { reasons: [reason] }) });

const isOneOf = ({ reason, reasons }: { reason?: unknown; reasons?: unknown }) =>
  reason === undefined || reasons === undefined;
const ONE_OF = { error: "expected either reason or reasons", path: ["reasons"] };

export const feedbackItemSchema = z
  .strictObject({
    key: idSchema.describe("The sender's own: feedback whose key came before is the same."),
    lead: idSchema.describe("By which the lead was sent."),
    verdict: verdictSchema,
    reasons: reasonsSchema.optional(),
    reason: nameSchema.optional().describe("The same as one code in reasons."),
    comment: textSchema.optional(),
    rep: nameSchema.optional().describe("Who judged; a sales person's own name when left out."),
    at: timeSchema.optional().describe("When it was said; now when left out."),
    sawScore: z
      .boolean()
      .optional()
      .describe(
        "Whether the score was in sight. False for leads that GET /v1/queue gives as blind.",
      ),
    shownVersion: versionSchema
      .optional()
      .describe("Whose score was shown; the one of that moment when left out."),
  })
  .refine(isOneOf, ONE_OF)
  .transform(toReasons)
  .transform(({ reasons = [], ...item }) => ({ ...item, reasons }));

export const feedbackRequestSchema = z.strictObject({ feedback: batchOf(feedbackItemSchema) });

export const feedbackRecordedSchema = recordedSchema.extend({
  kept: z
    .array(z.strictObject({ key: z.string(), id: z.int() }))
    .describe("Ids of all that is kept of this batch, new or not, by their keys."),
});

export const feedbackParams = z.strictObject({ id: rowIdSchema });

export const feedbackChangeSchema = z
  .strictObject({
    verdict: verdictSchema.optional(),
    reasons: reasonsSchema.optional(),
    reason: nameSchema.optional().describe("The same as one code in reasons."),
    comment: textSchema.nullable().optional().describe("Null takes it away."),
  })
  .refine(isOneOf, ONE_OF)
  .transform(toReasons);

export const feedbackPageQuery = z.strictObject({
  ...idPageQuery,
  lead: idSchema.optional().describe("By which the lead was sent."),
  rep: nameSchema.optional(),
  author: nameSchema.optional().describe("person:12 or key:3, as the audit log names them."),
  key: idSchema.optional(),
  withdrawn: z
    .enum(["true", "false"])
    .transform((word) => word === "true")
    .optional(),
});

export const feedbackAnswerSchema = z.strictObject({
  id: z.int(),
  key: z.string(),
  lead: z.string(),
  verdict: z.union([z.enum(["accepted", "rejected"]), z.int().min(1).max(5)]),
  accepted: z.boolean(),
  reasons: z.array(z.string()),
  comment: z.string().nullable(),
  rep: z.string().nullable(),
  at: z.iso.datetime(),
  author: z.string().describe("Who gave it, and alone may change it."),
  sawScore: z.boolean().nullable().describe("Null where nobody knows."),
  shownVersion: z.strictObject({ slug: z.string(), version: z.int() }).nullable(),
  shownTotal: z.number().nullable().describe("Points that were shown, where that is known."),
  withdrawnAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
});

export const feedbackPageSchema = pageOf(feedbackAnswerSchema);

export function toFeedbackAnswer(said: ListedFeedback): z.infer<typeof feedbackAnswerSchema> {
  const { rating, accepted, withdrawnAt } = said;
  return {
    id: said.id,
    key: said.key,
    lead: said.lead,
    verdict: rating ?? (accepted ? "accepted" : "rejected"),
    accepted,
    reasons: [...said.reasons],
    comment: said.comment,
    rep: said.rep,
    at: toIso(said.at),
    author: said.author,
    sawScore: said.sawScore,
    shownVersion: said.shownVersion,
    shownTotal: said.shownTotal,
    withdrawnAt: withdrawnAt === null ? null : toIso(withdrawnAt),
    createdAt: toIso(said.createdAt),
  };
}

function toIso(at: number): string {
  return new Date(at).toISOString();
}
