import { type Estimable, isEstimated } from "../statistics/estimate.ts";
import type { SampledInterval, Sampling } from "../statistics/sampled.ts";
import {
  compareSampledAucs,
  estimateSampledAuc,
  type SampledAucDifference,
} from "../statistics/sampled-auc.ts";
import type { ArmName } from "./assignment.ts";
import type { ShadowLeads } from "./shadow-leads.ts";
import { judgeInterval, type Verdict } from "./verdict.ts";

/** AUC of both arms on the same leads. */
export interface RankingComparison extends Readonly<Record<ArmName, Estimable<SampledInterval>>> {
  /** Model less rules. */
  readonly difference: Estimable<SampledAucDifference>;
}

/**
 * How well each arm ranks the same leads, and the paired difference.
 *
 * @param leads    columns of length n
 * @param sampling clusters and weights of length n, where leads have them
 * @returns not estimable from leads of one outcome or too few clusters, each figure with its reason
 * @throws RangeError on unequal lengths, NaN scores, or outcomes not 0 or 1
 * Cost and source as `compareSampledAucs`.
 */
export function compareRankings(leads: ShadowLeads, sampling: Sampling): RankingComparison {
  const { rules, model, outcomes } = leads;
  return {
    rules: estimateSampledAuc(rules.scores, outcomes, sampling),
    model: estimateSampledAuc(model.scores, outcomes, sampling),
    difference: compareSampledAucs(rules.scores, model.scores, outcomes, sampling),
  };
}

/** Least difference in AUC that is worth having, where nothing else is said. */
export const MINIMUM_AUC = 0.01;

/**
 * Which arm ranks better.
 *
 * @param leads      how many the rankings are of
 * @param minimumAuc above 0
 * @returns not yet known where there is no lead, or no difference to be estimated
 */
export function judgeRanking(
  { difference }: RankingComparison,
  leads: number,
  minimumAuc: number,
): Verdict {
  const cautions: string[] = [];
  if (leads === 0)
    return { verdict: "not-yet-known", reasons: ["No lead has an outcome yet."], cautions };
  if (!isEstimated(difference)) {
    const reason = `The AUCs cannot be compared: ${difference.notEstimable}.`;
    return { verdict: "not-yet-known", reasons: [reason], cautions };
  }
  if (difference.standardError === 0) {
    const reasons = ["Both scores place every lead alike."];
    return { verdict: "no-difference-worth-having", reasons, cautions };
  }
  const verdict = judgeInterval(difference, minimumAuc);
  return { verdict, reasons: [REASONS[verdict]], cautions };
}

const REASONS = {
  better: "The interval of the difference in AUC lies above 0.",
  worse: "The interval of the difference in AUC lies below 0.",
  "no-difference-worth-having":
    "The interval of the difference in AUC lies within the least difference worth having.",
  "not-yet-known":
    "The interval of the difference in AUC has room for both no difference and one worth having.",
} as const;
