import { z } from "zod";
import { CELLS, GRADES } from "../../scorecard/schema.ts";
import type { ReadLead, SummarisedLead } from "../../workflows/live/list-leads.ts";
import { batchOf, refusedSchema } from "./batch.ts";
import { pageOf, pageQuery, placeOf } from "./paging.ts";
import { scoreSummarySchema, toSummaryAnswer } from "./score-summary.ts";
import { attributesSchema, idSchema, nameSchema } from "./text.ts";

export const leadParams = z.strictObject({
  id: idSchema.describe("By which the lead was sent."),
});

export const leadItemSchema = z.strictObject({
  id: idSchema.describe("The sender's own."),
  attributes: attributesSchema
    .default({})
    .describe(
      "By the names that the scorecard uses; null: unknown; left out: as it was. At most 500, and 64 KiB, in all.",
    ),
  otherIds: z
    .record(idSchema, idSchema)
    .optional()
    .describe("What other systems call the lead, by system."),
  owner: idSchema.nullable().optional().describe("Null: nobody; left out: as it was."),
  account: idSchema
    .nullable()
    .optional()
    .describe(
      "The company that the lead belongs to, by the sender's own id; null: unknown; left out: as it was. Leads of one account are never counted as independent where rules and model are compared.",
    ),
});

export const leadsRequestSchema = z.strictObject({ leads: batchOf(leadItemSchema) });

export const leadsKeptSchema = z.strictObject({
  created: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  refused: refusedSchema,
});

const scoresSchema = scoreSummarySchema
  .extend({
    settled: z
      .strictObject({ thresholds: z.array(z.string()), cell: z.enum(CELLS) })
      .describe(
        "What events say that the lead has reached: it falls only when the score is below a cut by more than the hysteresis' margin.",
      ),
  })
  .nullable()
  .describe("Null where it is not scored yet.");

const listedLeadSchema = z.strictObject({
  id: z.string(),
  otherIds: z.record(z.string(), z.string()),
  owner: z.string().nullable(),
  account: z.string().nullable().describe("The company that it belongs to; null: unknown."),
  updatedAt: z.iso.datetime().describe("When the lead last changed or did something new."),
  scores: scoresSchema,
});

export const leadPageSchema = pageOf(listedLeadSchema);

const attributeValue = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.array(z.string()),
  z.null(),
]);

export const leadAnswerSchema = listedLeadSchema.extend({
  attributes: z.record(z.string(), attributeValue),
  createdAt: z.iso.datetime(),
});

const SORTS = ["score", "probability", "updated"] as const;
const DIRECTIONS = ["asc", "desc"] as const;

/** Ends within which a value may be a score, a probability or a moment that the database knows. */
const LEAST = Date.UTC(1, 0);
const MOST = Date.UTC(9999, 0);

const placeKey = z.tuple([
  z.enum(SORTS),
  z.enum(DIRECTIONS),
  z.number().min(LEAST).max(MOST).nullable(),
  z.int().min(0),
]);

const share = z.coerce.number().min(0).max(1).optional();
const score = z.coerce.number().optional();
const PAIR = "expected a system's name and the id there, as in crm:42";

export const leadPageQuery = z
  .strictObject({
    cell: z.enum(CELLS).optional(),
    grade: z.enum(GRADES).optional(),
    band: z.coerce.number().int().min(1).max(4).optional(),
    owner: idSchema.optional(),
    account: idSchema.optional().describe("The company that the lead belongs to."),
    scorecard: nameSchema.optional().describe("Id of the scorecard that applied."),
    minScore: score,
    maxScore: score,
    minProbability: share,
    maxProbability: share,
    threshold: nameSchema.optional().describe("Id of a threshold that the score has reached."),
    disagrees: z
      .enum(["true", "false"])
      .transform((word) => word === "true")
      .optional()
      .describe("Whether rules and model disagree strongly."),
    otherId: z
      .string()
      .max(401)
      .regex(/^[^:]+:./s, PAIR)
      .transform((pair) => {
        const colon = pair.indexOf(":");
        return { system: pair.slice(0, colon), id: pair.slice(colon + 1) };
      })
      .pipe(z.strictObject({ system: idSchema, id: idSchema }))
      .optional()
      .describe("What another system calls the lead: its name, a colon, the id there."),
    idPrefix: idSchema.optional().describe("How the lead's id begins."),
    sort: z.enum(SORTS).default("score").describe("Leads that are not scored yet stand last."),
    direction: z.enum(DIRECTIONS).default("desc"),
    limit: pageQuery.limit,
    after: placeOf(placeKey).optional(),
  })
  .refine(
    ({ sort, direction, after }) =>
      after === undefined || (after[0] === sort && after[1] === direction),
    { path: ["after"], error: "expected what `next` said in a list of this order" },
  );

export function toListedAnswer(lead: SummarisedLead): z.infer<typeof listedLeadSchema> {
  const { externalId: id, otherIds, owner, account, updatedAt, scores } = lead;
  return {
    id,
    otherIds,
    owner,
    account,
    updatedAt: new Date(updatedAt).toISOString(),
    scores: scores && { ...toSummaryAnswer(scores), settled: toSettledAnswer(scores.settled) },
  };
}

function toSettledAnswer({ thresholds, cell }: NonNullable<SummarisedLead["scores"]>["settled"]) {
  return { thresholds: [...thresholds], cell };
}

export function toLeadAnswer(lead: ReadLead): z.infer<typeof leadAnswerSchema> {
  const { attributes, createdAt } = lead;
  return {
    ...toListedAnswer(lead),
    attributes: attributes as z.infer<typeof leadAnswerSchema>["attributes"],
    createdAt: new Date(createdAt).toISOString(),
  };
}
