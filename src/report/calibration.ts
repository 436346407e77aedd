import { z } from "zod";
import { verdicts } from "../recommendation/verdict.ts";
import type { NotEstimable } from "../statistics/estimate.ts";

/** Schema of calibration.json: what one calibration found, and nothing that it did not. */

const notEstimableSchema: z.ZodType<NotEstimable> = z.strictObject({ notEstimable: z.string() });
const number = z.union([z.number(), notEstimableSchema]);
const intervalSchema = z.strictObject({ value: z.number(), low: z.number(), high: z.number() });
const interval = z.union([intervalSchema, notEstimableSchema]);
const testedSchema = intervalSchema.extend({ pValue: z.number() });

const judgeSchema = z.strictObject({
  /** Judging deals that this arm could score. */
  deals: z.number(),
  won: z.number(),
  auc: interval,
  logLoss: interval,
  brier: interval,
  calibrationSlope: interval,
  calibrationIntercept: interval,
  ece: number,
  liftTopDecile: interval,
});

const armSchema = z.strictObject({ label: z.string(), judge: judgeSchema });

const rateSchema = z.strictObject({
  value: z.number(),
  low: z.number(),
  high: z.number(),
  n: z.number(),
});
const rate = z.union([rateSchema, notEstimableSchema]);

const lineSchema = z.strictObject({
  id: z.string(),
  label: z.string(),
  bucket: z.string(),
  characteristic: z.string(),
  axis: z.enum(["fit", "engagement"]),
  unit: z.enum(["points", "stars"]),
  /** Effective points for a dose of 1, after stars and bucket weight. */
  current: z.number(),
  recommended: z.number(),
  /** The same as written on the scorecard: whole points or stars, before the bucket weight. */
  currentWritten: z.number(),
  recommendedWritten: z.number(),
  /** What the deals say, in effective points, before rounding and restraint; 95 % interval. */
  estimate: number,
  low: number,
  high: number,
  /** Deals with a dose above 0, and how many of them were won. */
  leads: z.number(),
  won: z.number(),
  winRateWith: rate,
  winRateWithout: rate,
  /** Share of the feedback on leads with this line that accepted the lead. */
  salesAccepted: rate,
  verdict: z.enum(verdicts),
  reason: z.string(),
});

const thresholdSchema = z.strictObject({
  scorecard: z.string(),
  id: z.string(),
  name: z.string(),
  current: z.number(),
  /** Cut under the recommended points that keeps today's share of deals above the threshold. */
  recommended: number,
  /** Of the judging deals: share above, and win rate of those above, now and as recommended. */
  shareNow: rate,
  precisionNow: rate,
  shareRecommended: rate,
  precisionRecommended: rate,
});

const curvePoint = z.strictObject({ share: z.number(), captured: z.number() });
const reliabilityBin = z.strictObject({
  predicted: z.number(),
  observed: z.number(),
  low: z.number(),
  high: z.number(),
  n: z.number(),
});

const pictureArm = z.strictObject({
  /** Key of the arm in `arms`. */
  arm: z.string(),
  label: z.string(),
  gains: z.array(curvePoint),
  /** Empty for an arm that gives no probability. */
  reliability: z.array(reliabilityBin),
  /** Counts of judging deals over equal bins of the arm's own scale: log-odds for the model, else points. */
  distribution: z.array(
    z.strictObject({ from: z.number(), to: z.number(), won: z.number(), lost: z.number() }),
  ),
});

export const calibrationSchema = z.strictObject({
  format: z.literal("counterweight/calibration@1"),
  scorecard: z.strictObject({ id: z.string(), name: z.string(), version: z.number() }),
  seed: z.number(),
  verdict: z.strictObject({
    answer: z.enum(["better", "worse", "no-clear-difference", "not-estimable"]),
    sentence: z.string(),
  }),
  history: z.strictObject({
    deals: z.number(),
    won: z.number(),
    lost: z.number(),
    open: z.number(),
    rejected: z.number(),
    duplicates: z.number(),
    setAside: z.array(z.strictObject({ reason: z.string(), deals: z.number() })),
    /** ISO dates of the first and last scored moment; null where there are no dates. */
    firstAsOf: z.string().nullable(),
    lastAsOf: z.string().nullable(),
    excludedColumns: z.array(
      z.strictObject({
        column: z.string(),
        reasons: z.array(z.string()),
        auc: number,
        explanation: z.string(),
      }),
    ),
  }),
  split: z.strictObject({
    kind: z.enum(["time", "seeded"]),
    train: z.number(),
    judge: z.number(),
    /** ISO date: deals scored at or after it judge; null for a seeded split. */
    cutoff: z.string().nullable(),
  }),
  prior: z.strictObject({
    /** Root mean square, in log-odds, of how far lines scatter about their hand-set worth. */
    width: z.number(),
    centre: z.enum(["hand-weights", "zero"]),
    /** Log-odds that one point of the current scorecard is worth on its own; 0 or less: no better than chance. */
    logOddsPerPoint: number,
    /** Log-odds per point by which recommended points are expressed. */
    unit: z.number(),
    /** Posterior probability of each width; the estimates are averages over them. */
    widths: z.array(z.strictObject({ width: z.number(), weight: z.number() })),
  }),
  arms: z.strictObject({
    rules: armSchema,
    rulesCalibrated: armSchema,
    model: armSchema,
    recommended: armSchema,
    existingScore: armSchema.optional(),
  }),
  /** Model against the calibrated rules, on the judging deals that both could score. */
  comparison: z.strictObject({
    deals: z.number(),
    deltaAuc: z.union([testedSchema, notEstimableSchema]),
    deltaLogLoss: interval,
  }),
  /** Recommended scorecard, calibrated, against the calibrated rules, on the same deals. */
  recommendedComparison: z.strictObject({
    deals: z.number(),
    deltaAuc: z.union([testedSchema, notEstimableSchema]),
    deltaLogLoss: interval,
  }),
  /** What the figures would have been with the left-out columns; null where none were left out. */
  leakEffect: z
    .strictObject({
      columns: z.array(z.string()),
      modelAuc: interval,
      modelAucWithLeaks: interval,
    })
    .nullable(),
  lines: z.array(lineSchema),
  thresholds: z.array(thresholdSchema),
  feedback: z
    .strictObject({
      entries: z.number(),
      matched: z.number(),
      accepted: z.number(),
      /** How well each arm ranks accepted above rejected leads. */
      rulesAuc: interval,
      modelAuc: interval,
      /** Agreement of acceptance with the outcome of the deal (Cohen's kappa). */
      kappaWithOutcome: interval,
    })
    .nullable(),
  notes: z.array(z.string()),
  pictures: z.array(pictureArm),
});

export type Calibration = z.infer<typeof calibrationSchema>;
export type CalibrationLine = Calibration["lines"][number];
export type CalibrationThreshold = Calibration["thresholds"][number];
export type Judge = z.infer<typeof judgeSchema>;
export type Arm = z.infer<typeof armSchema>;
export type PictureArm = z.infer<typeof pictureArm>;
export type { Verdict } from "../recommendation/verdict.ts";
