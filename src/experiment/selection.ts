import { type Estimable, isEstimated, notEstimable } from "../statistics/estimate.ts";
import type { Top } from "../statistics/precision-at.ts";
import { countEffective, type Sampling } from "../statistics/sampled.ts";
import { type SampledLogisticLine } from "../statistics/sampled-logistic.ts";
import { recalibrateSampled } from "../statistics/sampled-recalibration.ts";
import { compareTops, type TopDifference } from "../statistics/top-difference.ts";
import type { ArmName } from "./assignment.ts";
import {
  clipPropensities,
  estimatePropensities,
  LEAST_PROPENSITY,
  type Propensities,
} from "./propensities.ts";
import { compareRankings, judgeRanking, MINIMUM_AUC, type RankingComparison } from "./rankings.ts";
import { type ShadowLeads, takeLeads, toLogOdds } from "./shadow-leads.ts";
import type { Verdict } from "./verdict.ts";

/** All leads that were scored, those that sales worked among them. */
export interface SelectedLeads extends ShadowLeads {
  /** Length n, 1 = worked, so that the outcome is known; outcomes of the others are not read. */
  readonly worked: Uint8Array;
  /** Length n, chance to be handed over as stored then; without it, it is estimated. */
  readonly propensities?: Float64Array | undefined;
}

/** The same figures of the worked leads as they are, or as they stand for all leads. */
export interface SelectionFigures {
  readonly auc: RankingComparison;
  readonly top: Estimable<TopDifference>;
  readonly calibration: Readonly<Record<ArmName, Estimable<SampledLogisticLine>>>;
}

export interface SelectionReport {
  readonly n: number;
  readonly worked: number;
  readonly naive: SelectionFigures;
  /** Each worked lead counting for 1 ÷ its propensity leads. */
  readonly weighted: Estimable<SelectionFigures>;
  /** Worked leads of equal weight that would tell as much. */
  readonly effective: number;
  readonly propensities: Pick<Propensities, "source" | "least" | "raised">;
  /** How many of all leads sales can work, by which both figures are described. */
  readonly top: Share;
  /** On ranking all leads, by the weighted AUCs; null where the propensities are guessed. */
  readonly verdict: Verdict | null;
  /** What stands between the weighted figures and the truth, as sentences; the first is the gravest. */
  readonly warnings: readonly string[];
}

type Share = Top & { readonly share: number };

interface SelectionSettings {
  /** How many leads sales can work, as a share of all leads. */
  readonly top?: Share;
  /** No propensity is taken to be below this. */
  readonly least?: number;
}

/** Leads whose like were never worked, from which share of all on the figures cannot speak for them. */
const MOST_UNSUPPORTED = 0.01;

/**
 * Both arms among all leads, when only some were worked and so have an outcome: naive figures beside
 * inverse-probability-weighted ones.
 *
 * @param leads    columns of length n; of stored propensities those that are 0 were out of reach
 * @param settings what to take, and how far weights may go
 * @returns weighted figures not estimable when no lead was worked. Intervals take propensities to be
 *          known; where they are estimated they are, if anything, too wide
 * @throws RangeError on unequal lengths, NaN scores, probabilities or propensities outside [0, 1]
 * Cost O(n). Source: Horvitz and Thompson 1952; Hájek 1971; for the AUC, Li, Ma and Dahabreh 2021.
 */
export function compareUnderSelection(
  leads: SelectedLeads,
  { top = { share: 0.2 }, least = LEAST_PROPENSITY }: SelectionSettings = {},
): SelectionReport {
  const { worked, propensities: stored } = leads;
  if (worked.length !== leads.outcomes.length) throw new RangeError("each lead is worked or not");
  const known = stored
    ? clipPropensities(stored, { least })
    : estimatePropensities(leads.rules.scores, worked, { least });
  const rows = Uint32Array.from(rowsOf(worked));
  const own = takeLeads(leads, rows);
  const weights = Float64Array.from(rows, (i) => 1 / known.values[i]!);
  const { clusters } = own;
  const weighted =
    rows.length === 0
      ? notEstimable("no lead was worked")
      : describe(own, { clusters, weights }, top);
  return {
    n: worked.length,
    worked: rows.length,
    naive: describe(own, { clusters }, top),
    weighted,
    top,
    verdict:
      stored !== undefined && isEstimated(weighted)
        ? judgeRanking(weighted.auc, rows.length, MINIMUM_AUC)
        : null,
    effective: countEffective(weights),
    propensities: { source: known.source, least: known.least, raised: known.raised },
    warnings: warn(known, worked),
  };
}

function describe(leads: ShadowLeads, sampling: Sampling, top: Top): SelectionFigures {
  const { rules, model, outcomes } = leads;
  const recalibrate = (arm: ArmName) =>
    recalibrateSampled(toLogOdds(leads[arm].probabilities), outcomes, sampling);
  return {
    auc: compareRankings(leads, sampling),
    top: compareTops(rules.scores, model.scores, outcomes, top, sampling),
    calibration: { rules: recalibrate("rules"), model: recalibrate("model") },
  };
}

function warn({ source, raised, least }: Propensities, worked: Uint8Array): string[] {
  const share = raised / Math.max(1, worked.length);
  const everyone = worked.every((one) => one === 1);
  const percent = (part: number) => `${(100 * part).toFixed(1)}%`;
  return [
    ...(source === "estimated" && !everyone
      ? [
          "No share of leads was handed over regardless of score. How leads came to be worked is " +
            "guessed from the rules' score alone, and whatever else sales went by is left in the figures.",
        ]
      : []),
    ...(share > MOST_UNSUPPORTED
      ? [
          `${percent(share)} of the leads had less than ${percent(least)} chance to be worked: the ` +
            "weighted figures say little of them.",
        ]
      : []),
  ];
}

function* rowsOf(worked: Uint8Array): Generator<number> {
  for (let i = 0; i < worked.length; i++) if (worked[i] === 1) yield i;
}
