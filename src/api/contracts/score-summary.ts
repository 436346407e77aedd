import { z } from "zod";
import type { ScoreSummary } from "../../workflows/live/score-summary.ts";
import { modelSchema, rulesSchema } from "./score.ts";

/** Both scores without their ledgers. */
export const scoreSummarySchema = z.strictObject({
  asOf: z.iso.datetime(),
  rules: rulesSchema
    .pick({
      scorecard: true,
      score: true,
      fit: true,
      engagement: true,
      grade: true,
      band: true,
      cell: true,
      nextAction: true,
    })
    .extend({
      thresholds: z
        .array(z.string())
        .describe("Ids of those that the score has reached now, without hysteresis."),
    }),
  model: modelSchema
    .omit({ intercept: true, contributions: true })
    .nullable()
    .describe("Null while no model fits the scorecard's lines."),
  disagrees: z.boolean().describe("Whether rules and model disagree strongly."),
});

export function toSummaryAnswer(summary: ScoreSummary): z.infer<typeof scoreSummarySchema> {
  const { asOf, rules, model, disagrees } = summary;
  return {
    asOf: new Date(asOf).toISOString(),
    rules: { ...rules, thresholds: [...rules.thresholds] },
    model: model && {
      probability: model.probability,
      interval: { low: model.low, high: model.high },
      logOdds: model.logOdds,
      points: model.points,
    },
    disagrees,
  };
}
