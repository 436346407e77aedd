import { type Estimable, type Interval, isEstimated } from "../statistics/estimate.ts";
import type { LineDrift } from "./line-drift.ts";

/** What is known of the model since it was trained. */
export interface ModelWatch {
  /** Of the latest period: log-odds by which its probabilities lie off at their mean. */
  readonly shift: Estimable<Interval>;
  /** Of the latest period: calibration slope. */
  readonly slope: Estimable<Interval>;
  /** AUC of the latest period less that when it was trained. */
  readonly aucChange: Estimable<Interval>;
  readonly lines: readonly LineDrift[];
  /** Deals that closed since, and those that it was trained on. */
  readonly dealsSince: number;
  readonly dealsTrainedOn: number;
}

export interface RetrainAdvice {
  readonly answer: "yes" | "no" | "not-yet-known";
  /** As sentences, at least one. */
  readonly reasons: readonly string[];
  /** Worth a look, but no reason by itself. */
  readonly notes: readonly string[];
}

export interface RetrainLimits {
  /** Log-odds off that are let pass. */
  readonly shift: number;
  /** How far the slope may be from 1. */
  readonly slope: number;
  /** How much AUC may be lost. */
  readonly auc: number;
}

/** Log-odds, slope and AUC beyond which a figure that is shown asks for something to be done. */
export const WATCH_LIMITS: RetrainLimits = { shift: 0.25, slope: 0.25, auc: 0.03 };

/**
 * Whether to retrain now: yes where some figure is shown to be beyond its limit, no where all are
 * shown to be within, and not yet known otherwise. Lines that moved and deals that came in are said,
 * and decide nothing.
 *
 * @param watch  intervals of 95 %
 * @param limits above 0
 * Cost O(lines).
 */
export function adviseRetraining(
  watch: ModelWatch,
  limits: RetrainLimits = WATCH_LIMITS,
): RetrainAdvice {
  const checks = [
    {
      place: placeInterval(watch.shift, -limits.shift, limits.shift),
      beyond: "Its probabilities are off: calibration has moved since it was trained.",
      open: "Whether its probabilities are off in the mean is not yet known.",
    },
    {
      place: placeInterval(watch.slope, 1 - limits.slope, 1 + limits.slope),
      beyond: "Its probabilities are too extreme or too timid for the leads of late.",
      open: "Whether its probabilities are too extreme or too timid is not yet known.",
    },
    {
      place: placeInterval(watch.aucChange, -limits.auc, Infinity),
      beyond: "It ranks leads worse than when it was trained.",
      open: "Whether it ranks leads worse than when it was trained is not yet known.",
    },
  ];
  const notes = writeNotes(watch);
  const beyond = checks.filter((check) => check.place === "beyond");
  if (beyond.length > 0)
    return { answer: "yes", reasons: beyond.map((check) => check.beyond), notes };
  const open = checks.filter((check) => check.place === "open");
  if (open.length > 0) {
    return { answer: "not-yet-known", reasons: open.map((check) => check.open), notes };
  }
  return { answer: "no", reasons: ["Calibration and ranking are within their limits."], notes };
}

/**
 * Where a whole interval lies: within limits, beyond one of them, or neither as yet.
 *
 * @param estimate open where it cannot be had
 */
export function placeInterval(
  estimate: Estimable<Interval>,
  lowest: number,
  highest: number,
): "within" | "beyond" | "open" {
  if (!isEstimated(estimate)) return "open";
  if (estimate.low > highest || estimate.high < lowest) return "beyond";
  return estimate.low >= lowest && estimate.high <= highest ? "within" : "open";
}

function writeNotes({ lines, dealsSince, dealsTrainedOn }: ModelWatch): string[] {
  const moved = lines.filter(({ state }) => state === "moved").length;
  return [
    ...(moved > 0 ? [`The doses of ${moved} of ${lines.length} lines have moved.`] : []),
    ...(dealsSince >= dealsTrainedOn / 2 && dealsSince > 0
      ? [
          `${dealsSince.toLocaleString("en-GB")} deals have closed since, beside ${dealsTrainedOn.toLocaleString("en-GB")} that it was trained on.`,
        ]
      : []),
  ];
}
