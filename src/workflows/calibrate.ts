import type { FeedbackEntry, History } from "../history/history.ts";
import { keepColumns } from "../history/leaks/kept-columns.ts";
import type { Mapping } from "../history/mapping.ts";
import { readFeedback, readHistory } from "../history/reading/reading.ts";
import type { Constraints } from "../recommendation/decisions.ts";
import type { Aim } from "../recommendation/threshold-advice.ts";
import { Refusal } from "../refusal.ts";
import type { Calibration } from "../report/calibration.ts";
import { compileScorecards } from "../scorecard/compiled.ts";
import type { ScorecardSet } from "../scorecard/schema.ts";
import { createRandom } from "../statistics/random.ts";
import type { Model } from "../trainer/model.ts";
import { predictLogOdds } from "../trainer/prediction.ts";
import { describeBackTest } from "./calibration/back-test-figures.ts";
import { describeCalibration } from "./calibration/calibration-document.ts";
import { measureChanges } from "./calibration/change-worth.ts";
import { applyGrades, CUT_NAMES, describeGrades } from "./calibration/class-figures.ts";
import { type DosedHistory, doseHistory, scoreHistory } from "./calibration/dosed-history.ts";
import { describeDrift } from "./calibration/drift.ts";
import { hearBefore } from "./calibration/feedback-share.ts";
import { weighFeedback } from "./calibration/feedback-voice.ts";
import { hearFeedback } from "./calibration/heard-feedback.ts";
import { judgeEveryArm } from "./calibration/judging.ts";
import { draftKeptLines } from "./calibration/kept-lines.ts";
import { measureLeakEffect } from "./calibration/leak-effect.ts";
import type { Learning } from "./calibration/learning.ts";
import { describeModel } from "./calibration/model-document.ts";
import { recommendScorecards } from "./calibration/recommended-scorecards.ts";
import { splitHistory } from "./calibration/splitting.ts";
import { measureStability } from "./calibration/stability.ts";
import { teach } from "./calibration/teaching.ts";
import { applyThresholds, describeThresholds } from "./calibration/threshold-figures.ts";
import { findVariation } from "./calibration/variation.ts";
import { findCandidateLines } from "./candidates/candidate-lines.ts";
import { readMapping, readScorecards } from "./documents.ts";
import type { Progress } from "./progress.ts";

export interface CalibrateSettings {
  /** For every random choice. */
  readonly seed: number;
  /** What a recommendation may change. */
  readonly constraints?: Constraints;
  /** What thresholds (by id), grades (A to C) and bands (1 to 3) are to be set for. */
  readonly aims?: ReadonlyMap<string, Aim>;
  /** Leads that come in a week, where that is known better than from the closed deals. */
  readonly leadsPerWeek?: number;
  /** Days after which a deal counts half; null for never; chosen where it is not given. */
  readonly halfLifeDays?: number | null;
  readonly onProgress: Progress;
}

export interface CalibrateInput extends CalibrateSettings {
  readonly exports: readonly string[];
  readonly mapping: string;
  readonly scorecard: string;
  readonly activities?: string;
  readonly feedback?: string;
  /** Columns to keep although the mapping leaves them out. */
  readonly keep?: readonly string[];
}

export interface CalibrateResult {
  readonly calibration: Calibration;
  readonly recommended: ScorecardSet;
  readonly model: Model;
  readonly history: History;
  readonly feedback: readonly FeedbackEntry[] | null;
  readonly dosed: DosedHistory;
}

/** Fewest deals of each outcome with which anything is said. */
const LEAST_PER_OUTCOME = 20;

/** Reads a history and calibrates a scorecard on it. */
export async function calibrate(input: CalibrateInput): Promise<CalibrateResult | Refusal> {
  const { onProgress } = input;
  const written = await readMapping(input.mapping);
  if (written instanceof Refusal) return written;
  const mapping = keepColumns(written, input.keep ?? []);
  if (mapping instanceof Refusal) return mapping;
  const set = await readScorecards(input.scorecard);
  if (set instanceof Refusal) return set;
  const unknown = refuseUnknownAims(set, input.aims);
  if (unknown !== null) return unknown;
  onProgress("reading the history");
  const history = await readHistory(input.exports, mapping, {
    ...(input.activities !== undefined && { activities: input.activities }),
    onProgress,
  });
  if (history instanceof Refusal) return history;
  const feedback =
    input.feedback === undefined ? null : await readFeedback(input.feedback, mapping);
  if (feedback instanceof Refusal) return feedback;
  const kept = draftKeptLines(set, history, mapping, written);
  return calibrateHistory(kept, history, mapping, feedback?.entries ?? null, input);
}

