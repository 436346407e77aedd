import { isEstimated } from "../../statistics/estimate.ts";
import type { Calibration, Judge } from "../calibration.ts";
import { formatCount, formatNumber, formatRate } from "../format.ts";
import { weighDifference } from "../verdict-sentence.ts";
import { isChanged } from "../words.ts";
import { describeMatchedCatch, isParting, losesWins, nameThreshold } from "./back-test.ts";
import { areApart, nameToday } from "./today.ts";

export interface Advice {
  /** What to change, and whether it pays. */
  readonly headline: string;
  readonly pays: "yes" | "no" | "unclear" | "nothing-to-change";
  /** What it would bring, in counts that need no glossary. */
  readonly sentences: readonly string[];
}

/**
 * What to change and whether it pays, in plain words.
 *
 * It pays where the recommended scorecard predicts better than the calibrated rules by the same
 * measure as the verdict on the model (see composeVerdict), and loses no wins. It does not pay where
 * the interval of its log loss lies above 0, or a threshold that lets as many deals pass as now
 * catches fewer wins beyond chance.
 */
export function composeAdvice(calibration: Calibration): Advice {
  const { lines } = calibration;
  const changed = lines.filter(isChanged).length;
  if (changed === 0)
    return {
      headline: "No line changes.",
      pays: "nothing-to-change",
      sentences: [],
    };
  const against = whyNot(calibration);
  const pays = against === null ? weighRecommended(calibration) : "no";
  const these = `${formatNumber(changed)} of ${formatCount(lines.length, "line")}`;
  const headline = {
    yes: `Change ${these}: it pays.`,
    no: `Do not adopt the recommended scorecard: ${against}.`,
    unclear: `${these} ${changed === 1 ? "seems" : "seem"} worth other points, but that the change pays cannot be shown.`,
  }[pays];
  return {
    headline,
    pays,
    sentences: [...describeTopTenth(calibration), ...describeCatch(calibration)],
  };
}

function weighRecommended({ recommendedComparison }: Calibration): "yes" | "unclear" {
  const { deltaLogLoss } = recommendedComparison;
  return isEstimated(deltaLogLoss) && weighDifference(deltaLogLoss) === "better"
    ? "yes"
    : "unclear";
}

/** What speaks against the recommended scorecard on the judging deals; null where nothing clearly does. */
function whyNot(calibration: Calibration): string | null {
  const { recommendedComparison, backtest, thresholds } = calibration;
  const { deltaLogLoss, deals } = recommendedComparison;
  if (isEstimated(deltaLogLoss) && deltaLogLoss.low > 0)
    return `on ${formatCount(deals, "deal")} that taught it nothing it predicts worse than ${nameToday(calibration)}`;
  const loss = backtest.volumes.find(losesWins);
  if (loss === undefined) return null;
  return `with as many deals over ${nameThreshold(loss.threshold, thresholds)} as now, it catches fewer wins on ${formatCount(loss.deals, "deal")} that taught it nothing`;
}

const perHundred = (share: number): string => formatNumber(100 * share);

function describeTopTenth(calibration: Calibration): readonly string[] {
  const { rules, recommended } = calibration.arms;
  const { precisionTopDecile: now } = rules.judge;
  const { precisionTopDecile: then } = recommended.judge;
  if (!isEstimated(now) || !isEstimated(then)) return [];
  const today = nameToday(calibration);
  const [nowOf, thenOf] = [sayOverall(rules.judge), sayOverall(recommended.judge)];
  const first = `Of 100 deals that ${today} put in their best tenth, ${formatRate(now, perHundred)} were won`;
  const second = `of those that the recommended points put there, ${formatRate(then, perHundred)}`;
  return [
    areApart(calibration)
      ? `${first}, of all ${nowOf}; ${second}, of all ${thenOf}. These are different deals.`
      : `${first}; ${second}; of all deals, ${perHundred(recommended.judge.won / recommended.judge.deals)} of 100.`,
  ];
}

function sayOverall({ deals, won }: Judge): string {
  return `${formatCount(deals, "deal")} that they score ${perHundred(won / deals)} of 100`;
}

/** The first threshold that can be told of. */
function describeCatch({ backtest, thresholds }: Calibration): readonly string[] {
  const { volumes } = backtest;
  const told =
    volumes.find(losesWins) ??
    volumes.find((volume) => isParting(volume, thresholds)) ??
    volumes[0];
  return told === undefined ? [] : [describeMatchedCatch(told, thresholds)];
}
