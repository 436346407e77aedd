import { Refusal } from "../../refusal.ts";
import type { Calibration } from "../../report/calibration.ts";
import { notEstimable } from "../../statistics/estimate.ts";
import type { HalfLifeChoice } from "../../trainer/half-life.ts";
import type { CalibrateSettings } from "../calibrate.ts";
import type { DosedHistory } from "./dosed-history.ts";
import { chooseFading, weighByAge } from "./drift.ts";
import { chooseShare, shareOf, weightOf } from "./feedback-share.ts";
import type { HeardFeedback } from "./heard-feedback.ts";
import { type Learning, learn } from "./learning.ts";

type WeightChoice = NonNullable<Calibration["feedback"]>["weight"];

/** What was learnt from some deals, and from feedback as far as it helps. */
export interface Taught {
  readonly learning: Learning;
  /** The same from the deals alone. */
  readonly alone: Learning;
  readonly fading: HalfLifeChoice;
  readonly weight: WeightChoice;
}

export interface Teaching extends CalibrateSettings {
  /** Feedback that these deals may be joined by; null where none was given. */
  readonly heard: HeardFeedback | null;
  /** What feedback counts; chosen where it is not given. */
  readonly feedbackWeight?: WeightChoice;
}

const NO_FEEDBACK = notEstimable("no feedback was given");

/**
 * Learns from some rows, older deals counting for less where later ones call for it, and feedback for
 * as much as deals call for that it was not given on.
 */
export function teach(
  dosed: DosedHistory,
  rows: Uint32Array,
  teaching: Teaching,
): Taught | Refusal {
  const faded = teachWithFading(dosed, rows, teaching);
  if (faded instanceof Refusal) return faded;
  const { alone, fading, weights } = faded;
  const { heard, seed, constraints = {}, onProgress } = teaching;
  if (heard === null) return { learning: alone, alone, fading, weight: NO_FEEDBACK };
  if (teaching.feedbackWeight === undefined) onProgress("choosing what feedback counts");
  const weight = teaching.feedbackWeight ?? chooseShare(dosed, rows, alone.fit, heard, seed);
  const feedback = shareOf(heard, weightOf(weight), alone.fit);
  if (feedback === null) return { learning: alone, alone, fading, weight };
  const learning = learn(dosed, rows, { seed, constraints, onProgress, ...weights, feedback });
  return learning instanceof Refusal ? learning : { learning, alone, fading, weight };
}

function teachWithFading(
  dosed: DosedHistory,
  rows: Uint32Array,
  { seed, constraints = {}, halfLifeDays, onProgress }: CalibrateSettings,
) {
  const plain = learn(dosed, rows, { seed, constraints, onProgress });
  if (plain instanceof Refusal) return plain;
  if (halfLifeDays === undefined) onProgress("choosing how fast older deals fade");
  const fading =
    halfLifeDays === undefined
      ? chooseFading(dosed, rows, plain.fit)
      : { halfLifeDays: dosed.dated ? halfLifeDays : null, candidates: [] };
  const weights = weighByAge(dosed, rows, fading.halfLifeDays);
  const alone =
    weights.weights === undefined
      ? plain
      : learn(dosed, rows, { seed, constraints, onProgress, ...weights });
  return alone instanceof Refusal ? alone : { alone, fading, weights };
}
