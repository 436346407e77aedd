import { type Estimable, type Interval, notEstimable } from "./estimate.ts";
import type { JointMoments, Moments } from "./moments.ts";
import {
  ALPHA,
  type SequenceInterval,
  type SequenceSettings,
  sequenceInterval,
} from "./sequence.ts";
import { studentHalfWidth, twoSidedStudentP } from "./student-t.ts";

/** A difference of two arms' means: as read once at the planned end, and as read at any time. */
export interface MeanDifference {
  readonly value: number;
  readonly standardError: number;
  /** Welch's t: holds for one look, at a size that was chosen before. */
  readonly fixed: Interval & { readonly pValue: number; readonly degrees: number };
  /** Holds at every look. */
  readonly anytime: SequenceInterval;
}

/** A control's mean nearer to 0 than so many standard errors cannot be divided by. */
const LEAST_CONTROL = 3;

/**
 * Mean of the second arm less mean of the first.
 *
 * @param first, second moments; an arm's n of at least 2
 * @param settings of the sequence
 * @returns in the unit of the means; not estimable when an arm has fewer than two units, or when
 *          neither varies: a difference without spread says nothing of chance
 * @throws RangeError on settings out of bounds
 * Cost O(1). Source: Welch 1947; the sequence, `sequenceInterval`.
 */
export function compareMeans(
  first: Moments,
  second: Moments,
  settings: SequenceSettings,
): Estimable<MeanDifference> {
  if (Math.min(first.n, second.n) < 2) return TOO_FEW;
  const variance = first.variance / first.n + second.variance / second.n;
  if (variance === 0) return NO_SPREAD;
  return describe(second.mean - first.mean, variance, [first, second], settings);
}

/**
 * Relative lift: mean of the second arm ÷ mean of the first, less 1.
 *
 * @param first, second moments; an arm's n of at least 2
 * @param settings of the sequence
 * @returns as a part of the first arm's mean, with a standard error by the delta method; not
 *          estimable as `compareMeans`, and when the first arm's mean is not above three of its
 *          standard errors, as a ratio to almost nothing may be anything
 * @throws RangeError on settings out of bounds
 * Cost O(1).
 */
export function compareMeansRelatively(
  first: Moments,
  second: Moments,
  settings: SequenceSettings,
): Estimable<MeanDifference> {
  const uncorrelated = { covariate: { mean: 0, variance: 0 }, covariance: 0 };
  return compareAdjustedRelatively(
    { ...first, ...uncorrelated },
    { ...second, ...uncorrelated },
    settings,
  );
}

/**
 * Relative lift of means that are adjusted for a covariate, as a part of the first arm's plain mean.
 *
 * @param first, second joint moments, as for `adjustForCovariate`
 * @returns as `compareMeansRelatively`
 * @throws RangeError on settings out of bounds
 * Cost O(1). Source: the delta method on (ȳ_b − ȳ_a − θ(x̄_b − x̄_a)) / ȳ_a.
 */
export function compareAdjustedRelatively(
  first: JointMoments,
  second: JointMoments,
  settings: SequenceSettings,
): Estimable<MeanDifference> {
  if (Math.min(first.n, second.n) < 2) return TOO_FEW;
  if (!(first.mean > LEAST_CONTROL * Math.sqrt(first.variance / first.n))) {
    return notEstimable("the first arm's mean is too near 0 to divide by");
  }
  const adjusted = adjustForCovariate(first, second);
  const { theta } = adjusted;
  // ȳ_a stands in numerator and denominator: its slope is −ȳ_b/ȳ_a², and that of x̄_a is θ/ȳ_a.
  const ratio = second.mean / first.mean;
  const ofFirst =
    first.variance * ratio ** 2 +
    theta ** 2 * first.covariate.variance -
    2 * theta * ratio * first.covariance;
  const variance = (adjusted.second.variance / second.n + ofFirst / first.n) / first.mean ** 2;
  if (variance === 0) return NO_SPREAD;
  const lift = (adjusted.second.mean - adjusted.first.mean) / first.mean;
  return describe(lift, variance, [adjusted.first, adjusted.second], settings);
}

/** Moments of both arms once the part that a covariate foretold is taken off. */
export interface AdjustedMoments {
  readonly first: Moments;
  readonly second: Moments;
  /** What is taken off per unit of the covariate. */
  readonly theta: number;
  /** Share of the outcome's variance that the covariate foretells, in [0, 1]. */
  readonly explained: number;
}

/**
 * Takes off what a covariate known before assignment foretells, so that the same units tell more
 * (CUPED). The difference of the adjusted means estimates the same as that of the plain ones.
 *
 * @param first, second joint moments; the covariate must be fixed before assignment
 * @returns adjusted means are those the arms would have had with equal covariates, apart from what
 *          is common to both; a covariate that does not vary takes nothing off
 * Cost O(1). Source: Deng, Xu, Kohavi and Walker 2013.
 */
export function adjustForCovariate(first: JointMoments, second: JointMoments): AdjustedMoments {
  const joint = joinMoments(first, second);
  const theta = joint.covariate.variance > 0 ? joint.covariance / joint.covariate.variance : 0;
  const adjust = ({ n, mean, variance, covariate, covariance }: JointMoments): Moments => ({
    n,
    mean: mean - theta * covariate.mean,
    variance: Math.max(0, variance + theta ** 2 * covariate.variance - 2 * theta * covariance),
  });
  const explained = joint.variance > 0 ? (theta * joint.covariance) / joint.variance : 0;
  return { first: adjust(first), second: adjust(second), theta, explained };
}

const TOO_FEW = notEstimable("an arm has fewer than two units");
const NO_SPREAD = notEstimable("the outcome does not vary within either arm");

function describe(
  value: number,
  variance: number,
  arms: readonly [Moments, Moments],
  settings: SequenceSettings,
): MeanDifference {
  const standardError = Math.sqrt(variance);
  const degrees = countDegrees(arms);
  const halfWidth = standardError * studentHalfWidth(settings.alpha ?? ALPHA, degrees);
  return {
    value,
    standardError,
    fixed: {
      value,
      low: value - halfWidth,
      high: value + halfWidth,
      pValue: twoSidedStudentP(value / standardError, degrees),
      degrees,
    },
    anytime: sequenceInterval({ value, standardError, n: arms[0].n + arms[1].n }, settings),
  };
}

/** Welch and Satterthwaite: (Σ v)² / Σ v²/(n − 1), v = s²/n. */
function countDegrees(arms: readonly [Moments, Moments]): number {
  const [a, b] = arms.map(({ variance, n }) => variance / n) as [number, number];
  return (a + b) ** 2 / (a ** 2 / (arms[0].n - 1) + b ** 2 / (arms[1].n - 1));
}

/** Moments of the units of both arms as one. */
function joinMoments(first: JointMoments, second: JointMoments): JointMoments {
  const n = first.n + second.n;
  const share = (first.n * second.n) / n;
  const shiftY = second.mean - first.mean;
  const shiftX = second.covariate.mean - first.covariate.mean;
  const pool = (a: number, b: number, between: number) =>
    (a * (first.n - 1) + b * (second.n - 1) + share * between) / (n - 1);
  return {
    n,
    mean: (first.n * first.mean + second.n * second.mean) / n,
    variance: pool(first.variance, second.variance, shiftY ** 2),
    covariate: {
      mean: (first.n * first.covariate.mean + second.n * second.covariate.mean) / n,
      variance: pool(first.covariate.variance, second.covariate.variance, shiftX ** 2),
    },
    covariance: pool(first.covariance, second.covariance, shiftX * shiftY),
  };
}
