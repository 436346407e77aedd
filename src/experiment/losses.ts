import { type BootstrapInterval, bootstrapMean } from "../statistics/cluster-bootstrap.ts";
import type { Estimable } from "../statistics/estimate.ts";
import { brierScores, logLosses } from "../statistics/log-loss.ts";
import type { Random } from "../statistics/random.ts";
import { estimateSampledMean, type SampledInterval } from "../statistics/sampled.ts";
import type { ArmName } from "./assignment.ts";
import type { ShadowLeads } from "./shadow-leads.ts";

/** A mean loss of both arms; less is better. */
export interface LossComparison extends Readonly<Record<ArmName, Estimable<SampledInterval>>> {
  /** Model less rules, lead by lead: below 0 where the model is better. */
  readonly difference: Estimable<BootstrapInterval>;
}

export interface LossSettings {
  readonly random: Random;
  readonly replicates?: number;
  /** Called with the part that is done, from 0 to 1. */
  readonly onProgress?: (done: number) => void;
}

const LOSSES = { logLoss: logLosses, brier: brierScores } as const;
type Loss = keyof typeof LOSSES;

/**
 * The loss of each lead by each arm.
 *
 * @param leads columns of length n
 * @returns columns of length n; differences are model less rules, below 0 where the model is better
 * @throws RangeError on probabilities outside [0, 1] or unequal lengths
 * Cost O(n).
 */
export function measureLosses(
  leads: ShadowLeads,
  loss: Loss,
): Readonly<Record<ArmName | "differences", Float64Array>> {
  const of = (arm: ArmName) => LOSSES[loss](leads[arm].probabilities, leads.outcomes);
  const [rules, model] = [of("rules"), of("model")];
  return { rules, model, differences: model.map((value, i) => value - rules[i]!) };
}

/**
 * Log loss or Brier score of both arms and their difference, resampling accounts or reps where leads
 * go together.
 *
 * @param leads columns of length n
 * @returns not estimable from too few leads or clusters, each figure with its reason
 * @throws RangeError on probabilities outside [0, 1] or unequal lengths
 * Cost O(n + replicates · min(clusters, 20,000)).
 */
export function compareLosses(
  leads: ShadowLeads,
  loss: Loss,
  settings: LossSettings,
): LossComparison {
  const { clusters } = leads;
  const { rules, model, differences } = measureLosses(leads, loss);
  return {
    rules: estimateSampledMean(rules, { clusters }),
    model: estimateSampledMean(model, { clusters }),
    difference: bootstrapMean(differences, clusters, settings),
  };
}