/** Calibrates a scorecard on a history that has been read. */
export function calibrateHistory(
  set: ScorecardSet,
  history: History,
  mapping: Mapping,
  feedback: readonly FeedbackEntry[] | null,
  settings: CalibrateSettings,
): CalibrateResult | Refusal {
  const { seed, onProgress, constraints = {}, aims = new Map() } = settings;
  const tooFew = refuseTooFew(history);
  if (tooFew !== null) return tooFew;
  onProgress(`dosing ${history.deals.length} deals`);
  const dosed = doseHistory(compileScorecards(set), history, onProgress);
  const split = splitHistory(dosed, seed);
  const rows = Uint32Array.from(dosed.deals.keys());
  const random = createRandom(seed);

  onProgress(`fitting on ${split.train.length} deals`);
  const heard = feedback && hearFeedback(dosed, feedback);
  const before = heard && hearBefore(heard, split);
  const taught = teach(dosed, split.train, { ...settings, heard: before });
  if (taught instanceof Refusal) return taught;
  const { learning: trained, fading, weight } = taught;
  onProgress("fitting on all deals");
  const { halfLifeDays } = fading;
  const again = teach(dosed, rows, { ...settings, halfLifeDays, heard, feedbackWeight: weight });
  if (again instanceof Refusal) return again;
  const final = again.learning;

  onProgress("re-scoring the history");
  const current = scoreHistory(dosed);
  const recommend = (from: Uint32Array, { decisions }: Learning) =>
    recommendScorecards(set, dosed, current, from, decisions);
  const trainedCards = recommend(split.train, trained);
  const finalCards = recommend(rows, final);

  onProgress(`judging on ${split.judge.length} deals`);
  const scores = { current: current.total, recommended: trainedCards.scores.total };
  const judging = judgeEveryArm(dosed, split, trained, scores, mapping.existingScore, random);
  const allLogOdds = predictLogOdds(dosed.design, trained.fit);
  const judged = Uint8Array.from(split.judge, (i) => dosed.design.outcomes[i]!);
  const cards = { current, trained: trainedCards, final: finalCards };
  const { leadsPerWeek } = settings;
  const aiming = { aims, random, ...(leadsPerWeek !== undefined && { leadsPerWeek }) };
  const thresholds = describeThresholds(
    dosed,
    split.judge,
    { ...cards, current: current.total },
    aiming,
  );
  const grades = describeGrades(dosed, split.judge, cards, aiming);
  onProgress("weighing each change");
  const worth = measureChanges(dosed, split, set, trained, constraints);
  onProgress("resampling the history");
  const stability = measureStability(final, constraints, random);
  onProgress("looking for lines that are missing");
  const candidates = findCandidateLines({ dosed, split, trained, mapping, random, onProgress });
  const calibration = describeCalibration({
    history,
    dosed,
    split,
    trained,
    final,
    judging,
    leakEffect: measureLeakEffect(dosed, split, allLogOdds, mapping, seed),
    feedback: weighFeedback(
      dosed,
      heard && {
        split,
        entries: feedback!,
        heard,
        ruleScores: current.total,
        modelLogOdds: judging.modelLogOdds,
        taught: again,
        seed,
      },
    ),
    thresholds,
    grades,
    worth,
    stability,
    variation: findVariation(dosed, final),
    candidates,
    backtest: describeBackTest(dosed, split.judge, trainedCards),
    drift: describeDrift(fading, trained.fit.interceptShift, judging.modelLogOdds, judged, split),
    seed,
  });
  return {
    calibration,
    recommended: applyGrades(applyThresholds(finalCards.set, thresholds), grades),
    model: describeModel(dosed, final, seed),
    history,
    feedback,
    dosed,
  };
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

/** Aims must name what the scorecards have. */
export function refuseUnknownAims(
  { segments, fallback }: ScorecardSet,
  aims: CalibrateSettings["aims"],
): Refusal | null {
  const cards = [...segments.map((segment) => segment.scorecard), fallback];
  const known = [
    ...cards.flatMap((card) => card.thresholds.map((threshold) => threshold.id)),
    ...CUT_NAMES,
  ];
  const unknown = [...(aims?.keys() ?? [])].filter((id) => !known.includes(id));
  if (unknown.length === 0) return null;
  return new Refusal(
    "option-invalid",
    `The scorecard has no threshold, grade or band ${unknown.join(", ")}.`,
    `Name one of ${[...new Set(known)].join(", ")}.`,
  );
}
