import type { Calibration, Judge, PictureArm } from "../../src/report/calibration.ts";
import {
  buildBacktest,
  buildCandidates,
  buildChanges,
  buildGrades,
  buildThresholds,
} from "./advice.fixture.ts";
import { buildArms } from "./arms.fixture.ts";
import { buildFeedback } from "./feedback.fixture.ts";
import { buildLines, DEALS, WON } from "./lines.fixture.ts";

function about(value: number, halfWidth: number) {
  return { value, low: value - halfWidth, high: value + halfWidth };
}

/** Gains of the form share^power, and bins whose outcomes lie near what was foretold. */
function picture(arm: string, label: string, power: number): PictureArm {
  const steps = Array.from({ length: 21 }, (_, i) => i / 20);
  const [start, width] = arm === "model" ? [-4, 0.8] : [-12.5, 12.5];
  return {
    arm,
    label,
    gains: steps.map((share) => ({ share, captured: share ** power })),
    reliability: Array.from({ length: 10 }, (_, i) => {
      const predicted = 0.04 + 0.088 * i;
      const observed = predicted + 0.05 * Math.sin(3 * i + 10 * power);
      return {
        predicted,
        observed,
        low: Math.max(0, observed - 0.055),
        high: Math.min(1, observed + 0.055),
        n: 277,
      };
    }),
    corp: Array.from({ length: 25 }, (_, i) => {
      const predicted = 0.02 + 0.036 * i;
      const half = 0.09 * Math.sqrt(predicted * (1 - predicted)) + 0.01;
      return {
        predicted,
        observed: Math.round(20 * (predicted + 0.03 * Math.sin(i + power))) / 20,
        low: Math.max(0, predicted - half),
        high: Math.min(1, predicted + half),
      };
    }),
    distribution: Array.from({ length: 10 }, (_, i) => ({
      from: start + width * i,
      to: start + width * (i + 1),
      won: Math.round(300 * Math.exp(-((i - 5 - 2 * (1 - power)) ** 2) / 6)),
      lost: Math.round(500 * Math.exp(-((i - 4 + 3 * (1 - power)) ** 2) / 5)),
    })),
  };
}

/** A calibration as a good history gives it, with a few figures that it cannot support. */
export function buildCalibration(change: Partial<Calibration> = {}): Calibration {
  return {
    format: "counterweight/calibration@1",
    scorecard: { id: "inbound", name: "Inbound leads", version: 3 },
    seed: 20250114,
    verdict: {
      answer: "better",
      sentence:
        "On 2,772 later deals, the learned model predicts better than the rules: AUC difference +0.215 (+0.193 to +0.237), log loss difference −0.139 (−0.157 to −0.121), with 95% intervals. The recommended scorecard has an AUC of 0.871 against 0.663 for the rules.",
    },
    history: {
      deals: DEALS,
      won: WON,
      lost: DEALS - WON,
      open: 312,
      rejected: 4,
      duplicates: 2,
      setAside: [
        { reason: "immature", deals: 188 },
        { reason: "deleted", deals: 27 },
      ],
      firstAsOf: "2023-01-09T08:12:00.000Z",
      lastAsOf: "2024-12-20T16:40:00.000Z",
      excludedColumns: [
        {
          column: "Closed Lost Reason",
          reasons: ["name", "filled-for-one-outcome"],
          auc: 0.998,
          explanation: "Filled in for lost deals only.",
          modelAucWith: about(0.958, 0.008),
        },
        {
          column: "Tags",
          reasons: ["tells-outcome"],
          auc: 0.919,
          explanation: "Alone it orders deals better than any honest column.",
          modelAucWith: about(0.941, 0.009),
        },
        {
          column: "Days to Close",
          reasons: ["name"],
          auc: { notEstimable: "filled in for too few deals" },
          explanation: "Known only once the deal is closed.",
          modelAucWith: { notEstimable: "no judging deal has a value" },
        },
      ],
    },
    split: { kind: "time", train: 6468, judge: 2772, cutoff: "2024-06-03" },
    prior: {
      width: 0.5,
      centre: "hand-weights",
      logOddsPerPoint: 0.031,
      unit: 0.052,
      widths: [
        { width: 0.2, weight: 0.12 },
        { width: 0.5, weight: 0.8 },
        { width: 1, weight: 0.08 },
      ],
    },
    arms: buildArms(),
    comparison: {
      deals: 2772,
      deltaAuc: { ...about(0.215, 0.022), pValue: 1e-12 },
      deltaLogLoss: about(-0.139, 0.018),
    },
    recommendedComparison: {
      deals: 2772,
      deltaAuc: { ...about(0.208, 0.022), pValue: 2e-12 },
      deltaLogLoss: about(-0.132, 0.018),
    },
    leakEffect: {
      columns: ["Closed Lost Reason", "Tags", "Days to Close"],
      modelAuc: about(0.878, 0.013),
      modelAucWithLeaks: about(0.974, 0.006),
    },
    lines: buildLines(),
    changes: buildChanges(),
    thresholds: buildThresholds(),
    grades: buildGrades(),
    candidates: buildCandidates(),
    backtest: buildBacktest(),
    drift: {
      halfLifeDays: 360,
      halfLives: [
        { halfLifeDays: 180, logLoss: 0.4462, standardError: 0.0011 },
        { halfLifeDays: 360, logLoss: 0.4441, standardError: 0 },
        { halfLifeDays: null, logLoss: 0.4448, standardError: 0.0006 },
      ],
      interceptShift: 0,
      calibrationInTheLarge: about(-0.06, 0.1),
      calibrationSlope: about(1.04, 0.09),
      broken: false,
      advice: "Calibrate anew each quarter.",
    },
    sampleSize: { deals: 1290, wins: 498, lines: 14, binding: "shrinkage" },
    feedback: buildFeedback(),
    notes: [
      "Only leads that sales worked have outcomes; what the weights are worth on leads that were never worked is not known.",
      "Line Webinar attended is thin: 14 deals.",
    ],
    pictures: [
      picture("rulesCalibrated", "Rules, calibrated", 0.72),
      picture("model", "Model", 0.36),
      picture("recommended", "Recommended scorecard", 0.39),
    ],
    ...change,
  };
}

