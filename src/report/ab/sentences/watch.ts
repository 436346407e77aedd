import type { ScoreInflation } from "../../../experiment/inflation.ts";
import type { RetrainAdvice } from "../../../experiment/retraining.ts";
import { type Estimable, isEstimated } from "../../../statistics/estimate.ts";
import { formatInterval, formatSigned } from "../../format.ts";
import type { Alarm } from "../findings.ts";
import { asSentence, formatDay } from "../words.ts";

const ADVICE = {
  yes: "Yes: train the model again.",
  no: "No: the model need not be trained again.",
  "not-yet-known": "Not yet known.",
} as const;

/** Whether to train again now, and why. */
export function describeRetraining(advice: Estimable<RetrainAdvice>): string {
  if (!isEstimated(advice)) return `Cannot be told: ${asSentence(advice.notEstimable)}`;
  return [ADVICE[advice.answer], ...advice.reasons, ...advice.notes].join(" ");
}

const STATES: Readonly<Record<ScoreInflation["state"], string>> = {
  inflating: "Scores rise while the same score comes to mean fewer wins",
  "rising-with-reason": "Scores rise, and the leads are better",
  "losing-worth": "The same score comes to mean fewer wins, though scores do not rise",
  "not-inflating": "Scores neither rise nor come to mean fewer wins",
  steady: "Neither scores nor what they mean move",
  "not-yet-known": "Whether scores inflate is not yet known",
};

/** Whether scores rise without the leads getting better. */
export function describeInflation(inflation: Estimable<ScoreInflation>): string {
  if (!isEstimated(inflation)) return `Cannot be told: ${asSentence(inflation.notEstimable)}`;
  const points = (value: number) => formatSigned(value, 1);
  const { state, meanPerYear, worthLostPerYear } = inflation;
  return `${STATES[state]}: the mean score moves by ${formatInterval(meanPerYear, points)} points a year, and a score loses ${formatInterval(worthLostPerYear, points)} points a year in worth.`;
}

/** An alarm that stands. */
export function describeAlarm({ name, reason, since }: Alarm): string {
  return `${name}: ${reason} Since ${formatDay(since)}.`;
}
