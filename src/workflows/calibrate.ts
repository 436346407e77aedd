import type { FeedbackEntry, History } from "../history/history.ts";
import type { Mapping } from "../history/mapping.ts";
import { readFeedback, readHistory } from "../history/reading/reading.ts";
import type { Constraints } from "../recommendation/decisions.ts";
import { Refusal } from "../refusal.ts";
import type { Calibration } from "../report/calibration.ts";
import { compileScorecards } from "../scorecard/compiled.ts";
import type { ScorecardSet } from "../scorecard/schema.ts";
import type { Model } from "../trainer/model.ts";
import { describeCalibration } from "./calibration-document.ts";
import { readMapping, readScorecards } from "./documents.ts";
import { type DosedHistory, doseHistory, scoreHistory } from "./dosed-history.ts";
import { weighFeedback } from "./feedback-voice.ts";
import { judgeEveryArm } from "./judging.ts";
import { measureLeakEffect } from "./leak-effect.ts";
import { learn } from "./learning.ts";
import { describeModel } from "./model-document.ts";
import type { Progress } from "./progress.ts";
import { recommendScorecards } from "./recommended-scorecards.ts";
import { splitHistory } from "./splitting.ts";
import { describeThresholds } from "./threshold-figures.ts";

export interface CalibrateSettings {
  /** For every random choice. */
  readonly seed: number;
  readonly constraints?: Constraints;
  readonly onProgress: Progress;
}

export interface CalibrateInput extends CalibrateSettings {
  readonly exports: readonly string[];
  readonly mapping: string;
  readonly scorecard: string;
  readonly activities?: string;
  readonly feedback?: string;
}

export interface CalibrateResult {
  readonly calibration: Calibration;
  readonly recommended: ScorecardSet;
  readonly model: Model;
  readonly history: History;
  readonly dosed: DosedHistory;
}

/** Fewest deals of each outcome with which anything is said. */
const LEAST_PER_OUTCOME = 20;

/** Reads a history and calibrates a scorecard on it. */
export async function calibrate(input: CalibrateInput): Promise<CalibrateResult | Refusal> {
  const { onProgress } = input;
  const mapping = await readMapping(input.mapping);
  if (mapping instanceof Refusal) return mapping;
  const set = await readScorecards(input.scorecard);
  if (set instanceof Refusal) return set;
  onProgress("reading the history");
  const history = await readHistory(input.exports, mapping, {
    ...(input.activities !== undefined && { activities: input.activities }),
    onProgress,
  });
  if (history instanceof Refusal) return history;
  const feedback =
    input.feedback === undefined ? null : await readFeedback(input.feedback, mapping);
  if (feedback instanceof Refusal) return feedback;
  return calibrateHistory(set, history, mapping, feedback?.entries ?? null, input);
}

/** Calibrates a scorecard on a history that has been read. */
export function calibrateHistory(
  set: ScorecardSet,
  history: History,
  mapping: Mapping,
  feedback: readonly FeedbackEntry[] | null,
  { seed, onProgress, constraints = {} }: CalibrateSettings,
): CalibrateResult | Refusal {
  const tooFew = refuseTooFew(history);
  if (tooFew !== null) return tooFew;
  onProgress(`dosing ${history.deals.length} deals`);
  const dosed = doseHistory(compileScorecards(set), history, onProgress);
  const split = splitHistory(dosed, seed);
  const rows = Uint32Array.from(dosed.deals.keys());

  onProgress(`fitting on ${split.train.length} deals`);
  const trained = learn(dosed, split.train, { seed, onProgress, constraints });
  if (trained instanceof Refusal) return trained;
  onProgress("fitting on all deals");
  const final = learn(dosed, rows, { seed, onProgress, constraints });
  if (final instanceof Refusal) return final;

  onProgress("re-scoring the history");
  const current = scoreHistory(dosed);
  const recommend = (from: Uint32Array, { decisions }: typeof final) =>
    recommendScorecards(set, dosed, current, from, decisions);
  const trainedCards = recommend(split.train, trained);
  const finalCards = recommend(rows, final);

  onProgress(`judging on ${split.judge.length} deals`);
  const scores = { current: current.total, recommended: trainedCards.scores.total };
  const judging = judgeEveryArm(dosed, split, trained, scores, mapping.existingScore);
  const { modelLogOdds } = judging;
  const calibration = describeCalibration({
    history,
    dosed,
    split,
    trained,
    final,
    judging,
    leakEffect: measureLeakEffect(dosed, split, modelLogOdds, mapping, seed),
    feedback: weighFeedback(dosed, split, feedback, current.total, modelLogOdds),
    thresholds: describeThresholds(dosed, split.judge, current.total, trainedCards, finalCards),
    seed,
  });
  const model = describeModel(dosed, final, seed);
  return { calibration, recommended: finalCards.set, model, history, dosed };
}

function refuseTooFew({ deals, open }: History): Refusal | null {
  const won = deals.filter((deal) => deal.outcome === "won").length;
  const lost = deals.length - won;
  if (Math.min(won, lost) >= LEAST_PER_OUTCOME) return null;
  return new Refusal(
    "too-few-deals",
    `The history has ${won} won and ${lost} lost deals (${open} open ones are set aside), too few to judge a scorecard by.`,
    `At least ${LEAST_PER_OUTCOME} won and ${LEAST_PER_OUTCOME} lost deals are needed for a first answer, some hundreds of each for a sharp one: export a longer period.`,
  );
}
