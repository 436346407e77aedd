import type { Mapping } from "../../history/mapping.ts";
import { Refusal } from "../../refusal.ts";
import type { Calibration } from "../../report/calibration.ts";
import type { Random } from "../../statistics/random.ts";
import { type Design, takeRows, takeValues } from "../../trainer/design-matrix.ts";
import { calibrateScore, fitScoreCalibration } from "../../trainer/platt.ts";
import { predictLogOdds, toProbabilities } from "../../trainer/prediction.ts";
import { type ArmScores, compareArms, judgeArm, pictureArm } from "./arms.ts";
import type { DosedHistory } from "./dosed-history.ts";
import type { Learning } from "./learning.ts";
import { judgeNaiveBayes } from "./naive-arm.ts";
import type { Split } from "./splitting.ts";

export interface Judging {
  readonly arms: Calibration["arms"];
  readonly comparison: Calibration["comparison"];
  readonly recommendedComparison: Calibration["recommendedComparison"];
  readonly pictures: Calibration["pictures"];
  /** Log-odds of the trained model on the judging rows. */
  readonly modelLogOdds: Float64Array;
}

/** Scores of all rows of the history that the arms are made of. */
export interface HistoryScores {
  /** Rule scores now. */
  readonly current: Float64Array;
  /** Rule scores under what the training deals recommend. */
  readonly recommended: Float64Array;
}

/** Judges every arm on the judging rows; calibrations and model come from the training rows. */
export function judgeEveryArm(
  dosed: DosedHistory,
  split: Split,
  trained: Learning,
  scores: HistoryScores,
  existingScore: Mapping["existingScore"],
  random: Random,
): Judging {
  const design = takeRows(dosed.design, split.judge);
  const { outcomes } = design;
  const trainedWon = split.train.filter((i) => dosed.design.outcomes[i] === 1).length;
  const baseRate = trainedWon / split.train.length;
  const ruled = (arm: string, label: string, all: Float64Array): ArmScores => ({
    arm,
    label,
    scores: takeValues(all, split.judge),
    probabilities: calibrateScores(all, dosed.design, split),
  });
  const existing = Float64Array.from(dosed.deals, (deal) => deal.existingScore ?? Number.NaN);
  const existingLabel = `Rules (${existingScore?.columns.join(" + ")})`;
  const rules =
    existingScore?.use === "in-place"
      ? ruled("rules", existingLabel, existing)
      : ruled("rules", "Rules", scores.current);
  const rulesCalibrated = { ...rules, arm: "rulesCalibrated", label: `${rules.label}, calibrated` };
  const recommended = ruled("recommended", "Recommended scorecard", scores.recommended);
  const modelLogOdds = predictLogOdds(design, trained.fit);
  const model: ArmScores = {
    arm: "model",
    label: "Model",
    scores: modelLogOdds,
    probabilities: toProbabilities(modelLogOdds),
  };
  const judge = (arm: ArmScores) => judgeArm(arm, outcomes, baseRate);
  const arms: Calibration["arms"] = {
    rules: judge({ ...rules, probabilities: null }),
    rulesCalibrated: judge(rulesCalibrated),
    model: judge(model),
    recommended: judge(recommended),
    naiveBayes: judge(judgeNaiveBayes(dosed, split)),
  };
  if (existingScore?.use === "beside")
    arms.existingScore = judge(ruled("existingScore", existingLabel, existing));
  return {
    arms,
    comparison: compareArms(model, rules, outcomes),
    recommendedComparison: compareArms(recommended, rules, outcomes),
    pictures: [rulesCalibrated, model, recommended].map((arm) => pictureArm(arm, outcomes, random)),
    modelLogOdds,
  };
}

/** Probabilities of the judging rows by logit P = a + s · score, s ≥ 0, fitted on training rows. */
export function calibrateScores(
  all: Float64Array,
  { outcomes }: Design,
  split: Split,
): Float64Array | null {
  const rows = split.train.filter((i) => !Number.isNaN(all[i]!));
  const calibration = fitScoreCalibration(
    takeValues(all, rows),
    Uint8Array.from(rows, (i) => outcomes[i]!),
  );
  if (calibration instanceof Refusal) return null;
  return toProbabilities(calibrateScore(calibration, takeValues(all, split.judge)));
}
