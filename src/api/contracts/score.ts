import { z } from "zod";
import { CELLS, GRADES } from "../../scorecard/schema.ts";
import type { ExplainedScore } from "../../workflows/live/live-scorer.ts";
import { attributesSchema, nameSchema, textSchema, timeSchema } from "./text.ts";

/** What POST /v1/score takes and gives. */

export const activitySchema = z.strictObject({
  type: nameSchema,
  at: timeSchema,
  asset: textSchema.optional(),
  category: textSchema.optional(),
  minutes: z.number().nonnegative("expected 0 minutes or more").optional(),
});

export const inlineLeadSchema = z.strictObject({
  id: nameSchema,
  attributes: attributesSchema,
  activities: z
    .array(activitySchema)
    .describe("In any order; those later than asOf are not counted."),
});

export const asOfSchema = timeSchema
  .optional()
  .describe("The moment to score at, ISO 8601 with its offset; now when left out.");

export type InlineLead = z.infer<typeof inlineLeadSchema>;

export const scoreRequestSchema = z.strictObject({ lead: inlineLeadSchema, asOf: asOfSchema });

const points = z.number().describe("Points.");
const logOdds = z.number().describe("Log-odds.");
const probability = z.number().min(0).max(1);

const ledgerEntrySchema = z.strictObject({
  key: z.string(),
  label: z.string(),
  bucket: z.string().nullable(),
  axis: z.enum(["fit", "engagement"]).nullable(),
  kind: z.enum(["line", "cap", "floor"]),
  dose: z.number(),
  points: z.number().describe("Effective points for a dose of 1."),
  contribution: points,
});

export const rulesSchema = z.strictObject({
  scorecard: z.string(),
  version: z.int(),
  score: points,
  fit: points,
  engagement: points,
  grade: z.enum(GRADES),
  band: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]),
  cell: z.enum(CELLS),
  nextAction: z.string(),
  thresholds: z.array(
    z.strictObject({ id: z.string(), name: z.string(), score: points, reached: z.boolean() }),
  ),
  buckets: z.array(z.strictObject({ id: z.string(), points })),
  categories: z.array(
    z.strictObject({ id: z.string(), name: z.string(), points, actions: z.array(z.string()) }),
  ),
  ledger: z
    .array(ledgerEntrySchema)
    .describe("Its contributions, added in order, are the score exactly."),
});

export const modelSchema = z.strictObject({
  probability: probability.describe("To be won."),
  interval: z
    .strictObject({ low: probability, high: probability })
    .describe("95%, from the uncertainty of the coefficients."),
  logOdds,
  points: z.number().describe("The log-odds on the scorecard's scale."),
  intercept: logOdds,
  contributions: z
    .array(
      z.strictObject({
        key: z.string(),
        label: z.string(),
        dose: z.number(),
        coefficient: z.number().describe("Log-odds for a dose of 1."),
        contribution: logOdds,
      }),
    )
    .describe("Intercept and contributions, added in order, are the log-odds exactly."),
});

const disagreementSchema = z
  .strictObject({
    strong: z.boolean().describe("Whether there is such a threshold."),
    thresholds: z.array(
      z.strictObject({
        id: z.string(),
        name: z.string(),
        score: points,
        probability: probability.describe("What the threshold stands for on the model's scale."),
        higher: z.enum(["rules", "model"]).describe("Which of them puts the lead above."),
        why: z.string(),
      }),
    ),
  })
  .describe("Thresholds that have the score on one side, the model's whole interval on the other.");

export const scoreAnswerSchema = z.strictObject({
  lead: z.string(),
  asOf: z.iso.datetime(),
  rules: rulesSchema,
  model: modelSchema.nullable().describe("Null while no model fits the scorecard's lines."),
  modelMissing: z.string().nullable().describe("Why there is no model; null where there is one."),
  disagreement: disagreementSchema,
  attributes: z.strictObject({
    unknown: z.array(z.string()).describe("Asked for by the scorecard, not told of the lead."),
    unused: z
      .array(z.string())
      .describe("Told of the lead, asked for by no line: look here for slips in names."),
  }),
});

export type ScoreAnswer = z.infer<typeof scoreAnswerSchema>;

/** Lists of an answer are those of the score itself: copying them would take longer than scoring. */
type Frozen<T> = T extends object ? { readonly [K in keyof T]: Frozen<T[K]> } : T;

const NO_MODEL = "No model is live that was fitted on the lines of the live scorecard.";

export function toAnswer(explained: ExplainedScore): ScoreAnswer {
  const { rules, model, disagreements } = explained;
  const answer: Frozen<ScoreAnswer> = {
    lead: explained.lead,
    asOf: new Date(explained.asOf).toISOString(),
    rules: {
      scorecard: rules.scorecard,
      version: explained.version,
      score: rules.total,
      fit: rules.fit,
      engagement: rules.engagement,
      grade: rules.grade,
      band: rules.band,
      cell: rules.cell,
      nextAction: rules.nextAction,
      thresholds: rules.thresholds,
      buckets: rules.buckets,
      categories: rules.categories,
      ledger: rules.ledger,
    },
    model: model && {
      probability: model.probability,
      interval: { low: model.low, high: model.high },
      logOdds: model.logOdds,
      points: model.points,
      intercept: model.intercept,
      contributions: model.contributions,
    },
    modelMissing: model === null ? NO_MODEL : null,
    disagreement: {
      strong: disagreements.length > 0,
      thresholds: disagreements.map(({ threshold, probability, higher, why }) => ({
        id: threshold.id,
        name: threshold.name,
        score: threshold.score,
        probability,
        higher,
        why,
      })),
    },
    attributes: { unknown: explained.unknown, unused: explained.unused },
  };
  return answer as ScoreAnswer;
}
