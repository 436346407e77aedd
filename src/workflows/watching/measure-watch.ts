import { followCalibration } from "../../experiment/calibration-drift.ts";
import { comparePeriods } from "../../experiment/parts.ts";
import { adviseRetraining, WATCH_LIMITS } from "../../experiment/retraining.ts";
import type { WatchFindings } from "../../report/ab/findings.ts";
import { countWon } from "../../statistics/domain.ts";
import { isEstimated, type NotEstimable, notEstimable } from "../../statistics/estimate.ts";
import { toProbabilities } from "../../trainer/prediction.ts";
import { listSigns, type Sign } from "./alarm-signs.ts";
import { type Baseline, type JudgedDeals, splitDeals } from "./baseline.ts";
import { soberInterval } from "./daily-looks.ts";
import { type LatestPeriod, readLatest } from "./latest-period.ts";
import { measureInflation } from "./measure-inflation.ts";
import { measureLines } from "./measure-lines.ts";
import { type ChosenPeriods, choosePeriods, LEAST_OF_EACH } from "./periods-of-deals.ts";
import type { WatchMaterial } from "./watch-material.ts";
import { writeNotes } from "./watch-notes.ts";

/** What a watch measures; which alarms stand depends on those before. */
export interface WatchFigures extends Omit<WatchFindings, "at" | "alarms"> {
  readonly signs: readonly Sign[];
}

const NO_MODEL = notEstimable("No model is live.");

/** Everything that a watch says of what was read. Cost some hundred passes over the deals. */
export function measureWatch(material: WatchMaterial): WatchFigures {
  const baseline = splitDeals(material);
  const lines = measureLines(material, baseline);
  const { periods, calibration, power, latest } = followArms(material, baseline);
  const inflation = measureInflation(material, baseline);
  const retraining =
    material.model === null
      ? NO_MODEL
      : adviseRetraining({
          ...soberLatest(latest),
          lines,
          dealsSince: baseline.judged.outcomes.length,
          dealsTrainedOn: material.model.deals,
        });
  const figures = { lines, calibration, power, inflation, retraining };
  return {
    ...figures,
    notes: writeNotes(material, baseline, periods),
    signs: listSigns(figures, latest),
  };
}

/** The model's figures, for advice that is asked for each day. */
function soberLatest({ shift, slope, aucChange }: LatestPeriod) {
  const { shift: most, slope: off, auc } = WATCH_LIMITS;
  return {
    shift: soberInterval(shift.model, -most, most),
    slope: soberInterval(slope.model, 1 - off, 1 + off),
    aucChange: soberInterval(aucChange.model, -auc, Infinity),
  };
}

interface FollowedArms extends Pick<WatchFigures, "calibration" | "power"> {
  readonly periods: ChosenPeriods | null;
  readonly latest: LatestPeriod;
}

/** Both arms on the deals that the model did not learn from, period by period. */
function followArms(material: WatchMaterial, baseline: Baseline): FollowedArms {
  const { judged, rules } = baseline;
  const missing = explainMissing(judged.outcomes);
  if (missing !== null) {
    const ofModel = material.model === null ? NO_MODEL : missing;
    const calibration = { rules: missing, model: ofModel };
    const latest = readLatest(material, baseline, null, calibration);
    return { periods: null, calibration, power: ofModel, latest };
  }
  const periods = choosePeriods(judged.times, judged.outcomes);
  const calibration = {
    rules: isEstimated(rules)
      ? followCalibration(
          { ...judged, probabilities: rules.toProbabilities(judged.totals) },
          periods,
        )
      : rules,
    model:
      judged.logOdds === null
        ? NO_MODEL
        : followCalibration({ ...judged, probabilities: toProbabilities(judged.logOdds) }, periods),
  };
  const power = comparePower(judged, rules, periods);
  const latest = readLatest(material, baseline, periods, calibration);
  return { periods, calibration, power, latest };
}

function comparePower(
  { totals, logOdds, outcomes, clusters }: JudgedDeals,
  rules: Baseline["rules"],
  periods: ChosenPeriods,
): WatchFindings["power"] {
  if (logOdds === null) return NO_MODEL;
  const byModel = toProbabilities(logOdds);
  const byRules = isEstimated(rules) ? rules.toProbabilities(totals) : byModel;
  const compared = comparePeriods(
    {
      rules: { scores: totals, probabilities: byRules },
      model: { scores: logOdds, probabilities: byModel },
      outcomes,
      clusters,
    },
    periods,
  );
  const parts = isEstimated(rules)
    ? compared.parts
    : compared.parts.map((part) => ({ ...part, logLoss: rules }));
  return { months: periods.months, ...compared, parts };
}

function explainMissing(outcomes: Uint8Array): NotEstimable | null {
  const won = countWon(outcomes);
  const lost = outcomes.length - won;
  if (Math.min(won, lost) >= LEAST_OF_EACH) return null;
  return notEstimable(
    `Of the deals to judge by ${won} were won and ${lost} lost: at least ${LEAST_OF_EACH} of each are needed.`,
  );
}
