import { type Estimable, notEstimable } from "../statistics/estimate.ts";
import { detectableDifference, unitsForDifference } from "../statistics/power.ts";
import { inflationOfSequence } from "../statistics/sequence-power.ts";

/** What is known and wanted before an experiment starts. */
export interface PlanQuestion {
  /** Rate of the primary metric under the rules, in (0, 1). */
  readonly baseRate: number;
  /** Least difference upwards worth having, above 0. */
  readonly minimumEffect: number;
  /** The model's share of the units, in (0, 1). */
  readonly modelShare: number;
  /** Units that take part in a week, above 0. */
  readonly unitsPerWeek: number;
  /** Days until an outcome counts. */
  readonly withinDays: number;
  /** Share of the outcome's variance that the score before assignment foretells, in [0, 1). */
  readonly explained?: number | undefined;
  /** Variance of a unit's rate ÷ p(1 − p): above 1 for accounts of several leads alike. */
  readonly designEffect?: number | undefined;
  readonly alpha?: number;
  readonly power?: number;
}

/** Units and time that one way of looking needs. */
export interface PlannedSize {
  readonly rules: number;
  readonly model: number;
  readonly units: number;
  /** Days until the last unit is enrolled. */
  readonly enrolmentDays: number;
  /** Days until its outcome counts. */
  readonly days: number;
}

export interface ExperimentPlan {
  /** One look, at the end. */
  readonly fixed: PlannedSize;
  /** A look every day, stopping when the answer is there: at the latest after so many units. */
  readonly anytime: PlannedSize;
  /** anytime.units ÷ fixed.units. */
  readonly inflation: number;
  /** Differences that would be seen after so many weeks of enrolment, looking every day. */
  readonly detectable: readonly { readonly weeks: number; readonly difference: number }[];
}

const LONGEST_DAYS = 3650;
/** Looks beyond which more change nothing that matters. */
const MOST_LOOKS = 100;
const WEEKS = [2, 4, 8, 13, 26, 52];

/**
 * Units and time that an experiment needs, before it starts.
 *
 * @param question what is known and wanted
 * @returns not estimable where base rate and effect together leave no room below 1, or when it would
 *          take more than ten years; power is that of the test with separate variances
 * @throws RangeError on numbers out of bounds
 * Cost some hundred milliseconds. Source: `unitsForDifference`, `inflationOfSequence`.
 */
export function planExperiment(question: PlanQuestion): Estimable<ExperimentPlan> {
  const { baseRate, minimumEffect, modelShare, unitsPerWeek, withinDays } = question;
  const { explained = 0, designEffect = 1, alpha = 0.05, power = 0.8 } = question;
  if (!(modelShare > 0 && modelShare < 1)) throw new RangeError("the model's share is in (0, 1)");
  if (!(minimumEffect > 0)) throw new RangeError("the least effect worth having is above 0");
  if (!(unitsPerWeek > 0 && withinDays > 0 && designEffect > 0)) {
    throw new RangeError("units a week, days and design effect are above 0");
  }
  if (baseRate + minimumEffect >= 1) {
    return notEstimable("the base rate and the least effect leave no room below 1");
  }
  const ratio = modelShare / (1 - modelShare);
  const rates = { baseRate, ratio, explained };
  const certainty = { alpha, power };
  const first =
    designEffect * unitsForDifference({ ...rates, difference: minimumEffect }, certainty);
  const sizeOf = (rules: number): PlannedSize => {
    const units = Math.ceil(rules) + Math.ceil(rules * ratio);
    const enrolmentDays = Math.ceil((units / unitsPerWeek) * 7);
    return {
      rules: Math.ceil(rules),
      model: Math.ceil(rules * ratio),
      units,
      enrolmentDays,
      days: enrolmentDays + withinDays,
    };
  };
  const fixed = sizeOf(first);
  if (fixed.days > LONGEST_DAYS) return notEstimable("it would take more than ten years");
  const inflation = inflationOfSequence(countLooks(fixed.enrolmentDays), certainty);
  const detectable = WEEKS.map((weeks) => {
    const rules = (weeks * unitsPerWeek * (1 - modelShare)) / designEffect;
    return { weeks, difference: detectableDifference(rates, rules / inflation, certainty) };
  }).filter(({ difference }) => difference < Infinity);
  return { fixed, anytime: sizeOf(first * inflation), inflation, detectable };
}

function countLooks(days: number): number {
  return Math.max(1, Math.min(MOST_LOOKS, days));
}
