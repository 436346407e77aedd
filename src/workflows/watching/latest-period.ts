import type { ArmName } from "../../experiment/assignment.ts";
import type { WatchFindings } from "../../report/ab/findings.ts";
import {
  type Estimable,
  type Interval,
  isEstimated,
  notEstimable,
} from "../../statistics/estimate.ts";
import { estimateSampledAuc } from "../../statistics/sampled-auc.ts";
import { type Baseline, takeDeals } from "./baseline.ts";
import { type ChosenPeriods, LEAST_OF_EACH } from "./periods-of-deals.ts";
import type { WatchMaterial } from "./watch-material.ts";

type OfArms = Readonly<Record<ArmName, Estimable<Interval>>>;

/** Each arm in the latest period, against what it was when the model was trained. */
export interface LatestPeriod {
  /** Null where there is none. */
  readonly name: string | null;
  /** Log-odds by which probabilities lie too low, at their mean. */
  readonly shift: OfArms;
  readonly slope: OfArms;
  readonly aucChange: OfArms;
}

const NONE = notEstimable(
  `no month, quarter or year of ${LEAST_OF_EACH} won and ${LEAST_OF_EACH} lost deals yet`,
);
const NO_MODEL = notEstimable("no model is live");
const NOWHERE: OfArms = { rules: NONE, model: NONE };

/** @param periods null where there are no deals to judge by */
export function readLatest(
  { model }: Pick<WatchMaterial, "model">,
  { judged, rules }: Baseline,
  periods: ChosenPeriods | null,
  calibration: WatchFindings["calibration"],
): LatestPeriod {
  if (periods === null || periods.latest < 0)
    return { name: null, shift: NOWHERE, slope: NOWHERE, aucChange: NOWHERE };
  const { latest, partOf } = periods;
  const rows = Uint32Array.from(partOf.keys()).filter((i) => partOf[i] === latest);
  const { totals, logOdds, outcomes, clusters } = takeDeals(judged, rows);
  const aucOf = (scores: Float64Array) => estimateSampledAuc(scores, outcomes, { clusters });
  const read = (arm: ArmName, figure: "shift" | "slope"): Estimable<Interval> => {
    const drift = calibration[arm];
    return isEstimated(drift) ? drift.periods[latest]![figure] : drift;
  };
  const then = isEstimated(rules) ? rules : { shift: rules, slope: rules, auc: rules };
  return {
    name: periods.names[latest]!,
    // What points mean was estimated too; a model's probabilities are what it says they are.
    shift: { rules: widen(read("rules", "shift"), then.shift), model: read("model", "shift") },
    slope: { rules: widen(read("rules", "slope"), then.slope), model: read("model", "slope") },
    aucChange: {
      rules: subtract(aucOf(totals), then.auc),
      model: subtract(logOdds === null ? NO_MODEL : aucOf(logOdds), model?.auc ?? NO_MODEL),
    },
  };
}

/** An estimate with the uncertainty of another one added. */
function widen(estimate: Estimable<Interval>, by: Estimable<Interval>): Estimable<Interval> {
  if (!isEstimated(estimate)) return estimate;
  if (!isEstimated(by)) return by;
  return spread(estimate.value, estimate, by);
}

/** One estimate less another, of separate deals. */
function subtract(now: Estimable<Interval>, then: Estimable<Interval>): Estimable<Interval> {
  if (!isEstimated(now)) return now;
  if (!isEstimated(then)) return then;
  return spread(now.value - then.value, now, then);
}

function spread(value: number, first: Interval, second: Interval): Interval {
  const halfWidth = Math.hypot(first.high - first.low, second.high - second.low) / 2;
  return { value, low: value - halfWidth, high: value + halfWidth };
}
