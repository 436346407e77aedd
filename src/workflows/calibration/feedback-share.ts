import type { Calibration } from "../../report/calibration.ts";
import { type Estimable, isEstimated, notEstimable } from "../../statistics/estimate.ts";
import { createRandom } from "../../statistics/random.ts";
import { takeColumns, takeRows, takeValues } from "../../trainer/design-matrix.ts";
import type { FeedbackRows } from "../../trainer/feedback-pool.ts";
import { addFeedback, chooseFeedbackWeight } from "../../trainer/feedback-weight.ts";
import { foldsByTime, foldsSeeded } from "../../trainer/split.ts";
import { trimInterval } from "./arms.ts";
import type { DosedHistory } from "./dosed-history.ts";
import { allowForReps, type HeardFeedback, measureLeniency, takeHeard } from "./heard-feedback.ts";
import { type FeedbackShare, freeColumns, type LineFit, priorOf } from "./line-fit.ts";
import type { Split } from "./splitting.ts";

type WeightChoice = NonNullable<Calibration["feedback"]>["weight"];

const FOLDS = 5;
/** More deals or feedback than these make the choice dearer and no better. */
const MOST_ROWS = 20_000;

/** The words that were given on no deal that judges, and before the first of these. */
export function hearBefore(heard: HeardFeedback, { judge, cutoff }: Split): HeardFeedback {
  const judged = new Set(judge);
  const isKnown = (row: number) =>
    !judged.has(heard.dealOf[row]!) && (cutoff === null || heard.times[row]! < cutoff);
  return takeHeard(heard, Uint32Array.from(heard.dealOf.keys()).filter(isKnown));
}

/**
 * What feedback may count in the fit of some deals, by how much better it foretells others of them.
 *
 * @param rows rows of the history, in its order
 * @param fit  of these deals alone
 */
export function chooseShare(
  dosed: DosedHistory,
  rows: Uint32Array,
  fit: LineFit,
  heard: HeardFeedback,
  seed: number,
): WeightChoice {
  if (heard.heard.length === 0) return notEstimable("no feedback was given before these deals");
  const places = thin(rows.length);
  const placeOf = new Map(Array.from(places, (place, k) => [rows[place]!, k]));
  const words = takeHeard(heard, thin(heard.heard.length));
  const free = freeColumns(fit.held);
  const deals = takeColumns(takeRows(fit.design, places), free);
  const times = takeValues(dosed.times, takeValues(Float64Array.from(rows), places));
  const { design, score } = layOut(words);
  const folds = dosed.dated
    ? foldsByTime(times, FOLDS)
    : foldsSeeded(deals.outcomes, FOLDS, createRandom(seed));
  const dealOf = words.dealOf.map((row) => placeOf.get(row) ?? -1);
  const moments = dosed.dated ? { deals: times, feedback: words.times } : null;
  const choice = chooseFeedbackWeight({
    deals,
    feedback: { design: takeColumns(design, free), score },
    prior: priorOf(fit, free, fit.widths.width),
    folds: addFeedback(folds, dealOf, moments),
  });
  return describeChoice(choice);
}

/** Feedback as a fit takes it. */
export function shareOf(
  heard: HeardFeedback,
  weight: number,
  { widths }: LineFit,
): FeedbackShare | null {
  if (weight === 0 || heard.heard.length === 0) return null;
  return { rows: layOut(heard), weight, priorWidth: widths.width };
}

function layOut(heard: HeardFeedback): FeedbackRows {
  const { design, scores } = heard;
  return { design: allowForReps(design, measureLeniency(heard, scores)), score: scores };
}

function thin(count: number): Uint32Array {
  const step = Math.ceil(count / MOST_ROWS);
  return Uint32Array.from({ length: count }, (_, i) => i).filter((i) => i % step === 0);
}

function describeChoice(choice: ReturnType<typeof chooseFeedbackWeight>): WeightChoice {
  if (!isEstimated(choice)) return choice;
  const { weight, judged, candidates } = choice;
  return {
    weight,
    judged,
    candidates: candidates.map((candidate) => ({
      weight: candidate.weight,
      logLoss: candidate.logLoss,
      overNone: candidate.overNone && trimInterval(candidate.overNone),
    })),
  };
}

/** The weight, or 0 where none could be chosen. */
export function weightOf(choice: Estimable<{ readonly weight: number }> | null): number {
  return choice !== null && isEstimated(choice) ? choice.weight : 0;
}
