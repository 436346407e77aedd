import type { ChiSquareTest } from "../statistics/chi-square.ts";
import { countWon } from "../statistics/domain.ts";
import { type Estimable, isEstimated, notEstimable } from "../statistics/estimate.ts";
import type { Dependence } from "../statistics/false-discovery.ts";
import { estimateSampledMean, type SampledInterval } from "../statistics/sampled.ts";
import {
  estimateTrend,
  type JudgedOfSeveral,
  judgeSeveral,
  type OneOfSeveral,
  type Trend,
  testHeterogeneity,
} from "../statistics/several.ts";
import type { ArmName } from "./assignment.ts";
import { measureLosses } from "./losses.ts";
import { type Periods, YEAR } from "./periods.ts";
import { compareRankings, type RankingComparison } from "./rankings.ts";
import { type ShadowLeads, takeLeads } from "./shadow-leads.ts";

/** Both arms on the leads of one segment or period. */
export interface PartComparison {
  readonly name: string;
  readonly n: number;
  readonly won: number;
  readonly auc: RankingComparison;
  /** Difference in log loss, model less rules: below 0 where the model is better. */
  readonly logLoss: Estimable<SampledInterval>;
  /** The difference in AUC as one of several; null where it is not estimable. */
  readonly judged: JudgedOfSeveral | null;
}

export interface PartsComparison {
  readonly parts: readonly PartComparison[];
  /** How the q-values and simultaneous intervals allow for the number of parts. */
  readonly multiplicity: {
    readonly among: number;
    readonly qValues: "benjamini-hochberg" | "benjamini-yekutieli";
    readonly intervals: "bonferroni";
  };
  /** Whether the differences in AUC differ among the parts more than chance makes them. */
  readonly heterogeneity: Estimable<ChiSquareTest>;
}

/** Periods in order, with how the difference and each arm's AUC move. */
export interface PeriodsComparison extends PartsComparison {
  /** In AUC per year. */
  readonly trend: Readonly<Record<ArmName | "difference", Estimable<Trend>>>;
}

/**
 * Both arms by segment.
 *
 * Where accounts stand in several segments the differences go together: q-values are then
 * Benjamini and Yekutieli's, which hold under any dependence, and the test of heterogeneity is
 * cautious.
 *
 * @param leads  columns of length n
 * @param partOf length n, index of each lead's segment in `names`; −1 for none
 * @param names  of the segments
 * @returns each segment with its own interval, with one that holds for all segments at once, and
 *          with its q-value
 * @throws RangeError on a partOf of another length
 * Cost O(n).
 */
export function compareParts(
  leads: ShadowLeads,
  partOf: Int32Array,
  names: readonly string[],
): PartsComparison {
  if (partOf.length !== leads.outcomes.length) throw new RangeError("each lead has a part");
  const rows = collectRows(partOf, names.length);
  const plain = names.map((name, part) => comparePart(name, takeLeads(leads, rows[part]!)));
  const spreads = plain.map(({ auc }) => spreadOf(auc.difference));
  const usable = spreads.filter((one) => one !== undefined);
  const dependence: Dependence = spansParts(leads.clusters, partOf) ? "any" : "positive";
  const judged = judgeSeveral(usable, dependence);
  let next = 0;
  const parts = plain.map((part, i) => ({
    ...part,
    judged: spreads[i] === undefined ? null : judged[next++]!,
  }));
  return {
    parts,
    multiplicity: {
      among: usable.length,
      qValues: dependence === "any" ? "benjamini-yekutieli" : "benjamini-hochberg",
      intervals: "bonferroni",
    },
    heterogeneity: testHeterogeneity(usable.filter(({ standardError }) => standardError > 0)),
  };
}

/**
 * Both arms over time.
 *
 * @param leads   columns of length n
 * @param periods as `splitByMonths` gives them
 * @returns as `compareParts`, with trends per year that count each period by its precision
 * @throws RangeError as `compareParts`
 * Cost O(n).
 */
export function comparePeriods(leads: ShadowLeads, periods: Periods): PeriodsComparison {
  const compared = compareParts(leads, periods.partOf, periods.names);
  const trendOf = (pick: (part: PartComparison) => Estimable<OneOfSeveral>): Estimable<Trend> => {
    const kept = compared.parts.flatMap((part, i) => {
      const one = spreadOf(pick(part));
      return one && one.standardError > 0 ? [{ at: periods.middles[i]! / YEAR, one }] : [];
    });
    if (kept.length < 2) return notEstimable("fewer than two periods can be estimated");
    return estimateTrend(
      kept.map(({ at }) => at),
      kept.map(({ one }) => one),
    );
  };
  return {
    ...compared,
    trend: {
      rules: trendOf(({ auc }) => auc.rules),
      model: trendOf(({ auc }) => auc.model),
      difference: trendOf(({ auc }) => auc.difference),
    },
  };
}

function comparePart(name: string, leads: ShadowLeads): Omit<PartComparison, "judged"> {
  const { outcomes, clusters } = leads;
  const sampling = { clusters };
  return {
    name,
    n: outcomes.length,
    won: countWon(outcomes),
    auc: compareRankings(leads, sampling),
    logLoss: estimateSampledMean(measureLosses(leads, "logLoss").differences, sampling),
  };
}

function spreadOf(estimate: Estimable<OneOfSeveral>): OneOfSeveral | undefined {
  return isEstimated(estimate) ? estimate : undefined;
}

/**
 * Rows of each part, in their order.
 *
 * @param partOf length n, index of each row's part; −1 for none
 * @param parts  how many there are
 * Cost O(n).
 */
export function collectRows(partOf: Int32Array, parts: number): Uint32Array[] {
  const sizes = new Uint32Array(parts);
  for (const part of partOf) if (part >= 0) sizes[part]!++;
  const rows = Array.from(sizes, (size) => new Uint32Array(size));
  const filled = new Uint32Array(parts);
  partOf.forEach((part, i) => {
    if (part >= 0) rows[part]![filled[part]!++] = i;
  });
  return rows;
}

/** Whether some account or rep has leads in more than one part. */
function spansParts(clusters: Uint32Array | undefined, partOf: Int32Array): boolean {
  if (clusters === undefined) return false;
  const first = new Map<number, number>();
  for (let i = 0; i < partOf.length; i++) {
    if (partOf[i]! < 0) continue;
    const part = first.get(clusters[i]!);
    if (part === undefined) first.set(clusters[i]!, partOf[i]!);
    else if (part !== partOf[i]) return true;
  }
  return false;
}
