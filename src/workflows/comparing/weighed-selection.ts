import {
  compareUnderSelection,
  type SelectedLeads,
  type SelectionReport,
} from "../../experiment/selection.ts";
import { formatCount, formatNumber } from "../../report/format.ts";
import { type Estimable, notEstimable } from "../../statistics/estimate.ts";
import type { TriagedLead } from "../../store/served-leads.ts";
import { clusterLeads } from "./clusters.ts";
import type { ComparisonMaterial } from "./comparison-material.ts";
import { chooseTops } from "./cuts.ts";
import { countPerWeek } from "./pace.ts";
import type { PointsCalibration } from "./rules-probabilities.ts";
import { listOwned, toOutcomes } from "./served-leads.ts";

/** Figures of all leads that were scored, and what a reader must know of them. */
export interface WeighedSelection {
  readonly selection: Estimable<SelectionReport>;
  readonly notes: readonly string[];
}

export const HELD_OUT_SELECTION = notEstimable(
  "The history holds only leads that sales worked. Of the others nothing is kept, and no share was handed over regardless of score, so nobody can tell how both scores do among all leads.",
);

const NO_TRIAGE = notEstimable(
  "No share of leads was handed over regardless of score, and nothing is kept yet of how the others were chosen, so figures cannot be weighted for it: they speak of leads that were handed over, and of no others.",
);

/**
 * Both arms among all leads on which it was decided whether they are handed over, with the chances that
 * were kept then where a share was handed over regardless of score.
 */
export function weighSelection(
  triaged: readonly TriagedLead[],
  { toProbabilities }: PointsCalibration,
  { clustering, capacity }: Pick<ComparisonMaterial, "clustering" | "capacity">,
): WeighedSelection {
  const scored = triaged.filter(({ probability }) => probability !== null);
  // An experiment alone gives chances too, but none to leads that neither arm asks for.
  const explored = scored.find(({ because }) => because === "exploration");
  const leads = explored === undefined ? scored : scored.filter(({ at }) => at >= explored.at);
  if (leads.length === 0) return { selection: NO_TRIAGE, notes: [] };
  const points = Float64Array.from(leads, (lead) => lead.points);
  const probabilities = Float64Array.from(leads, ({ probability }) => probability!);
  const { clusters } = clusterLeads(listOwned(leads), clustering);
  const perWeek = countPerWeek(Float64Array.from(leads, ({ at }) => at));
  const all: SelectedLeads = {
    rules: { scores: points, probabilities: toProbabilities(points) },
    model: { scores: probabilities, probabilities },
    outcomes: toOutcomes(leads),
    clusters,
    worked: Uint8Array.from(leads, (lead) => (isKnown(lead) ? 1 : 0)),
    ...(explored !== undefined && { propensities: chancesToBeKnown(leads) }),
  };
  const top = chooseTops(capacity, perWeek).tops.at(-1)!;
  const selection = compareUnderSelection(all, { top });
  return { selection, notes: noteLeads(leads, scored.length) };
}

/** Worked to an end. */
function isKnown({ because, outcome }: TriagedLead): boolean {
  return because !== "neither" && outcome !== null;
}

/**
 * Chance that a lead is worked and its outcome known by now: the stored chance to be handed over, times
 * the share of outcomes that have come of those handed over at that chance. Explored leads may take
 * longer than others to end.
 */
function chancesToBeKnown(leads: readonly TriagedLead[]): Float64Array {
  const strata = new Map<number, { handedOver: number; known: number }>();
  for (const lead of leads) {
    if (lead.because === "neither") continue;
    const stratum = strata.get(lead.propensity) ?? { handedOver: 0, known: 0 };
    stratum.handedOver++;
    stratum.known += isKnown(lead) ? 1 : 0;
    strata.set(lead.propensity, stratum);
  }
  return Float64Array.from(leads, ({ propensity }) => {
    const { handedOver, known } = strata.get(propensity) ?? { handedOver: 1, known: 1 };
    return (propensity * known) / handedOver;
  });
}

function noteLeads(leads: readonly TriagedLead[], scored: number): readonly string[] {
  const waiting = leads.filter((lead) => lead.because !== "neither" && !isKnown(lead)).length;
  const before = scored - leads.length;
  return [
    ...(waiting > 0
      ? [
          `Figures of all leads take the ${formatCount(waiting, "handed-over lead")} without an outcome yet to end as those do that were handed over at the same chance.`,
        ]
      : []),
    ...(before > 0
      ? [
          `Figures of all leads leave out ${formatNumber(before)} on which was decided before a share was handed over regardless of score.`,
        ]
      : []),
  ];
}
