import { followCalibration } from "../../experiment/calibration-drift.ts";
import { Refusal } from "../../refusal.ts";
import { countWon } from "../../statistics/domain.ts";
import { type Estimable, isEstimated, notEstimable } from "../../statistics/estimate.ts";
import type { SampledInterval } from "../../statistics/sampled.ts";
import { estimateSampledAuc } from "../../statistics/sampled-auc.ts";
import { takeValues } from "../../trainer/design-matrix.ts";
import { calibrateScore, fitScoreCalibration, type ScoreCalibration } from "../../trainer/platt.ts";
import { toProbabilities } from "../../trainer/prediction.ts";
import { splitByTime } from "../../trainer/split.ts";
import { LEAST_OF_EACH } from "./periods-of-deals.ts";
import type { WatchMaterial } from "./watch-material.ts";

/** Columns of the deals that are judged by. */
export interface JudgedDeals {
  readonly outcomes: Uint8Array;
  /**
   * When they closed; when they were handed over, where nobody told. By their closing quick deals and
   * slow ones are mixed as ever; of those handed over of late only the quick ones have closed.
   */
  readonly times: Float64Array;
  readonly clusters: Uint32Array | undefined;
  readonly totals: Float64Array;
  readonly logOdds: Float64Array | null;
}

/** What the points of the rules meant on the earlier deals. */
export interface RulesThen {
  readonly calibration: ScoreCalibration;
  readonly toProbabilities: (totals: Float64Array) => Float64Array;
  /** How surely it is known there. */
  readonly shift: Estimable<SampledInterval>;
  readonly slope: Estimable<SampledInterval>;
  readonly auc: Estimable<SampledInterval>;
}

/** Deals that what is live rests on, and those since. */
export interface Baseline {
  /** Rows of the deals that the model may have learned from; without a model, of the earlier deals. */
  readonly earlier: Uint32Array;
  readonly judged: JudgedDeals;
  readonly rules: Estimable<RulesThen>;
}

/** Of the deals without a model: those that closed last judge. */
export const JUDGE_SHARE = 0.3;

export function splitDeals({ deals, model }: Pick<WatchMaterial, "deals" | "model">): Baseline {
  const { closed, handedOver, learned } = deals;
  const times = closed.map((at, i) => (Number.isNaN(at) ? handedOver[i]! : at));
  const dated = { ...deals, times };
  const rows = Uint32Array.from(times.keys());
  const { train: earlier, judge } =
    model === null
      ? splitByTime(times, JUDGE_SHARE)
      : {
          train: rows.filter((i) => learned[i] === 1),
          judge: rows.filter((i) => learned[i] === 0),
        };
  return {
    earlier,
    judged: takeDeals(dated, judge),
    rules: calibrateRules(takeDeals(dated, earlier)),
  };
}

/** Some of the deals, in the order of the rows. */
export function takeDeals(deals: JudgedDeals, rows: Uint32Array): JudgedDeals {
  const { outcomes, times, clusters, totals, logOdds } = deals;
  return {
    outcomes: Uint8Array.from(rows, (i) => outcomes[i]!),
    times: takeValues(times, rows),
    clusters: clusters && Uint32Array.from(rows, (i) => clusters[i]!),
    totals: takeValues(totals, rows),
    logOdds: logOdds && takeValues(logOdds, rows),
  };
}

function calibrateRules(deals: JudgedDeals): Estimable<RulesThen> {
  const { outcomes, clusters, totals } = deals;
  const won = countWon(outcomes);
  const lost = outcomes.length - won;
  if (Math.min(won, lost) < LEAST_OF_EACH)
    return notEstimable(
      `Of the earlier deals ${won} were won and ${lost} lost: at least ${LEAST_OF_EACH} of each tell what points mean.`,
    );
  const calibration = fitScoreCalibration(totals, outcomes);
  if (calibration instanceof Refusal) return notEstimable(calibration.message);
  const probabilitiesOf = (points: Float64Array) =>
    toProbabilities(calibrateScore(calibration, points));
  const whole = { partOf: new Int32Array(outcomes.length), names: ["all"], middles: [0] };
  const probabilities = probabilitiesOf(totals);
  const [then] = followCalibration({ ...deals, probabilities }, whole).periods;
  return {
    calibration,
    toProbabilities: probabilitiesOf,
    shift: then!.shift,
    slope: then!.slope,
    auc: estimateSampledAuc(totals, outcomes, { clusters }),
  };
}

/** What points meant, where a higher score was worth more at all. */
export function findWorth(
  rules: Baseline["rules"],
): Estimable<{ readonly intercept: number; readonly perPoint: number }> {
  if (!isEstimated(rules)) return rules;
  const { intercept, slope } = rules.calibration;
  return slope > 0
    ? { intercept, perPoint: slope }
    : notEstimable("On the earlier deals a higher score was worth no more than a lower one.");
}
