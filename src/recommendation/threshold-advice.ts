import {
  type Estimable,
  type Interval,
  isEstimated,
  notEstimable,
} from "../statistics/estimate.ts";
import { estimateMean } from "../statistics/log-loss.ts";
import type { Random } from "../statistics/random.ts";
import { bootstrap, percentileInterval } from "../statistics/resampling.ts";
import { applyRule, type CrossFitting, crossFitPassing } from "./cross-fitting.ts";
import {
  type CutRule,
  chooseCut,
  LEAST_PASSING,
  measurePrecision,
  measureWorth,
  type Worth,
} from "./cut-choice.ts";
import {
  type CutFigures,
  judgePassing,
  passCut,
  type ScoredDeals,
  trim,
  valueDeals,
} from "./cut-figures.ts";
import { climb, type Ladder, rankByCut } from "./cut-ladder.ts";
import { layOutWeeks } from "./weeks.ts";

/** What a threshold is to do; leads a week are counted by the deals. */
export type Aim =
  /** Leads a week that sales can work. */
  | { readonly kind: "capacity"; readonly capacity: number }
  | Exclude<CutRule, { readonly kind: "capacity" }>;

export interface AdviceSettings extends Partial<CrossFitting> {
  /** Uniform draws from [0, 1): the folds, then the resamples. */
  readonly random: Random;
  /** For the value per lead where the aim is not worth itself. */
  readonly worth?: Worth;
  /** What the same deals pass today: scores in their order, and the cut on these. */
  readonly today?: { readonly scores: Float64Array; readonly cut: number };
  /** Resamples for the interval of the cut. */
  readonly replicates?: number;
}

export interface ThresholdAdvice {
  /** Whole points, chosen from all deals; the interval is where resampled histories put it. */
  readonly cut: Interval;
  /** Cross-fitted: what a cut chosen so does on deals that it was not chosen from. */
  readonly figures: CutFigures;
  /** Value per lead, cross-fitted, less today's; null without a worth or today's cut. */
  readonly valueOverToday: Estimable<Interval> | null;
}

const FOLDS = 10;
/** A power of two, so that shares of the repeats add up without rounding. */
const REPEATS = 4;
const REPLICATES = 400;
const LEAST_DEALS = 20;

/**
 * The whole-numbered cut that does what is asked of a threshold, and what it does.
 *
 * @returns the cut from all deals (of cuts that let the same deals through, the highest) with a 95 %
 *          percentile interval of resamples; its figures cross-fitted, as in-sample ones flatter.
 *          In simulations the 95 % interval of the value held that of the chosen cut in 87 % of
 *          histories of 200 deals, 92 % of 1,000 and 94 % of 4,000; of precisions and volumes in
 *          89 to 97 %.
 *          Not estimable, with the reason: fewer than 20 deals; a capacity without dates or above
 *          all leads or below those of the highest score; a precision that no cut reaches that ten
 *          deals pass (the best that is reached is named); no cut that is worth its cost
 * @throws RangeError on input as `judgeCut`, scores that are not finite, and an aim out of range
 * Cost O((repeats · folds + replicates) · n).
 */
export function adviseThreshold(
  deals: ScoredDeals,
  aim: Aim,
  { random, today, worth: otherWorth, replicates = REPLICATES, ...fitting }: AdviceSettings,
): Estimable<ThresholdAdvice> {
  checkAim(aim);
  const { scores, outcomes } = deals;
  const n = scores.length;
  const ranked = rankByCut(scores, outcomes);
  if (n < LEAST_DEALS) return notEstimable(`Only ${n} deals are there to choose a cut by.`);
  const rule = toRule(deals, aim);
  if (!isEstimated(rule)) return rule;
  const all = Uint32Array.from(scores.keys());
  const reason = explainUnreached(climb(ranked, all), rule);
  if (reason !== null) return notEstimable(reason);

  const worth = aim.kind === "worth" ? aim.worth : (otherWorth ?? null);
  const crossFitting = { folds: FOLDS, repeats: REPEATS, ...fitting, random };
  const passes = crossFitPassing(scores, ranked, rule, crossFitting);
  const figures = judgePassing(deals, passes, worth);
  const draws = bootstrap(n, replicates, random, (rows) => applyRule(ranked, rows, rule));
  const { low, high } = percentileInterval(draws, 0);
  return {
    cut: { value: applyRule(ranked, all, rule), low: Math.floor(low), high: Math.ceil(high) },
    figures,
    valueOverToday: worth && today ? compareValues(passes, today, outcomes, worth) : null,
  };
}

function compareValues(
  passes: Float64Array,
  today: { readonly scores: Float64Array; readonly cut: number },
  outcomes: Uint8Array,
  worth: Worth,
): Estimable<Interval> {
  if (today.scores.length !== passes.length) throw new RangeError("today's scores do not pair");
  const now = valueDeals(passCut(today.scores, today.cut), outcomes, worth);
  return trim(estimateMean(valueDeals(passes, outcomes, worth).map((v, i) => v - now[i]!)));
}

function toRule({ times, leadsPerWeek, scores }: ScoredDeals, aim: Aim): Estimable<CutRule> {
  if (aim.kind !== "capacity") return aim;
  if (leadsPerWeek !== undefined) return { ...aim, leads: leadsPerWeek };
  const weeks = layOutWeeks(times);
  return isEstimated(weeks) ? { ...aim, leads: scores.length / weeks.length } : weeks;
}

/** Why no cut does what is asked; null where one does. */
function explainUnreached(ladder: Ladder, rule: CutRule): string | null {
  const { rung, isReached } = chooseCut(ladder, rule);
  const { cuts, passing, deals } = ladder;
  const cut = `${cuts[rung]} points`;
  switch (rule.kind) {
    case "capacity": {
      const { capacity, leads } = rule;
      if (leads <= capacity)
        return `All leads, ${leads.toFixed(1)} a week, are within a capacity of ${capacity}: no cut is needed.`;
      if (isReached) return null;
      const least = ((passing[rung]! / deals) * leads).toFixed(1);
      return `Even the highest cut that any deal passes, ${cut}, lets ${least} leads a week through, above a capacity of ${capacity}.`;
    }
    case "precision": {
      if (isReached) return null;
      const best = formatShare(measurePrecision(ladder, rung, rule.by));
      const sureness = rule.by === "estimate" ? "" : " with 95% confidence";
      return `No cut that ${LEAST_PASSING} deals pass reaches a precision of ${formatShare(rule.wanted)}${sureness}: the best is ${best}, at ${cut}.`;
    }
    case "worth": {
      if (isReached) return null;
      const value = measureWorth(ladder, rung, rule.worth).toFixed(3).replace("-", "−");
      return `No cut is worth its cost: the best, ${cut}, brings ${value} a lead.`;
    }
  }
}

function formatShare(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}

function checkAim(aim: Aim): void {
  if (aim.kind === "capacity" && !(aim.capacity > 0 && aim.capacity < Infinity))
    throw new RangeError("a capacity is above 0 and finite");
  if (aim.kind === "precision" && !(aim.wanted > 0 && aim.wanted <= 1))
    throw new RangeError("a precision is above 0 and at most 1");
  if (aim.kind !== "worth") return;
  const { gainPerWin, costPerLead } = aim.worth;
  if (!(gainPerWin > 0 && gainPerWin < Infinity && costPerLead >= 0 && costPerLead < Infinity))
    throw new RangeError("a gain is above 0, a cost 0 or more, both finite");
}
