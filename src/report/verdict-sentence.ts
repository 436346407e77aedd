import { isEstimated } from "../statistics/estimate.ts";
import type { Calibration } from "./calibration.ts";
import { formatCount, formatInterval, formatNumber, formatSigned } from "./format.ts";

type Verdict = Calibration["verdict"];
type Judged = Pick<Calibration, "arms" | "comparison" | "recommendedComparison">;

/** A difference in log loss below this is none worth having, however sure. */
const LEAST_DIFFERENCE = 0.001;

/**
 * Whether the learned weights are better than the rules, in one sentence with its intervals: by the
 * paired difference in log loss, where its 95 % interval lies off 0 and it is at least .001.
 */
export function composeVerdict(judged: Judged, kind: Calibration["split"]["kind"]): Verdict {
  const { deltaAuc, deltaLogLoss, deals } = judged.comparison;
  const which = kind === "time" ? "later" : "held-out";
  if (!isEstimated(deltaAuc) || !isEstimated(deltaLogLoss)) {
    const reason = !isEstimated(deltaAuc) ? deltaAuc.notEstimable : "a log loss is missing";
    const sentence = `The ${formatCount(deals, `${which} deal`)} cannot tell model from rules: ${reason}.`;
    return { answer: "not-estimable", sentence };
  }
  const answer = weighDifference(deltaLogLoss);
  const says = {
    better: "the learned model predicts better than the rules",
    worse: "the learned model predicts worse than the rules",
    "no-clear-difference": "the learned model and the rules cannot be told apart",
  }[answer];
  const sentence =
    `On ${formatCount(deals, `${which} deal`)}, ${says}: ` +
    `AUC difference ${formatInterval(deltaAuc, (value) => formatSigned(value, 3))}, ` +
    `log loss difference ${formatInterval(deltaLogLoss, (value) => formatSigned(value, 3))}, ` +
    `with 95% intervals. ${describeRecommended(judged)}`;
  return { answer, sentence };
}

export function weighDifference({
  value,
  low,
  high,
}: {
  value: number;
  low: number;
  high: number;
}) {
  if (high < 0 && value <= -LEAST_DIFFERENCE) return "better";
  if (low > 0 && value >= LEAST_DIFFERENCE) return "worse";
  return "no-clear-difference";
}

function describeRecommended({ arms, recommendedComparison }: Judged): string {
  const { auc } = arms.recommended.judge;
  const { deltaLogLoss } = recommendedComparison;
  if (!isEstimated(auc) || !isEstimated(deltaLogLoss))
    return "The recommended scorecard cannot be judged.";
  const rules = arms.rules.judge.auc;
  const against = isEstimated(rules)
    ? ` against ${formatNumber(rules.value, 3)} for the rules`
    : "";
  const difference = formatInterval(deltaLogLoss, (value) => formatSigned(value, 3));
  return `The recommended scorecard has an AUC of ${formatNumber(auc.value, 3)}${against}, and a log loss difference of ${difference}.`;
}
