import { type Interval, isEstimated } from "../statistics/estimate.ts";
import type { Calibration } from "./calibration.ts";
import { formatCount, formatInterval, formatSigned } from "./format.ts";
import { explainEvenScore, nameRules } from "./sentences/today.ts";

type Verdict = Calibration["verdict"];
type Judged = Pick<Calibration, "arms" | "comparison">;

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
  const even = explainEvenScore(judged.arms.rules.judge, deltaAuc);
  const rules = nameRules(judged);
  const says = {
    better: `the learned model predicts better than ${rules}`,
    worse: `the learned model predicts worse than ${rules}`,
    "no-clear-difference": `the learned model and ${rules} cannot be told apart`,
  }[answer];
  const sentence =
    `On ${formatCount(deals, `${which} deal`)}, ${says}: ` +
    `AUC difference ${formatInterval(deltaAuc, (value) => formatSigned(value, 3))}${even && ` ${even}`}, ` +
    `log loss difference ${formatInterval(deltaLogLoss, (value) => formatSigned(value, 3))}, ` +
    "with 95% intervals.";
  return { answer, sentence };
}

/** Whether a paired difference in log loss, first less second, makes the first better or worse. */
export function weighDifference({ value, low, high }: Interval) {
  if (high < 0 && value <= -LEAST_DIFFERENCE) return "better";
  if (low > 0 && value >= LEAST_DIFFERENCE) return "worse";
  return "no-clear-difference";
}
