import { doseLead } from "../../scorecard/compiled.ts";
import type { Lead } from "../../scorecard/lead.ts";
import type { ModelFigures } from "../../trainer/compiled-model.ts";
import { type DosedScore, scoreDosed } from "../lead-score.ts";
import { disagree } from "./disagreement.ts";
import type { LiveScorer } from "./live-scorer.ts";
import type { ScoreSummary } from "./score-summary.ts";

/** Both scores of a lead that is not stored, without their ledgers. */
export function scoreBriefly(scorer: LiveScorer, lead: Lead, asOf: number): ScoreSummary {
  const { doses, scorecard } = doseLead(scorer.compiled, lead, asOf);
  const figures = scoreDosed(scorer, doses, scorecard);
  const { thresholds } = scorer.compiled.scorecards[scorecard]!.scorecard;
  const model = toModelFigures(figures);
  return {
    asOf,
    rules: {
      scorecard: figures.scorecard,
      score: figures.total,
      fit: figures.fit,
      engagement: figures.engagement,
      grade: figures.grade,
      band: figures.band,
      cell: figures.cell,
      nextAction: figures.nextAction,
      thresholds: figures.reached,
    },
    model,
    disagrees:
      model !== null &&
      scorer.model !== null &&
      disagree(figures.total, model, thresholds, scorer.model.scale),
  };
}

function toModelFigures({
  probability,
  low,
  high,
  logOdds,
  points,
}: DosedScore): ModelFigures | null {
  if (probability === null || low === null || high === null || logOdds === null || points === null)
    return null;
  return { probability, low, high, logOdds, points };
}
