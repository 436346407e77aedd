import { countWon } from "../statistics/domain.ts";
import { type Estimable, isEstimated } from "../statistics/estimate.ts";
import { estimateLift, type GainsPoint, gainsCurve } from "../statistics/lift.ts";
import {
  compareNetBenefits,
  estimateNetBenefit,
  type NetBenefit,
} from "../statistics/net-benefit.ts";
import type { NormalInterval } from "../statistics/normal-interval.ts";
import type { Top } from "../statistics/precision-at.ts";
import type { Random } from "../statistics/random.ts";
import { compareTops, type TopDifference } from "../statistics/top-difference.ts";
import { type AgreementTable, type PairedThreshold, tabulateAgreement } from "./agreement-table.ts";
import { type ArmCalibration, judgeArmCalibration } from "./arm-calibration.ts";
import type { ArmName } from "./assignment.ts";
import { type Disagreement, findDisagreement } from "./disagreement.ts";
import { compareLosses, type LossComparison } from "./losses.ts";
import { compareRankings, judgeRanking, MINIMUM_AUC, type RankingComparison } from "./rankings.ts";
import type { ShadowLeads } from "./shadow-leads.ts";
import type { Verdict } from "./verdict.ts";

/** What to compare, beside what is always compared. */
export interface ShadowSettings {
  readonly random: Random;
  /** Of the bootstrap. */
  readonly replicates?: number;
  /** How many leads sales can work. */
  readonly tops: readonly Top[];
  readonly thresholds: readonly PairedThreshold[];
  /** Probabilities at which a lead is just worth its work. */
  readonly prices: readonly number[];
  /** Least difference in AUC that is worth having, above 0. */
  readonly minimumAuc?: number;
  /** Called with the part that is done, from 0 to 1. */
  readonly onProgress?: (done: number) => void;
}

export interface NetBenefitComparison {
  readonly price: number;
  readonly rules: Estimable<NetBenefit>;
  readonly model: Estimable<NetBenefit>;
  /** Model less rules. */
  readonly difference: Estimable<NormalInterval>;
}

export interface ShadowComparison {
  readonly n: number;
  readonly won: number;
  /** Accounts or reps; null where every lead stands alone. */
  readonly clusters: number | null;
  /** Whether both arms place every lead alike, so that no ranking figure can differ. */
  readonly ranksAlike: boolean;
  readonly auc: RankingComparison;
  readonly logLoss: LossComparison;
  readonly brier: LossComparison;
  readonly calibration: Readonly<Record<ArmName, ArmCalibration>>;
  readonly gains: Readonly<Record<ArmName, readonly GainsPoint[]>>;
  /** Of the top tenth. */
  readonly lift: Readonly<Record<ArmName, ReturnType<typeof estimateLift>>>;
  readonly tops: readonly { readonly top: Top; readonly comparison: Estimable<TopDifference> }[];
  readonly netBenefit: readonly NetBenefitComparison[];
  readonly agreement: readonly AgreementTable[];
  readonly disagreement: Disagreement;
  /** On ranking, by the AUC. */
  readonly verdict: Verdict;
}

/**
 * Both arms on the same leads, as they stood when the leads were handed over, by what came of them.
 *
 * AUC has paired DeLong intervals, and those of its clustered form where leads go together; so have
 * precision, recall and net benefit. Lift, the expected calibration error and the agreement tables take
 * every lead for itself.
 *
 * @param leads    columns of length n; probabilities of both arms from deals before these
 * @param settings capacities, cuts and prices to compare at
 * @returns every figure with its interval, or the reason why there is none
 * @throws RangeError on unequal lengths, NaN scores, probabilities outside [0, 1], or outcomes not 0
 *         or 1
 * Cost O(n) times some hundred, and O(replicates · min(clusters, 20,000)).
 */
export function compareShadow(leads: ShadowLeads, settings: ShadowSettings): ShadowComparison {
  const { rules, model, outcomes, clusters } = leads;
  const { random, tops, thresholds, prices, onProgress } = settings;
  const auc = compareRankings(leads, { clusters });
  onProgress?.(0.1);
  const logLoss = compareLosses(leads, "logLoss", tellBetween(settings, 0.1, 0.3));
  const brier = compareLosses(leads, "brier", tellBetween(settings, 0.3, 0.5));
  const calibration = {
    rules: judgeArmCalibration(rules, outcomes, { clusters, random }),
    model: judgeArmCalibration(model, outcomes, { clusters, random }),
  };
  onProgress?.(0.8);
  const compared = {
    n: outcomes.length,
    won: countWon(outcomes),
    clusters: clusters ? new Set(clusters).size : null,
    ranksAlike: isEstimated(auc.difference) && auc.difference.standardError === 0,
    auc,
    logLoss,
    brier,
    calibration,
    gains: eachArm((arm) => gainsCurve(leads[arm].scores, outcomes)),
    lift: eachArm((arm) => estimateLift(leads[arm].scores, outcomes)),
    tops: tops.map((top) => ({
      top,
      comparison: compareTops(rules.scores, model.scores, outcomes, top, { clusters }),
    })),
    netBenefit: prices.map((price) => compareAtPrice(leads, price)),
    agreement: thresholds.map((threshold) => tabulateAgreement(leads, threshold)),
    disagreement: findDisagreement(leads),
  };
  onProgress?.(1);
  const { minimumAuc = MINIMUM_AUC } = settings;
  return { ...compared, verdict: judgeRanking(auc, compared.n, minimumAuc) };
}

/** The bootstrap's part of the whole. */
function tellBetween({ random, replicates, onProgress }: ShadowSettings, from: number, to: number) {
  return {
    random,
    ...(replicates !== undefined && { replicates }),
    onProgress: (done: number) => onProgress?.(from + done * (to - from)),
  };
}

function eachArm<T>(of: (arm: ArmName) => T): Record<ArmName, T> {
  return { rules: of("rules"), model: of("model") };
}

function compareAtPrice({ rules, model, outcomes, clusters }: ShadowLeads, price: number) {
  const sampling = { clusters };
  const [a, b] = [rules.probabilities, model.probabilities];
  return {
    price,
    rules: estimateNetBenefit(a, outcomes, price, sampling),
    model: estimateNetBenefit(b, outcomes, price, sampling),
    difference: compareNetBenefits(b, a, outcomes, price, sampling),
  };
}