const THIN = { notEstimable: "only 3 deals were won" };

function withoutVoices(line: Calibration["lines"][number]) {
  const { voices: _, ...rest } = line;
  return rest;
}

/** A calibration of a history that supports nearly nothing. */
export function buildThinCalibration(): Calibration {
  const nothing: Judge = {
    deals: 9,
    won: 3,
    auc: THIN,
    logLoss: THIN,
    brier: THIN,
    calibrationSlope: THIN,
    calibrationIntercept: THIN,
    ece: THIN,
    eceSquaredDebiased: THIN,
    corp: THIN,
    spiegelhalter: THIN,
    netBenefit: THIN,
    liftTopDecile: THIN,
    precisionTopDecile: THIN,
  };
  const arm = (label: string) => ({ label, judge: nothing });
  const whole = buildCalibration();
  return buildCalibration({
    verdict: { answer: "not-estimable", sentence: "Nine deals cannot tell which is better." },
    history: {
      ...whole.history,
      deals: 30,
      won: 10,
      lost: 20,
      firstAsOf: null,
      lastAsOf: null,
      setAside: [],
      excludedColumns: [],
    },
    split: { kind: "seeded", train: 21, judge: 9, cutoff: null },
    prior: {
      width: 0.125,
      centre: "zero",
      logOddsPerPoint: THIN,
      unit: 0.05,
      widths: [],
    },
    arms: {
      rules: arm("Rules"),
      rulesCalibrated: arm("Rules, calibrated"),
      model: arm("Model"),
      recommended: arm("Recommended scorecard"),
      naiveBayes: arm("Naive Bayes"),
      existingScore: arm("Vendor's score"),
    },
    comparison: { deals: 9, deltaAuc: THIN, deltaLogLoss: THIN },
    recommendedComparison: { deals: 9, deltaAuc: THIN, deltaLogLoss: THIN },
    leakEffect: null,
    lines: whole.lines.slice(0, 2).map((line) => ({
      ...withoutVoices(line),
      recommended: line.current,
      recommendedWritten: line.currentWritten,
      estimate: THIN,
      low: THIN,
      high: THIN,
      winRateWith: THIN,
      winRateWithout: THIN,
      salesAccepted: THIN,
      verdict: "too-little-evidence",
      gain: THIN,
      stability: THIN,
      standsInFor: [],
      differs: [],
      dealsNeeded: THIN,
    })),
    changes: [],
    thresholds: [],
    grades: [],
    candidates: { tested: 0, found: [] },
    backtest: { deals: 9, moved: 0, moves: [], volumes: [] },
    drift: {
      halfLifeDays: null,
      halfLives: [],
      interceptShift: THIN,
      calibrationInTheLarge: THIN,
      calibrationSlope: THIN,
      broken: false,
      advice: "With so few deals drift cannot be seen.",
    },
    sampleSize: { notEstimable: "the model ranks no better than chance" },
    feedback: null,
    notes: [],
    pictures: [],
  });
}

/** A calibration whose later deals no longer go by what the earlier ones taught. */
export function buildDriftedCalibration(): Calibration {
  const whole = buildCalibration();
  return buildCalibration({
    drift: {
      ...whole.drift,
      halfLifeDays: 180,
      interceptShift: -0.31,
      calibrationInTheLarge: about(-0.52, 0.11),
      calibrationSlope: about(0.58, 0.12),
      broken: true,
      advice:
        "Deals are won less often than the model says. Look for what changed in sales or in the market, then calibrate on the deals since.",
    },
  });
}
