import { estimateKappa } from "../statistics/agreement.ts";
import { type Estimable, type Interval, isEstimated } from "../statistics/estimate.ts";
import type { HeardLead } from "./heard-lead.ts";
import { rankLeads, tabulateTop } from "./top-share.ts";

export interface ThresholdAgreement {
  readonly id: string;
  /** Pieces of feedback, and those on leads that reach the threshold. */
  readonly heard: number;
  readonly reached: number;
  /** Cohen's kappa of accepted with reached. */
  readonly rules: Estimable<Interval>;
  /** The same on the feedback that the model has log-odds for, beside the rules on just these. */
  readonly modelled: {
    readonly heard: number;
    readonly rules: Estimable<Interval>;
    /** Accepted with being among as many leads by the model's log-odds as reach the threshold. */
    readonly model: Estimable<Interval>;
  };
}

/**
 * Whether sales accepts what the rules let through, and what the model would let through in its place.
 *
 * @param thresholds cuts on the rule score, in points
 * @returns one entry a threshold; intervals take pieces of feedback as independent
 * @throws RangeError on NaN scores or log-odds
 * Cost O(n × thresholds). Source: Cohen 1960.
 */
export function compareWithThresholds(
  heard: readonly HeardLead[],
  thresholds: readonly { readonly id: string; readonly score: number }[],
): readonly ThresholdAgreement[] {
  const modelled = heard.filter((lead) => lead.modelLogOdds !== null);
  const ranking = rankLeads(Float64Array.from(modelled, (lead) => lead.modelLogOdds!));
  const accepted = modelled.map((lead) => Number(lead.accepted));
  const ones = modelled.map(() => 1);
  return thresholds.map(({ id, score }) => {
    const take = modelled.filter((lead) => lead.score >= score).length;
    return {
      id,
      heard: heard.length,
      reached: heard.filter((lead) => lead.score >= score).length,
      rules: agreeWithCut(heard, score),
      modelled: {
        heard: modelled.length,
        rules: agreeWithCut(modelled, score),
        model: trimKappa(tabulateTop(ranking, ones, take, accepted)),
      },
    };
  });
}

/** Cohen's kappa of a table, without its standard error. */
export function trimKappa(table: readonly (readonly number[])[]): Estimable<Interval> {
  const kappa = estimateKappa(table);
  if (!isEstimated(kappa)) return kappa;
  return { value: kappa.value, low: kappa.low, high: kappa.high };
}

function agreeWithCut(heard: readonly HeardLead[], cut: number): Estimable<Interval> {
  const table = [
    [0, 0],
    [0, 0],
  ];
  for (const { score, accepted } of heard) table[score >= cut ? 1 : 0]![accepted ? 1 : 0]!++;
  return trimKappa(table);
}
