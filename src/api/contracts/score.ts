import { z } from "zod";
import { CELLS, type Cell, GRADES } from "../scorecard/schema.ts";
import type { ServedScore } from "../workflows/serving.ts";

/** What POST /v1/score takes and gives. */

const TIME = "expected an ISO 8601 time with its offset, such as 2025-03-01T09:00:00+01:00";
const timeSchema = z.iso
  .datetime({ offset: true, error: TIME })
  .transform((text) => Date.parse(text))
  .describe("ISO 8601 with its offset.");

/** Long texts tell a scorecard nothing, and cost its patterns much. */
const textSchema = z.string().max(1000, "expected text of at most 1,000 characters");
const nameSchema = textSchema.min(1, "expected text");

const attributeSchema = z.union(
  [textSchema, z.number(), z.boolean(), z.array(textSchema).max(1000), z.null()],
  {
    error:
      "expected a number, true, false, null, text of at most 1,000 characters or a list of such texts",
  },
);

const activitySchema = z.strictObject({
  type: nameSchema,
  at: timeSchema,
  asset: textSchema.optional(),
  category: textSchema.optional(),
  minutes: z.number().nonnegative("expected 0 minutes or more").optional(),
});

export const scoreRequestSchema = z.strictObject({
  lead: z.strictObject({
    id: nameSchema,
    attributes: z
      .record(nameSchema, attributeSchema)
      .describe(
        "By the names that the scorecard uses; null, or left out: unknown, which is not 0.",
      ),
    activities: z
      .array(activitySchema)
      .describe("In any order; those later than asOf are not counted."),
  }),
  asOf: timeSchema
    .optional()
    .describe("The moment to score at, ISO 8601 with its offset; now when left out."),
});

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

const rulesSchema = z.strictObject({
  scorecard: z.string(),
  version: z.int(),
  score: points,
  fit: points,
  engagement: points,
  grade: z.enum(GRADES),
  band: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]),
  cell: z.enum(CELLS as [Cell, ...Cell[]]),
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

const modelSchema = z.strictObject({
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
  model: modelSchema,
  disagreement: disagreementSchema,
  attributes: z.strictObject({
    unknown: z.array(z.string()).describe("Asked for by the scorecard, not told of the lead."),
    unused: z
      .array(z.string())
      .describe("Told of the lead, asked for by no line: look here for slips in names."),
  }),
});

export type ScoreAnswer = z.infer<typeof scoreAnswerSchema>;

export function toAnswer(served: ServedScore): ScoreAnswer {
  const { total: score, categories, thresholds, buckets, ledger, ...placed } = served.rules;
  const { low, high, contributions, ...model } = served.model;
  return {
    lead: served.lead,
    asOf: new Date(served.asOf).toISOString(),
    rules: {
      ...placed,
      version: served.version,
      score,
      thresholds: [...thresholds],
      buckets: [...buckets],
      categories: categories.map((one) => ({ ...one, actions: [...one.actions] })),
      ledger: [...ledger],
    },
    model: { ...model, interval: { low, high }, contributions: [...contributions] },
    disagreement: {
      strong: served.disagreements.length > 0,
      thresholds: served.disagreements.map(({ threshold, ...rest }) => ({ ...threshold, ...rest })),
    },
    attributes: { unknown: [...served.unknown], unused: [...served.unused] },
  };
}
