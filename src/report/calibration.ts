import { z } from "zod";
import { verdicts } from "../recommendation/verdict.ts";
import {
  backtestSchema,
  candidateSchema,
  changeSchema,
  driftSchema,
  gradesSchema,
  lineAdvice,
  sampleSizeSchema,
  thresholdSchema,
} from "./advice.ts";
import { feedbackSchema, voicesSchema } from "./sales.ts";
import { figure, interval, orNotEstimable, rate, tested } from "./shapes.ts";

/** Schema of calibration.json: what one calibration found, and nothing that it did not. */

const judgeSchema = z.strictObject({
  /** Judging deals that this arm could score. */
  deals: z.number(),
  won: z.number(),
  auc: interval,
  logLoss: interval,
  brier: interval,
  calibrationSlope: interval,
  calibrationIntercept: interval,
  /** Expected calibration error; biased upwards, which its lower end allows for. */
  ece: interval,
  /** Squared calibration error less what chance makes of it; may be below 0. */
  eceSquaredDebiased: interval,
  /** Brier score = miscalibration − discrimination + uncertainty (CORP). */
  corp: orNotEstimable(
    z.strictObject({
      miscalibration: z.number(),
      discrimination: z.number(),
      uncertainty: z.number(),
    }),
  ),
  /** Spiegelhalter's test of calibration. */
  spiegelhalter: orNotEstimable(z.strictObject({ z: z.number(), pValue: z.number() })),
  /** Net benefit where a win is worth as many leads as the base rate says, per deal. */
  netBenefit: interval,
  liftTopDecile: interval,
  precisionTopDecile: rate,
});

const armSchema = z.strictObject({ label: z.string(), judge: judgeSchema });

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
  /** Effective points of one written point or star. */
  perWritten: z.number(),
  /** What the deals say, in effective points, before rounding and restraint; 95 % interval. */
  estimate: figure,
  low: figure,
  high: figure,
  /** Deals with a dose above 0, and how many of them were won. */
  leads: z.number(),
  won: z.number(),
  winRateWith: rate,
  winRateWithout: rate,
  /** Share of the feedback on leads with this line that accepted the lead. */
  salesAccepted: rate,
  /** Who is at odds with whom over it; only where feedback was given. */
  voices: voicesSchema.optional(),
  verdict: z.enum(verdicts),
  reason: z.string(),
  ...lineAdvice,
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
  /**
   * Isotonic (CORP) reliability: observed win rate against predicted probability, with the band in
   * which it lies in 95 % of like histories if every probability is right. Empty likewise.
   */
  corp: z.array(reliabilityBin.omit({ n: true })),
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
        auc: figure,
        explanation: z.string(),
        /** AUC that the model would seem to have with this column alone added. */
        modelAucWith: interval,
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
    logOddsPerPoint: figure,
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
    /** Frequencies of lines among won and lost deals, as in Odoo. */
    naiveBayes: armSchema,
    existingScore: armSchema.optional(),
  }),
  /** Model against the calibrated rules, on the judging deals that both could score. */
  comparison: z.strictObject({
    deals: z.number(),
    deltaAuc: tested,
    deltaLogLoss: interval,
  }),
  /** Recommended scorecard, calibrated, against the calibrated rules, on the same deals. */
  recommendedComparison: z.strictObject({
    deals: z.number(),
    deltaAuc: tested,
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
  changes: z.array(changeSchema),
  thresholds: z.array(thresholdSchema),
  grades: z.array(gradesSchema),
  candidates: z.strictObject({ tested: z.number(), found: z.array(candidateSchema) }),
  backtest: backtestSchema,
  drift: driftSchema,
  sampleSize: sampleSizeSchema,
  feedback: feedbackSchema.nullable(),
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
