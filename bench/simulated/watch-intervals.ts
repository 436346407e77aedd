import { followCalibration } from "../../src/experiment/calibration-drift.ts";
import { findInflation } from "../../src/experiment/inflation.ts";
import { comparePeriods } from "../../src/experiment/parts.ts";
import { splitByMonths, YEAR } from "../../src/experiment/periods.ts";
import { isEstimated } from "../../src/statistics/estimate.ts";
import { createRandom, drawNormal, type Random } from "../../src/statistics/random.ts";
import { sigmoid } from "../../src/trainer/prediction.ts";
import { type Claim, claimCoverage, holds } from "./claim.ts";

const LEADS = 2000;
const YEARS = 2;
const START = Date.UTC(2024, 0);
/** Log-odds a year that the same probability loses, and points a year by which scores rise. */
const SHIFT = -0.3;
const RISE = 4;
const PER_POINT = 0.06;

/** Trends over two years of leads: the truth is known from how they were made. */
export function coverWatch(runs: number): Claim[] {
  const random = createRandom(91);
  const held = { shift: 0, slope: 0, quarter: 0, auc: 0, ofModel: 0, mean: 0, worth: 0, all: 0 };
  for (let run = 0; run < runs; run++) {
    const { arm, times, outcomes, scores } = simulate(random);
    const periods = splitByMonths(times, 3);
    const drift = followCalibration({ ...arm, outcomes, times }, periods);
    held.shift += holds(drift.shiftPerYear, SHIFT) ? 1 : 0;
    held.slope += holds(drift.slopePerYear, 0) ? 1 : 0;
    const blunt = { ...arm, scores: arm.scores.map((score) => score + 1.2 * drawNormal(random)) };
    const sharp = { ...arm, scores: arm.scores.map((score) => score + 1.2 * drawNormal(random)) };
    const compared = comparePeriods({ rules: blunt, model: sharp, outcomes }, periods);
    held.quarter += holds(drift.periods[0]!.slope, 1) ? 1 : 0;
    held.ofModel += holds(compared.trend.model, 0) ? 1 : 0;
    held.auc += holds(compared.trend.difference, 0) ? 1 : 0;
    held.all += compared.parts.every(({ judged }) => judged && holds(judged.simultaneous, 0))
      ? 1
      : 0;
    const rows = Uint32Array.from(outcomes.keys());
    const calibration = { intercept: -1, perPoint: PER_POINT };
    const inflation = findInflation({ scores, times, judged: { rows, outcomes }, calibration });
    held.mean += holds(inflation.meanPerYear, RISE) ? 1 : 0;
    held.worth += holds(inflation.worthLostPerYear, -SHIFT / PER_POINT) ? 1 : 0;
    if (!isEstimated(drift.shiftPerYear)) throw new Error(drift.shiftPerYear.notEstimable);
  }
  return [
    claimCoverage("drift of calibration a year", held.shift, runs),
    claimCoverage("drift of the calibration slope a year", held.slope, runs),
    claimCoverage("calibration slope of one quarter", held.quarter, runs),
    claimCoverage("trend of the model's AUC", held.ofModel, runs),
    claimCoverage("trend of the difference in AUC", held.auc, runs),
    claimCoverage("differences in AUC of eight quarters, all at once", held.all, runs),
    claimCoverage("rise of the mean score a year", held.mean, runs),
    claimCoverage("worth that a score loses a year", held.worth, runs),
  ];
}

function simulate(random: Random) {
  const times = Float64Array.from(
    { length: LEADS },
    (_, i) => START + (YEARS * YEAR * (i + 0.5)) / LEADS,
  );
  const years = times.map((time) => (time - START) / YEAR);
  const scores = years.map((year) => RISE * year + 15 * drawNormal(random));
  const logOdds = scores.map((score) => -1 + PER_POINT * score);
  const outcomes = Uint8Array.from(logOdds, (z, i) =>
    random() < sigmoid(z + SHIFT * years[i]!) ? 1 : 0,
  );
  const arm = { scores: logOdds, probabilities: logOdds.map(sigmoid) };
  return { arm, times, outcomes, scores };
}
