import type { CompiledScorecards, DosedLead } from "../scorecard/compiled.ts";
import { sumScore } from "../scorecard/score.ts";

/** A threshold that a lead reaches, and the lines without any one of which it would not. */
export interface Crossing {
  /** Id of the threshold. */
  readonly threshold: string;
  /** Indices into the lines of the set, in ascending order; empty where no line alone decides. */
  readonly decisive: readonly number[];
}

/**
 * What a lead reaches, and on which lines alone. A line is decisive for a threshold when the score
 * reaches it, and the same lead with a dose of 0 on that line, all caps and floors applied anew,
 * would not. Several lines may each be decisive for one lead; where the score has enough to spare
 * none is.
 *
 * @param dosed doses of the lead with the scorecard that applies, as `doseLead` gives them
 * @returns the thresholds reached, in the scorecard's order
 * Cost O(lines with a dose × lines).
 */
export function findCrossings(
  compiled: CompiledScorecards,
  { doses, scorecard }: DosedLead,
): readonly Crossing[] {
  const { total } = sumScore(compiled, doses, scorecard);
  const card = compiled.scorecards[scorecard]!;
  const reached = card.scorecard.thresholds.filter(({ score }) => total >= score);
  if (reached.length === 0) return [];
  const without = new Map<number, number>();
  const left = doses.slice();
  for (let j = card.firstLine; j < card.firstLine + card.lineCount; j++) {
    if (doses[j] === 0) continue;
    left[j] = 0;
    without.set(j, sumScore(compiled, left, scorecard).total);
    left[j] = doses[j]!;
  }
  return reached.map(({ id, score }) => ({
    threshold: id,
    decisive: [...without.keys()].filter((j) => without.get(j)! < score),
  }));
}
