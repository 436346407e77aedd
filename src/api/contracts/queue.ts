import { z } from "zod";
import { CELLS } from "../../scorecard/schema.ts";
import type { QueueItem, ShownReasons } from "../../workflows/feedback/feedback-queue.ts";
import { EVENT_CAUSES } from "../../workflows/live/list-events.ts";
import { leadAnswerSchema } from "./leads.ts";
import { pageOf, timePageQuery } from "./paging.ts";
import { modelSchema, rulesSchema } from "./score.ts";
import { nameSchema } from "./text.ts";

export const queueQuery = z.strictObject({
  ...timePageQuery,
  owner: nameSchema
    .optional()
    .describe("Whose leads; for sales their own and those of nobody when left out, else all."),
});

const scoresSchema = z.strictObject({
  asOf: z.iso.datetime(),
  rules: rulesSchema
    .pick({ scorecard: true, score: true, fit: true, engagement: true, cell: true })
    .extend({ highlights: rulesSchema.shape.ledger.describe("The largest, the largest first.") }),
  model: modelSchema
    .pick({ probability: true, interval: true, logOdds: true, points: true })
    .extend({ highlights: modelSchema.shape.contributions.describe("The largest first.") })
    .nullable()
    .describe("Null while no model fits the scorecard's lines."),
});

const knownSchema = {
  handover: z.int().describe("Id of the handover."),
  lead: z.string(),
  owner: z.string().nullable(),
  at: z.iso.datetime(),
  closedAt: z.iso.datetime().nullable(),
  attributes: leadAnswerSchema.shape.attributes.describe("What is known of the lead."),
  activities: z
    .array(
      z.strictObject({
        type: z.string(),
        asset: z.string().nullable(),
        category: z.string().nullable(),
        minutes: z.number().nullable(),
        at: z.iso.datetime(),
      }),
    )
    .describe("The latest 20, the latest first."),
  activityCount: z.int(),
};

const blindSchema = z
  .strictObject({ ...knownSchema, blind: z.literal(true) })
  .describe("Drawn at random to be judged without its score in sight.");

const visibleSchema = z.strictObject({
  ...knownSchema,
  blind: z.literal(false),
  why: z
    .strictObject({
      cell: z.enum(CELLS),
      from: z.string().nullable().describe("The cell before; null where it had none."),
      cause: z.enum(EVENT_CAUSES),
      rule: z.int().nullable().describe("Index of the rule of the routing that chose the owner."),
      score: z.number().describe("Points when it was handed over."),
    })
    .describe("Why it was handed over."),
  nextAction: z.string(),
  scores: scoresSchema.nullable().describe("As they are now; null where the lead has none."),
});

export const queuePageSchema = pageOf(z.discriminatedUnion("blind", [blindSchema, visibleSchema]));

export function toQueueAnswer(
  item: QueueItem,
): z.infer<typeof blindSchema> | z.infer<typeof visibleSchema> {
  const known = {
    handover: item.id,
    lead: item.lead,
    owner: item.owner,
    at: toIso(item.at),
    closedAt: item.closedAt === null ? null : toIso(item.closedAt),
    attributes: item.attributes as z.infer<typeof leadAnswerSchema>["attributes"],
    activities: item.activities.map((activity) => ({ ...activity, at: toIso(activity.at) })),
    activityCount: item.activityCount,
  };
  if (item.shown === null) return { ...known, blind: true };
  const { why, nextAction, scores } = item.shown;
  const { scoreThen: score, cell, ...rest } = why;
  return {
    ...known,
    blind: false,
    why: { ...rest, cell: cell as (typeof CELLS)[number], score },
    nextAction,
    scores: scores && toScores(scores),
  };
}

function toScores({
  asOf,
  rules,
  model,
  ruleHighlights,
  modelHighlights,
}: NonNullable<ShownReasons["scores"]>): z.infer<typeof scoresSchema> {
  const { scorecard, total: score, fit, engagement, cell } = rules;
  return {
    asOf: toIso(asOf),
    rules: { scorecard, score, fit, engagement, cell, highlights: [...ruleHighlights] },
    model: model && {
      probability: model.probability,
      interval: { low: model.low, high: model.high },
      logOdds: model.logOdds,
      points: model.points,
      highlights: [...modelHighlights],
    },
  };
}

function toIso(at: number): string {
  return new Date(at).toISOString();
}
