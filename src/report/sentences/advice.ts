import { isEstimated } from "../../statistics/estimate.ts";
import type { Calibration } from "../calibration.ts";
import { formatCount, formatNumber, formatRate } from "../format.ts";
import { weighDifference } from "../verdict-sentence.ts";
import { isChanged } from "../words.ts";
import { describeMatchedCatch, nameThreshold } from "./back-test.ts";

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
 * measure as the verdict on the model: see composeVerdict.
 */
export function composeAdvice(calibration: Calibration): Advice {
  const { lines } = calibration;
  const changed = lines.filter(isChanged).length;
  if (changed === 0)
    return {
      headline: `Change no line: nothing speaks clearly enough against today's points.`,
      pays: "nothing-to-change",
      sentences: [],
    };
  const pays = weighRecommended(calibration);
  const these = `${formatNumber(changed)} of ${formatCount(lines.length, "line")}`;
  const headline = {
    yes: `Change ${these}: it pays.`,
    no: `Keep today's points: the ${formatCount(changed, "change")} that the deals suggest would predict worse.`,
    unclear: `${these} ${changed === 1 ? "seems" : "seem"} worth other points, but that the change pays cannot be shown.`,
  }[pays];
  return {
    headline,
    pays,
    sentences: [...describeTopTenth(calibration), ...describeCatch(calibration)],
  };
}

function weighRecommended({ recommendedComparison }: Calibration): "yes" | "no" | "unclear" {
  const { deltaLogLoss } = recommendedComparison;
  if (!isEstimated(deltaLogLoss)) return "unclear";
  const answer = weighDifference(deltaLogLoss);
  return ({ better: "yes", worse: "no", "no-clear-difference": "unclear" } as const)[answer];
}

const perHundred = (share: number): string => formatNumber(100 * share);

function describeTopTenth({ arms }: Calibration): readonly string[] {
  const { deals, won, precisionTopDecile: now } = arms.rules.judge;
  const then = arms.recommended.judge.precisionTopDecile;
  if (!isEstimated(now) || !isEstimated(then) || deals === 0) return [];
  const all = perHundred(won / deals);
  return [
    `Of 100 deals that today's points put in their best tenth, ${formatRate(now, perHundred)} were won; of those that the recommended points put there, ${formatRate(then, perHundred)}; of all deals, ${all} of 100.`,
  ];
}

/** The first threshold that can be told of. */
function describeCatch({ backtest, thresholds }: Calibration): readonly string[] {
  const [first] = backtest.volumes;
  if (first === undefined) return [];
  const name = nameThreshold(first.threshold, thresholds);
  return [describeMatchedCatch(first, name, backtest.deals)];
}
