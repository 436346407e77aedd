import { isEstimated } from "../statistics/estimate.ts";
import type { Calibration } from "./calibration.ts";
import { formatCount, formatInterval, formatNumber, formatSigned } from "./format.ts";

type Verdict = Calibration["verdict"];
type Judged = Pick<Calibration, "arms" | "comparison" | "recommendedComparison">;

/**
 * Whether the learned weights are better than the rules, in one sentence with its intervals.
 *
 * Better or worse is said where the 95 % interval of the paired log-loss difference lies off 0, or
 * where that of the paired AUC difference does and the log loss does not speak against it.
 */
export function composeVerdict(judged: Judged, kind: Calibration["split"]["kind"]): Verdict {
  const { deltaAuc, deltaLogLoss, deals } = judged.comparison;
  const which = kind === "time" ? "later" : "held-out";
  if (!isEstimated(deltaAuc) || !isEstimated(deltaLogLoss)) {
    const reason = !isEstimated(deltaAuc) ? deltaAuc.notEstimable : "a log loss is missing";
    const sentence = `The ${formatCount(deals, `${which} deal`)} cannot tell model from rules: ${reason}.`;
    return { answer: "not-estimable", sentence };
  }
  const answer = weighDifference(deltaAuc, deltaLogLoss);
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

function weighDifference(
  auc: { low: number; high: number },
  logLoss: { value: number; low: number; high: number },
): "better" | "worse" | "no-clear-difference" {
  if (logLoss.high < 0 || (auc.low > 0 && logLoss.value <= 0)) return "better";
  if (logLoss.low > 0 || (auc.high < 0 && logLoss.value >= 0)) return "worse";
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
