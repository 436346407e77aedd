import type { CompiledScorecards } from "./compiled.ts";
import { placeInMatrix } from "./matrix.ts";
import { type CategoryScore, type Score, sumCategory, sumScore } from "./score.ts";

/** Where a lead stands by the rules, without the ledger that explains it. */
export interface PlacedScore
  extends Pick<
    Score,
    "scorecard" | "total" | "fit" | "engagement" | "grade" | "band" | "cell" | "nextAction"
  > {
  readonly categories: readonly Pick<CategoryScore, "id" | "points">[];
  /** Ids of the thresholds that the score has reached, in scorecard order. */
  readonly reached: readonly string[];
}

/**
 * The figures of `scoreDoses` without ledger and names, to the last digit, for scoring many leads.
 *
 * @param doses     one a line of the set, as `doseLead` gives them
 * @param scorecard index of the scorecard that applies
 * Cost O(lines × (1 + categories)).
 */
export function placeScore(
  compiled: CompiledScorecards,
  doses: Float64Array,
  scorecard: number,
): PlacedScore {
  const chosen = compiled.scorecards[scorecard]!;
  const { id, matrix, categories, thresholds } = chosen.scorecard;
  const { total, fit, engagement } = sumScore(compiled, doses, scorecard);
  const { grade, band, cell, nextAction } = placeInMatrix(matrix, fit, engagement);
  const reached: string[] = [];
  for (const cut of thresholds) if (total >= cut.score) reached.push(cut.id);
  return {
    scorecard: id,
    total,
    fit,
    engagement,
    grade,
    band,
    cell,
    nextAction,
    categories: categories.map(({ id }, category) => ({
      id,
      points: sumCategory(compiled, chosen, doses, category),
    })),
    reached,
  };
}
