import { compareUnderSelection, type SelectionReport } from "../../experiment/selection.ts";
import { type Estimable, notEstimable } from "../../statistics/estimate.ts";
import type { TriagedLead } from "../../store/served-leads.ts";
import { type Clustering, clusterLeads } from "./clusters.ts";
import type { PointsCalibration } from "./rules-probabilities.ts";
import { toOutcomes } from "./served-leads.ts";

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
 *
 * Leads that were handed over and wait for an outcome are left out: they are no evidence yet.
 */
export function weighSelection(
  triaged: readonly TriagedLead[],
  { toProbabilities }: PointsCalibration,
  clustering: Clustering | null,
): WeighedSelection {
  const decided = triaged.filter(
    ({ because, outcome, probability }) =>
      probability !== null && (because === "neither" || outcome !== null),
  );
  // An experiment alone gives chances too, but none to leads that neither arm asks for.
  const explored = decided.find(({ because }) => because === "exploration");
  const leads = explored === undefined ? decided : decided.filter(({ at }) => at >= explored.at);
  if (leads.length === 0) return { selection: NO_TRIAGE, notes: [] };
  const points = Float64Array.from(leads, (lead) => lead.points);
  const probabilities = Float64Array.from(leads, ({ probability }) => probability!);
  const { clusters } = clusterLeads(
    {
      ids: leads.map(({ lead }) => lead),
      accounts: leads.map(({ account }) => account),
      reps: leads.map(({ owner }) => owner),
    },
    clustering,
  );
  const selection = compareUnderSelection({
    rules: { scores: points, probabilities: toProbabilities(points) },
    model: { scores: probabilities, probabilities },
    outcomes: toOutcomes(leads),
    clusters,
    worked: Uint8Array.from(leads, ({ because }) => (because === "neither" ? 0 : 1)),
    ...(explored !== undefined && {
      propensities: Float64Array.from(leads, ({ propensity }) => propensity),
    }),
  });
  const before = decided.length - leads.length;
  const notes =
    before === 0
      ? []
      : [
          `Figures of all leads leave out ${before} on which was decided before a share was handed over regardless of score.`,
        ];
  return { selection, notes };
}
