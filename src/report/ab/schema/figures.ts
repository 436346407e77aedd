import { z } from "zod";
import { VERDICTS } from "../../../experiment/verdict.ts";
import { intervalSchema, orNotEstimable } from "../../shapes.ts";

/** Figures with what their intervals rest on. All numbers are finite. */

const normal = intervalSchema.extend({ standardError: z.number() });
const sampled = normal.extend({
  /** Accounts or reps, or leads where none go together. */
  draws: z.number(),
});

/** Something of both arms. */
export function byArm<T extends z.ZodType>(of: T) {
  return z.strictObject({ rules: of, model: of });
}

export const normalFigure = orNotEstimable(normal);
export const sampledFigure = orNotEstimable(sampled);
export const proportionFigure = orNotEstimable(intervalSchema.extend({ n: z.number() }));
export const testedSampledFigure = orNotEstimable(sampled.extend({ pValue: z.number() }));
export const trendFigure = orNotEstimable(normal.extend({ pValue: z.number() }));

const testOfChance = z.strictObject({
  chiSquare: z.number(),
  degrees: z.number(),
  pValue: z.number(),
});
export const chiSquareShape = testOfChance.shape;
const chiSquareFigure = orNotEstimable(testOfChance);

export const lineFigure = orNotEstimable(
  z.strictObject({ intercept: sampled, slope: sampled.extend({ pValue: z.number() }) }),
);

/** AUC of each arm, and model less rules. */
export const aucs = byArm(sampledFigure).extend({
  difference: orNotEstimable(sampled.extend({ z: z.number(), pValue: z.number() })),
});

/** A mean loss of each arm, and model less rules: below 0 where the model is better. */
export const losses = byArm(sampledFigure).extend({
  difference: orNotEstimable(sampled.extend({ replicates: z.number() })),
});

/** Win rate and reach of the leads that each arm places highest; `first` is the rules. */
const topFigure = z.strictObject({ first: sampled, second: sampled, difference: sampled });
export const topComparison = orNotEstimable(
  z.strictObject({
    taken: z.number(),
    precision: topFigure,
    recall: topFigure,
    overlap: z.number(),
  }),
);

export const verdictSchema = z.enum(VERDICTS);

export const judgement = z.strictObject({
  verdict: verdictSchema,
  reasons: z.array(z.string()),
  cautions: z.array(z.string()),
});

const part = z.strictObject({
  name: z.string(),
  n: z.number(),
  won: z.number(),
  auc: aucs,
  /** Model less rules. */
  logLoss: sampledFigure,
  /** The difference in AUC as one of several. */
  judged: z
    .strictObject({ simultaneous: intervalSchema, pValue: z.number(), qValue: z.number() })
    .nullable(),
});

export const parts = z.strictObject({
  parts: z.array(part),
  multiplicity: z.strictObject({
    among: z.number(),
    qValues: z.enum(["benjamini-hochberg", "benjamini-yekutieli"]),
    intervals: z.literal("bonferroni"),
  }),
  heterogeneity: chiSquareFigure,
});

/** AUC by period, and its movement a year. */
export const periods = parts.extend({
  trend: byArm(trendFigure).extend({ difference: trendFigure }),
  months: z.union([z.literal(1), z.literal(3), z.literal(12)]),
});
