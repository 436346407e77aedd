import { adjustAcceptance } from "../../feedback/adjusted-acceptance.ts";
import type { Anchoring } from "../../feedback/anchoring.ts";
import { nameSight } from "../../feedback/heard-lead.ts";
import {
  type Stance,
  takeStance,
  type Voice,
  voiceInPoints,
  weighVoices,
} from "../../feedback/voices.ts";
import { choosePointUnit } from "../../recommendation/unit.ts";
import type { LineDecision, LineEvidence } from "../../recommendation/verdict.ts";
import { Refusal } from "../../refusal.ts";
import type { Calibration, CalibrationLine } from "../../report/calibration.ts";
import { Z95 } from "../../statistics/distributions.ts";
import { type Estimable, isEstimated, notEstimable } from "../../statistics/estimate.ts";
import { estimateFeedbackWorth, type FeedbackWorth } from "../../trainer/feedback-worth.ts";
import { trimInterval } from "./arms.ts";
import type { DosedHistory } from "./dosed-history.ts";
import { allowForReps, type HeardFeedback, measureLeniency, takeHeard } from "./heard-feedback.ts";
import type { Learning } from "./learning.ts";
import { weighDoses } from "./line-fit.ts";

export interface SalesVoice {
  readonly from: NonNullable<Calibration["feedback"]>["voiceFrom"];
  /** One entry a line. */
  readonly lines: readonly NonNullable<CalibrationLine["voices"]>[];
}

/**
 * What sales says that each line is worth, held against its points and what deals say. Where seeing
 * the score is known to move sales, its blind words alone are its voice.
 *
 * @param alone what all deals teach without feedback
 */
export function hearVoices(
  dosed: DosedHistory,
  heard: HeardFeedback,
  alone: Learning,
  anchoring: Anchoring["verdict"],
): SalesVoice {
  const from = anchoring === "anchored" ? "blind" : "all";
  const all = Uint32Array.from(heard.heard.keys());
  const words =
    from === "all"
      ? heard
      : takeHeard(
          heard,
          all.filter((row) => nameSight(heard.heard[row]!) === "blind"),
        );
  const said = estimateVoice(dosed, words);
  const leniency = measureLeniency(heard, heard.scores);
  const lines = dosed.compiled.lines.map(({ points }, j) => {
    const has = Uint8Array.from(all, (row) => Number(doseAt(heard, row, j) > 0));
    const ofLine = heard.heard.filter((_, row) => has[row] === 1);
    const evidence = alone.evidence[j]!;
    const voice = said[j]!;
    const dealsStance = placeDeals(evidence, alone.decisions[j]!);
    const isIdle = evidence.unit === 0 || !isEstimated(voice);
    const salesStance = takeStance(isIdle ? null : voice, points);
    const adjusted = isEstimated(leniency) ? adjustAcceptance(leniency, has) : leniency;
    return {
      deals: evidence.held === null ? evidence.estimate : notEstimable(evidence.held),
      sales: isEstimated(voice) ? voice.points : voice,
      heard: ofLine.length,
      reps: new Set(ofLine.map(({ rep }) => rep).filter((rep) => rep !== null)).size,
      accepted: isEstimated(adjusted) ? trimInterval(adjusted.accepted) : adjusted,
      dealsStance,
      salesStance,
      verdict: weighVoices(dealsStance, salesStance),
    };
  });
  return { from, lines };
}

function doseAt({ design: { values, columns } }: HeardFeedback, row: number, line: number): number {
  return values[row * columns + line]!;
}

/** As it was decided: what is kept for want of evidence is silence. */
function placeDeals({ unit, written }: LineEvidence, decision: LineDecision): Stance {
  const { verdict, target } = decision;
  if (verdict === "too-little-evidence" || unit === 0) return "silent";
  if (target === written) return "with";
  return target > written ? "more" : "less";
}

/** One voice a line, or why it has none. */
function estimateVoice(dosed: DosedHistory, words: HeardFeedback): readonly Estimable<Voice>[] {
  const { compiled, lines, design } = dosed;
  const points = Float64Array.from(
    { length: design.columns },
    (_, j) => compiled.lines[j]?.points ?? 0,
  );
  const worth = estimateWorth(words, points);
  if (!isEstimated(worth)) return compiled.lines.map(() => worth);
  const { coefficients, standardErrors, held, information } = worth;
  const fitted = [...held.keys()].filter((j) => j < lines && held[j] === null);
  const ends = fitted.map((j) => {
    const halfWidth = Z95 * standardErrors[j]!;
    return {
      points: points[j]!,
      low: coefficients[j]! - halfWidth,
      high: coefficients[j]! + halfWidth,
    };
  });
  const unit = choosePointUnit(ends, worth.logOddsSpread, worth.scoreSpread);
  return compiled.lines.map((_, j) => {
    if (held[j] !== null) return notEstimable(held[j]!);
    const coefficient = coefficients[j]!;
    const standardError = standardErrors[j]!;
    return voiceInPoints({ coefficient, standardError, information: information[j]! }, unit);
  });
}

/** Twice, reps' leniency the second time beside what sales itself says of the leads. */
function estimateWorth(words: HeardFeedback, points: Float64Array): Estimable<FeedbackWorth> {
  if (words.heard.length === 0) return notEstimable("No feedback was given that could be heard.");
  let predictor = words.scores;
  for (let pass = 1; ; pass++) {
    const leniency = measureLeniency(words, predictor);
    const design = allowForReps(words.design, leniency);
    const worth = estimateFeedbackWorth({ design, points });
    if (worth instanceof Refusal) return notEstimable("All of the feedback says the same.");
    if (pass === 2) return worth;
    predictor = weighDoses(words.design, worth.coefficients);
  }
}
