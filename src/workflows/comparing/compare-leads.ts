import type { PairedThreshold } from "../../experiment/agreement-table.ts";
import { describeParts, type PartMeasures } from "../../experiment/part-figures.ts";
import { compareParts, comparePeriods } from "../../experiment/parts.ts";
import { compareShadow } from "../../experiment/shadow.ts";
import type { ShadowLeads } from "../../experiment/shadow-leads.ts";
import type { ShadowFindings } from "../../report/ab/findings.ts";
import type { ScorecardSet } from "../../scorecard/schema.ts";
import { countWon } from "../../statistics/domain.ts";
import { isEstimated } from "../../statistics/estimate.ts";
import type { Top } from "../../statistics/precision-at.ts";
import type { Random } from "../../statistics/random.ts";
import type { Progress } from "../progress.ts";
import { type Clustering, clusterLeads } from "./clusters.ts";
import type { ComparedLeads } from "./compared-leads.ts";
import { chooseTops, pairCuts } from "./cuts.ts";
import { segmentLeads } from "./segments.ts";
import { choosePeriods, spanOf } from "./spans.ts";

interface ComparisonSettings {
  readonly set: ScorecardSet;
  /** Leads a week that sales can work, by threshold. */
  readonly capacity: Readonly<Record<string, number>>;
  /** Null: by account, where any two leads share one. */
  readonly clustering: Clustering | null;
  readonly random: Random;
  readonly onProgress: Progress;
}

/** Rules and model on the same leads: together, by segment and over time. */
export function compareLeads(
  compared: ComparedLeads,
  { set, capacity, clustering, random, onProgress }: ComparisonSettings,
): Omit<ShadowFindings, "selection"> {
  const clustered = clusterLeads(compared, clustering);
  const leads: ShadowLeads = { ...compared.leads, clusters: clustered.clusters };
  const paired = pairCuts(set, leads);
  const capacities = chooseTops(capacity, compared.perWeek);
  const thresholds = paired.cuts.map(({ name, points, probability }) => ({
    name,
    rules: points,
    model: probability,
  }));
  const overall = compareShadow(leads, {
    random,
    tops: capacities.tops,
    thresholds,
    prices: choosePrices(leads.outcomes),
    onProgress: tellTenths(onProgress),
  });
  onProgress("comparing both scores by segment and over time");
  return {
    basis: {
      kind: compared.kind,
      leads: leads.outcomes.length,
      ...spanOf(compared.times),
      waiting: compared.waiting,
      clusteredBy: clustered.by,
      notes: [...compared.notes, ...clustered.notes, ...paired.notes, ...capacities.notes],
    },
    overall: { ...overall, disagreement: nameDisputes(overall.disagreement, compared) },
    leadsPerWeek: capacities.leadsPerWeek,
    cuts: paired.cuts,
    ...compareWithin(leads, compared, chooseMeasures(overall, capacities.tops, thresholds)),
  };
}

/** By segment and by period. */
function compareWithin(
  leads: ShadowLeads,
  compared: ComparedLeads,
  measures: PartMeasures | null,
): Pick<ShadowFindings, "segments" | "periods" | "measures"> {
  const describe = (partOf: Int32Array, names: readonly string[]) =>
    measures === null ? [] : describeParts(leads, partOf, names.length, measures);
  const periods = choosePeriods(compared.times);
  return {
    segments: segmentLeads(compared).map(({ by, partOf, names }) => ({
      by,
      ...compareParts(leads, partOf, names),
      figures: describe(partOf, names),
    })),
    periods: isEstimated(periods)
      ? {
          ...comparePeriods(leads, periods),
          months: periods.months,
          figures: describe(periods.partOf, periods.names),
        }
      : periods,
    measures,
  };
}

/** The capacity that the report speaks of, the base rate, and the lowest cut. */
function chooseMeasures(
  { n, won }: Overall,
  tops: readonly Top[],
  thresholds: readonly PairedThreshold[],
): PartMeasures | null {
  if (won === 0 || won === n) return null;
  return { top: tops.at(-1)!, price: won / n, threshold: thresholds[0] ?? null };
}

/** The base rate, and half and twice of it: at which probability a lead is just worth its work. */
function choosePrices(outcomes: Uint8Array): readonly number[] {
  const rate = countWon(outcomes) / outcomes.length;
  return [rate / 2, rate, 2 * rate].filter((price) => price > 0 && price < 1);
}

type Overall = ReturnType<typeof compareShadow>;

function nameDisputes(
  { leads, disputed }: Overall["disagreement"],
  { ids, leads: { rules, model } }: ComparedLeads,
): ShadowFindings["overall"]["disagreement"] {
  return {
    disputed,
    leads: leads.map(({ row, ...dispute }) => ({
      lead: ids[row]!,
      points: rules.scores[row]!,
      probability: model.probabilities[row]!,
      ...dispute,
    })),
  };
}

/** Progress in tenths, each told once. */
function tellTenths(onProgress: Progress): (done: number) => void {
  let told = -1;
  return (done) => {
    const tenth = Math.floor(10 * done);
    if (tenth <= told) return;
    told = tenth;
    onProgress(`comparing both scores, ${10 * tenth} %`);
  };
}
