import { z } from "zod";
import { lineSchema as scorecardLine } from "../scorecard/schema.ts";
import { figure, interval, intervalSchema, orNotEstimable, rate, tested } from "./shapes.ts";

/** Schema of what calibration.json advises beside the points of lines. */

const cutFigures = {
  /** Share of the judging deals that pass. */
  share: rate,
  /** Leads a week that pass. */
  volume: interval,
  /** Win rate of those that pass. */
  precision: rate,
  /** Share of the wins that do not pass. */
  missedWins: rate,
  /** (gain · won − cost · passing) / deals; null where no gain and cost were given. */
  valuePerLead: interval.nullable(),
};

export const thresholdSchema = z.strictObject({
  scorecard: z.string(),
  id: z.string(),
  name: z.string(),
  current: z.number(),
  /** Whole points on the recommended scorecard. */
  recommended: figure,
  /** What it is chosen by: today's share of deals, a capacity, a precision, or gain and cost. */
  by: z.enum(["share", "capacity", "precision", "worth"]),
  /** The aim in words, such as 40 leads a week. */
  aim: z.string(),
  /** Of the recommended cut, cross-fitted where it was chosen from the judging deals. */
  ...cutFigures,
  now: z.strictObject(cutFigures),
});

const classSchema = z.strictObject({
  name: z.string(),
  /** Least score; null for the last class. */
  cut: z.number().nullable(),
  share: rate,
  winRate: rate,
});

/** Grades by fit or bands by engagement, now and as recommended, on the judging deals. */
export const gradesSchema = z.strictObject({
  scorecard: z.string(),
  axis: z.enum(["fit", "engagement"]),
  now: z.array(classSchema),
  recommended: z.array(classSchema),
  /** Whether better classes are won more often, now and as recommended. */
  orderNow: z.enum(["ordered", "not-shown", "broken"]),
  orderRecommended: z.enum(["ordered", "not-shown", "broken"]),
  /** Cuts that were set for an aim; `unmet` says why one could not be. */
  aims: z.array(
    z.strictObject({ name: z.string(), aim: z.string(), unmet: z.string().nullable() }),
  ),
});

/** The best scorecard with at most `count` changes: what is gained against how much is changed. */
export const changeSchema = z.strictObject({
  count: z.number(),
  /** Ids of the lines that change. */
  lines: z.array(z.string()),
  logLoss: interval,
  auc: interval,
  /** Against no change. */
  deltaLogLoss: interval,
});

export const candidateSchema = z.strictObject({
  label: z.string(),
  axis: z.enum(["fit", "engagement"]),
  bucket: z.string(),
  characteristic: z.string(),
  leads: z.number(),
  won: z.number(),
  /** Points for a dose of 1. */
  worth: interval,
  /** Adjusted for all candidates that were tested. */
  pValue: z.number(),
  /** On the judging deals, with the line against without it. */
  deltaLogLoss: interval,
  deltaAuc: tested,
  /** Ready to paste into a characteristic. */
  line: scorecardLine,
});

const crossingSchema = z.strictObject({ deals: z.number(), won: z.number(), winRate: rate });

/** The judging deals re-scored under what the training deals recommend. */
export const backtestSchema = z.strictObject({
  deals: z.number(),
  moved: z.number(),
  /** Pairs of cells that some deal has now and then; those that stay are included. */
  moves: z.array(
    z.strictObject({ from: z.string(), to: z.string(), deals: z.number(), won: z.number() }),
  ),
  volumes: z.array(
    z.strictObject({
      threshold: z.string(),
      /** Judging deals of its scorecard. */
      deals: z.number(),
      /** Leads a week over it, now and then. */
      before: interval,
      after: interval,
      change: interval,
      newlyPassing: crossingSchema,
      noLongerPassing: crossingSchema,
      /** Where as many deals pass as now: won deals that only pass then, and that only pass now. */
      winsGained: z.number(),
      winsMissed: z.number(),
      pValue: z.number(),
      weekly: z.array(z.strictObject({ week: z.string(), before: z.number(), after: z.number() })),
    }),
  ),
});

export const driftSchema = z.strictObject({
  /** A deal this many days older counts half as much; null where all count alike. */
  halfLifeDays: z.number().nullable(),
  /** How it was chosen: log loss on later deals of the training part; empty where it was given. */
  halfLives: z.array(
    z.strictObject({
      halfLifeDays: z.number().nullable(),
      logLoss: z.number(),
      /** Of the paired difference to the best. */
      standardError: z.number(),
    }),
  ),
  /** What was added to the model's log-odds to fit the latest training deals; 0 where not called for. */
  interceptShift: figure,
  /** Log-odds by which the later deals were won more often than the model said. */
  calibrationInTheLarge: interval,
  calibrationSlope: interval,
  broken: z.boolean(),
  advice: z.string(),
});

export const sampleSizeSchema = orNotEstimable(
  z.strictObject({
    /** Deals and wins that a model of so many lines wants, after Riley et al. */
    deals: z.number(),
    wins: z.number(),
    lines: z.number(),
    /** The demand that asks for the most. */
    binding: z.enum(["shrinkage", "optimism", "margin"]),
  }),
);

/** What the change of one line is worth, and how surely it is called for. */
export const lineAdvice = {
  /** On the judging deals: log loss gained and AUC gained by this change, the others made. */
  gain: orNotEstimable(z.strictObject({ logLoss: intervalSchema, auc: tested })),
  /** Share of resampled histories that recommend the same direction. */
  stability: rate,
  /** Ids of lines that say much the same, so that each may stand in for the other. */
  standsInFor: z.array(z.string()),
  /** Where its worth differs: over time, or at a level of an attribute; in points. */
  differs: z.array(
    z.strictObject({ by: z.string(), level: z.string().nullable(), difference: interval }),
  ),
  /** Deals that it would take to know the line to within a quarter of the points' spread. */
  dealsNeeded: figure,
};
