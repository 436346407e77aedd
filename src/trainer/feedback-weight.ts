import { Refusal } from "../refusal.ts";
import { type Estimable, isEstimated, notEstimable } from "../statistics/estimate.ts";
import { estimateMean } from "../statistics/log-loss.ts";
import type { NormalInterval } from "../statistics/normal-interval.ts";
import { measureMean } from "../statistics/spread.ts";
import { type Design, takeRows, takeValues } from "./design-matrix.ts";
import { type FeedbackRows, poolFeedback } from "./feedback-pool.ts";
import { type FitPoint, fitLogistic } from "./fit.ts";
import { logLossOfLogOdds, predictLogOdds } from "./prediction.ts";
import type { Prior } from "./prior.ts";
import type { Split } from "./split.ts";

/** What a piece of feedback may count, a deal counting 1. */
const WEIGHTS: readonly number[] = [0.05, 0.1, 0.2, 0.4, 0.7, 1];

/** A fold of deals, with the feedback that may help to train it. */
export interface FeedbackFold extends Split {
  readonly feedback: Uint32Array;
}

export interface FeedbackWeightQuestion {
  readonly deals: Design;
  readonly feedback: FeedbackRows;
  /** Of the deals' columns. */
  readonly prior: Prior;
  readonly folds: readonly FeedbackFold[];
  /** Above 0, in ascending order. */
  readonly weights?: readonly number[];
}

export interface FeedbackWeightCandidate {
  readonly weight: number;
  /** Mean over the judged deals. */
  readonly logLoss: number;
  /** Log loss less that of weight 0, paired by deal: below 0 feedback helps. Null for weight 0. */
  readonly overNone: NormalInterval | null;
}

export interface FeedbackWeightChoice {
  /** 0: feedback stays out of the fit. */
  readonly weight: number;
  /** Weight 0 first. */
  readonly candidates: readonly FeedbackWeightCandidate[];
  readonly judged: number;
}

/**
 * What feedback may count in the fit, by the log loss on deals that trained nothing.
 *
 * A weight stands when its loss is less than without feedback by more than one standard error of the
 * paired difference; of those that stand the least is taken that is within one standard error of the
 * best of them, and 0 where none stands. Feedback is never judged by feedback: a rep who echoes the
 * score agrees with everything but the outcomes.
 *
 * Folds whose deals cannot be fitted, as when all are lost, judge nothing.
 *
 * @returns not estimable where fewer than two deals could be judged
 * @throws RangeError on a malformed design or prior, and on weights that are not above 0
 * Cost that of a fit without covariance for each weight and fold.
 */
export function chooseFeedbackWeight(
  question: FeedbackWeightQuestion,
): Estimable<FeedbackWeightChoice> {
  const weights = [0, ...(question.weights ?? WEIGHTS)];
  const folds = question.folds.map((fold) => judgeFold(question, fold, weights));
  const losses = weights.map((_, k) => Float64Array.from(folds.flatMap((fold) => fold[k] ?? [])));
  const judged = losses[0]!.length;
  if (judged < 2) return notEstimable("the deals are too few to judge feedback by");
  const candidates = weights.map(
    (weight, k): FeedbackWeightCandidate => ({
      weight,
      logLoss: measureMean(losses[k]!),
      overNone: k === 0 ? null : compareLosses(losses[k]!, losses[0]!),
    }),
  );
  const chosen = chooseRestrained(candidates, losses);
  return { weight: weights[chosen]!, candidates, judged };
}

/** Index of the least weight that stands and is within one standard error of the best; 0 for none. */
function chooseRestrained(
  candidates: readonly FeedbackWeightCandidate[],
  losses: readonly Float64Array[],
): number {
  const standing = [...candidates.keys()].filter((k) => {
    const { overNone } = candidates[k]!;
    return overNone !== null && overNone.value < -overNone.standardError;
  });
  if (standing.length === 0) return 0;
  const best = standing.reduce((least, k) =>
    candidates[k]!.logLoss < candidates[least]!.logLoss ? k : least,
  );
  return standing.find((k) => {
    const { value, standardError } = compareLosses(losses[k]!, losses[best]!);
    return value <= standardError;
  })!;
}

function compareLosses(first: Float64Array, second: Float64Array): NormalInterval {
  const difference = estimateMean(first.map((loss, i) => loss - second[i]!));
  if (!isEstimated(difference)) throw new RangeError(difference.notEstimable);
  return difference;
}

/**
 * Folds with the feedback that each may use: none on a lead whose deal is judged, and, where there are
 * times, none given at or after the moment of the first deal judged.
 *
 * @param dealOf for each piece of feedback the row of its lead's deal, −1 where it has none
 * @param times  epoch milliseconds of deals and feedback; null where they are not known, or where
 *               folds are not by time
 * Cost O(folds × (deals + feedback)).
 */
export function addFeedback(
  folds: readonly Split[],
  dealOf: Int32Array,
  times: { readonly deals: Float64Array; readonly feedback: Float64Array } | null,
): FeedbackFold[] {
  const all = Uint32Array.from(dealOf.keys());
  return folds.map((fold) => {
    const judged = new Set(fold.judge);
    const cutoff = fold.judge.reduce(
      (first, row) => Math.min(first, times?.deals[row] ?? Infinity),
      Infinity,
    );
    const isKnown = (row: number) => times === null || times.feedback[row]! < cutoff;
    return { ...fold, feedback: all.filter((row) => !judged.has(dealOf[row]!) && isKnown(row)) };
  });
}

/** Losses of the judged deals, one list a weight; none where the fold cannot be fitted. */
function judgeFold(
  { deals, feedback, prior }: FeedbackWeightQuestion,
  { train, judge, feedback: heard }: FeedbackFold,
  weights: readonly number[],
): number[][] {
  const taken = takeRows(deals, train);
  const judged = takeRows(deals, judge);
  const rows = {
    design: takeRows(feedback.design, heard),
    score: takeValues(feedback.score, heard),
  };
  const losses: number[][] = [];
  let last: FitPoint | undefined;
  for (const weight of weights) {
    const alone = weight === 0 || heard.length === 0;
    const pool = alone ? { design: taken, prior } : poolFeedback(taken, rows, prior, weight);
    const start = last?.coefficients.length === pool.design.columns ? { start: last } : {};
    const fit = fitLogistic(pool.design, { prior: pool.prior, covariance: false, ...start });
    if (fit instanceof Refusal) return [];
    last = fit;
    const coefficients = fit.coefficients.subarray(0, deals.columns);
    const logOdds = predictLogOdds(judged, { intercept: fit.intercept, coefficients });
    losses.push(Array.from(logOdds, (z, i) => logLossOfLogOdds(z, judged.outcomes[i]!)));
  }
  return losses;
}
