import { checkScores, countWon } from "../statistics/domain.ts";
import {
  type Estimable,
  type Interval,
  isEstimated,
  type NotEstimable,
} from "../statistics/estimate.ts";
import { estimateMean } from "../statistics/log-loss.ts";
import { estimateProportion, type Proportion } from "../statistics/proportion.ts";
import type { Worth } from "./cut-choice.ts";
import { estimatePerWeek, layOutWeeks } from "./weeks.ts";

/** Deals to judge cuts by, none of which taught the points that scored them. */
export interface ScoredDeals {
  /** Points, length n, finite. */
  readonly scores: Float64Array;
  /** Length n, 1 = won, 0 = lost. */
  readonly outcomes: Uint8Array;
  /** Epoch milliseconds, length n; null where there are no dates. */
  readonly times: Float64Array | null;
  /**
   * Leads that come in a week, where that is known; else it is estimated from the times. Deals that
   * are still open are no part of the deals, so the estimate is low where there are many.
   */
  readonly leadsPerWeek?: number;
}

/** What a cut does, judged on some deals. Where it is cross-fitted the counts need not be whole. */
export interface CutFigures {
  /** Deals at or above the cut. */
  readonly passing: number;
  readonly won: number;
  /** Share of all deals that pass. */
  readonly share: Estimable<Proportion>;
  /** Leads a week that pass. */
  readonly volume: Estimable<Interval>;
  /** Win rate of those that pass. */
  readonly precision: Estimable<Proportion>;
  /** Won deals that do not pass. */
  readonly winsMissed: number;
  /** Their share of all won deals. */
  readonly shareOfWinsMissed: Estimable<Proportion>;
  /** (gain · won − cost · passing) / deals; null where no gain and cost were given. */
  readonly valuePerLead: Estimable<Interval> | null;
}

/**
 * What a cut does that was not chosen from these deals, such as today's.
 *
 * @param cut any number; a deal passes with a score at or above it
 * @throws RangeError on unequal lengths, NaN scores, times that are not finite, outcomes not 0 or 1
 * Cost O(n).
 */
export function judgeCut(deals: ScoredDeals, cut: number, worth: Worth | null = null): CutFigures {
  return judgePassing(deals, passCut(deals.scores, cut), worth);
}

/** 1 where a score is at or above the cut, else 0. */
export function passCut(scores: Float64Array, cut: number): Float64Array {
  return scores.map((score) => (score >= cut ? 1 : 0));
}

/**
 * What a cut does, from which deals pass it.
 *
 * @param passes length n, from 0 to 1: how often each deal passes
 * @returns Wilson intervals for shares; quasi-Poisson for the volume, or Wilson's times the leads
 *          a week where they are known; normal for the value. They leave out that other
 *          deals would have led to another cut
 * @throws RangeError as `judgeCut`, and on leads a week that are not above 0 and finite
 * Cost O(n).
 */
export function judgePassing(
  deals: ScoredDeals,
  passes: Float64Array,
  worth: Worth | null,
): CutFigures {
  const { scores, outcomes } = deals;
  checkScores(scores, outcomes);
  const n = outcomes.length;
  const wins = countWon(outcomes);
  const passing = passes.reduce((sum, pass) => sum + pass, 0);
  const won = passes.reduce((sum, pass, i) => sum + pass * outcomes[i]!, 0);
  const share = estimateProportion(passing, n);
  return {
    passing,
    won,
    share,
    volume: estimateVolume(deals, passes, share),
    precision: estimateProportion(won, passing),
    winsMissed: wins - won,
    shareOfWinsMissed: estimateProportion(wins - won, wins),
    valuePerLead: worth === null ? null : trim(estimateMean(valueDeals(passes, outcomes, worth))),
  };
}

/** passᵢ · (gain · yᵢ − cost): what each deal brings. */
export function valueDeals(
  passes: Float64Array,
  outcomes: Uint8Array,
  { gainPerWin, costPerLead }: Worth,
): Float64Array {
  return passes.map((pass, i) => pass * (gainPerWin * outcomes[i]! - costPerLead));
}

function estimateVolume(
  { times, leadsPerWeek: leads }: ScoredDeals,
  passes: Float64Array,
  share: Estimable<Proportion>,
): Estimable<Interval> {
  if (leads !== undefined && !(leads > 0 && leads < Infinity))
    throw new RangeError("leads a week are above 0 and finite");
  if (leads === undefined) {
    const weeks = layOutWeeks(times);
    return isEstimated(weeks) ? estimatePerWeek(weeks, passes) : weeks;
  }
  if (!isEstimated(share)) return share;
  return { value: share.value * leads, low: share.low * leads, high: share.high * leads };
}

/** The interval alone, without what else its estimator says. */
export function trim<T extends Interval>(estimate: T | NotEstimable): Estimable<Interval> {
  if (!isEstimated(estimate)) return estimate;
  return { value: estimate.value, low: estimate.low, high: estimate.high };
}
