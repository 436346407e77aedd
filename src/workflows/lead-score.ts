import type { LeadScore } from "../report/lead-score.ts";
import { type CompiledScorecards, doseLead } from "../scorecard/compiled.ts";
import type { Lead } from "../scorecard/lead.ts";
import { type PlacedScore, placeScore } from "../scorecard/placed-score.ts";
import { type Score, scoreDoses } from "../scorecard/score.ts";
import {
  type CompiledModel,
  type ModelFigures,
  type ModelScore,
  predictDoses,
  scoreModel,
} from "../trainer/compiled-model.ts";

/** Scorecards and the model that was trained on their lines, ready to score. */
export interface Scorer<M extends CompiledModel | null = CompiledModel | null> {
  readonly compiled: CompiledScorecards;
  readonly model: M;
}

/** Both scores with their ledgers; none of the model's without a model. */
export interface ExplainedDoses<M extends CompiledModel | null = CompiledModel | null> {
  readonly rules: Score;
  readonly model: M extends null ? null : ModelScore;
}

/** Scores a lead by rules and model: the one way in which calibrate, score and explain do. */
export function scoreLead<M extends CompiledModel | null>(
  scorer: Scorer<M>,
  lead: Lead,
  asOf: number,
): Pick<LeadScore, "lead" | "asOf"> & ExplainedDoses<M> {
  const { doses, scorecard } = doseLead(scorer.compiled, lead, asOf);
  return { lead: lead.id, asOf, ...explainDoses(scorer, doses, scorecard) };
}

/**
 * Both scores with their ledgers from doses that are already there.
 *
 * @param doses     one a line of the set, as `doseLead` gives them
 * @param scorecard index of the scorecard that applies
 */
export function explainDoses<M extends CompiledModel | null>(
  { compiled, model }: Scorer<M>,
  doses: Float64Array,
  scorecard: number,
): ExplainedDoses<M> {
  const rules = scoreDoses(compiled, doses, scorecard);
  const scored = model === null ? null : scoreModel(model, compiled, doses, scorecard);
  return { rules, model: scored as ExplainedDoses<M>["model"] };
}

type OptionalFigures = { readonly [F in keyof ModelFigures]: number | null };

/** Both scores of a lead without their ledgers; the model's figures are all null without a model. */
export interface DosedScore extends PlacedScore, OptionalFigures {}

const NO_MODEL: OptionalFigures = {
  probability: null,
  low: null,
  high: null,
  logOdds: null,
  points: null,
};

/**
 * The figures of `scoreLead`, to the last digit, from doses that are already there.
 *
 * @param doses     one a line of the set, as `doseLead` gives them
 * @param scorecard index of the scorecard that applies
 */
export function scoreDosed(
  { compiled, model }: Scorer,
  doses: Float64Array,
  scorecard: number,
): DosedScore {
  const rules = placeScore(compiled, doses, scorecard);
  const figures = model === null ? NO_MODEL : predictDoses(model, doses, scorecard);
  // Spreading the two takes longer than all the scoring does.
  return {
    scorecard: rules.scorecard,
    total: rules.total,
    fit: rules.fit,
    engagement: rules.engagement,
    grade: rules.grade,
    band: rules.band,
    cell: rules.cell,
    nextAction: rules.nextAction,
    categories: rules.categories,
    reached: rules.reached,
    probability: figures.probability,
    low: figures.low,
    high: figures.high,
    logOdds: figures.logOdds,
    points: figures.points,
  };
}
