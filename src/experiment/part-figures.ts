import { type Estimable, type Interval, isEstimated } from "../statistics/estimate.ts";
import { estimateLift } from "../statistics/lift.ts";
import { compareNetBenefits } from "../statistics/net-benefit.ts";
import type { NormalInterval } from "../statistics/normal-interval.ts";
import type { Top } from "../statistics/precision-at.ts";
import { estimateCalibrationInTheLarge } from "../statistics/recalibration.ts";
import { estimateSampledMean, type SampledInterval } from "../statistics/sampled.ts";
import type { SampledLogisticLine } from "../statistics/sampled-logistic.ts";
import { recalibrateSampled } from "../statistics/sampled-recalibration.ts";
import { compareTops, type TopDifference } from "../statistics/top-difference.ts";
import { type AgreementTable, type PairedThreshold, tabulateAgreement } from "./agreement-table.ts";
import type { ArmName } from "./assignment.ts";
import { measureLosses } from "./losses.ts";
import { collectRows } from "./parts.ts";
import { type ShadowLeads, takeLeads, toLogOdds } from "./shadow-leads.ts";

/** One capacity, price and cut, by which every part is described. */
export interface PartMeasures {
  /** How many leads of a part are worked. */
  readonly top: Top;
  /** Probability at which a lead is just worth its work. */
  readonly price: number;
  /** Null where the scorecards have no threshold in common. */
  readonly threshold: PairedThreshold | null;
}

/** What else there is to say of one part, beside its AUCs and log loss. */
export interface PartFigures {
  /** Difference in Brier score, model less rules: below 0 where the model is better. */
  readonly brier: Estimable<SampledInterval>;
  /** Log-odds by which the probabilities lie too low (above 0) or too high (below 0). */
  readonly inTheLarge: Readonly<Record<ArmName, Estimable<NormalInterval>>>;
  /** Below 1 the probabilities are too extreme. */
  readonly slope: Readonly<Record<ArmName, Estimable<SampledLogisticLine["slope"]>>>;
  /** Of the part's top tenth. */
  readonly lift: Readonly<Record<ArmName, Estimable<Interval>>>;
  readonly top: Estimable<TopDifference>;
  /** Difference in net benefit at the price, model less rules. */
  readonly netBenefit: Estimable<NormalInterval>;
  readonly agreement: AgreementTable | null;
}

/**
 * The further figures of each part. Their intervals are each part's own and allow for no number of
 * parts.
 *
 * @param leads    columns of length n
 * @param partOf   length n, index of each lead's part; −1 for none
 * @param parts    how many there are
 * @param measures price in (0, 1)
 * @returns one a part, in their order; figures that its leads cannot support as reasons
 * @throws RangeError as `compareShadow`, or on a partOf of another length
 * Cost O(n) times some tens.
 */
export function describeParts(
  leads: ShadowLeads,
  partOf: Int32Array,
  parts: number,
  measures: PartMeasures,
): PartFigures[] {
  if (partOf.length !== leads.outcomes.length) throw new RangeError("each lead has a part");
  return collectRows(partOf, parts).map((rows) => describePart(takeLeads(leads, rows), measures));
}

function describePart(leads: ShadowLeads, { top, price, threshold }: PartMeasures): PartFigures {
  const { rules, model, outcomes, clusters } = leads;
  const sampling = { clusters };
  const slopeOf = (arm: ArmName) => {
    const line = recalibrateSampled(toLogOdds(leads[arm].probabilities), outcomes, sampling);
    return isEstimated(line) ? line.slope : line;
  };
  const offsetOf = (arm: ArmName) =>
    estimateCalibrationInTheLarge(leads[arm].probabilities, outcomes, sampling);
  return {
    brier: estimateSampledMean(measureLosses(leads, "brier").differences, sampling),
    inTheLarge: { rules: offsetOf("rules"), model: offsetOf("model") },
    slope: { rules: slopeOf("rules"), model: slopeOf("model") },
    lift: {
      rules: estimateLift(rules.scores, outcomes),
      model: estimateLift(model.scores, outcomes),
    },
    top: compareTops(rules.scores, model.scores, outcomes, top, sampling),
    netBenefit: compareNetBenefits(
      model.probabilities,
      rules.probabilities,
      outcomes,
      price,
      sampling,
    ),
    agreement: threshold && tabulateAgreement(leads, threshold),
  };
}
