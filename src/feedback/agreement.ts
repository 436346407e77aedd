import { estimateKappa } from "../statistics/agreement.ts";
import { estimateAuc } from "../statistics/auc.ts";
import type { Estimable, Interval } from "../statistics/estimate.ts";
import { estimateProportion } from "../statistics/proportion.ts";

/** What sales said of one lead, beside both scores and what came of it. */
export interface JudgedLead {
  readonly accepted: boolean;
  readonly won: boolean;
  /** Points. */
  readonly ruleScore: number;
  /** Log-odds of a model that was not trained on this deal; null where there is none. */
  readonly modelLogOdds: number | null;
}

export interface FeedbackAgreement {
  /** How well the scores rank accepted above rejected leads. */
  readonly rulesAuc: Estimable<Interval>;
  readonly modelAuc: Estimable<Interval>;
  /** Cohen's kappa of accepted with won. */
  readonly kappaWithOutcome: Estimable<Interval>;
}

/**
 * Feedback held against both scores and the outcomes.
 *
 * @param leads one entry a piece of feedback on a lead with a closed deal
 * Cost O(n log n).
 */
export function compareFeedback(leads: readonly JudgedLead[]): FeedbackAgreement {
  const modelled = leads.filter((lead) => lead.modelLogOdds !== null);
  return {
    rulesAuc: rankAccepted(leads, (lead) => lead.ruleScore),
    modelAuc: rankAccepted(modelled, (lead) => lead.modelLogOdds!),
    kappaWithOutcome: estimateKappa(tabulate(leads)),
  };
}

/**
 * Share of feedback that accepted the lead, for each line, over the leads that have the line.
 *
 * @param doses one row a piece of feedback, one dose a line
 * Cost O(n × lines).
 */
export function estimateAcceptance(
  doses: readonly Float64Array[],
  accepted: readonly boolean[],
  lines: number,
): readonly Estimable<Interval & { readonly n: number }>[] {
  return Array.from({ length: lines }, (_, j) => {
    const having = accepted.filter((_, i) => doses[i]![j]! > 0);
    return estimateProportion(having.filter(Boolean).length, having.length);
  });
}

function rankAccepted(
  leads: readonly JudgedLead[],
  scoreOf: (lead: JudgedLead) => number,
): Estimable<Interval> {
  return estimateAuc(
    Float64Array.from(leads, scoreOf),
    Uint8Array.from(leads, (lead) => (lead.accepted ? 1 : 0)),
  );
}

/** Rows rejected, accepted; columns lost, won. */
function tabulate(leads: readonly JudgedLead[]): number[][] {
  const table = [
    [0, 0],
    [0, 0],
  ];
  for (const { accepted, won } of leads) table[accepted ? 1 : 0]![won ? 1 : 0]!++;
  return table;
}
