import type { Estimable } from "../statistics/estimate.ts";
import type { SampledInterval, Sampling } from "../statistics/sampled.ts";
import {
  compareSampledAucs,
  estimateSampledAuc,
  type SampledAucDifference,
} from "../statistics/sampled-auc.ts";
import type { ArmName } from "./assignment.ts";
import type { ShadowLeads } from "./shadow-leads.ts";

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
