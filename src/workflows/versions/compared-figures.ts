import { z } from "zod";
import { interval, orNotEstimable } from "../../report/shapes.ts";

const judgeSchema = z.strictObject({
  auc: interval,
  logLoss: interval.describe("Mean, in nats."),
});

/** Two models on deals that neither learnt from. */
const figuresSchema = z.strictObject({
  basis: z
    .enum(["same-deals", "later-deals"])
    .describe(
      "same-deals: as their calibrations judged both; later-deals: stored deals that neither learnt from.",
    ),
  deals: z.int(),
  won: z.int(),
  candidate: judgeSchema,
  live: judgeSchema,
  difference: judgeSchema.describe("The candidate's less the live one's, deal by deal."),
});

/** A model beside the one that scores. */
export const modelComparisonSchema = z.strictObject({
  live: z
    .strictObject({ slug: z.string(), version: z.int() })
    .nullable()
    .describe("The model that scores; null where none does."),
  figures: orNotEstimable(figuresSchema),
});

export type ModelJudge = z.infer<typeof judgeSchema>;
export type ComparedFigures = z.infer<typeof figuresSchema>;
export type ModelComparison = z.infer<typeof modelComparisonSchema>;
