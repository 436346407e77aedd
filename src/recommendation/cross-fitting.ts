import { type Random, shuffle } from "../statistics/random.ts";
import { type CutRule, chooseCut } from "./cut-choice.ts";
import { climb, type Rungs } from "./cut-ladder.ts";

export interface CrossFitting {
  /** Parts that the deals are cut into, 2 or more. */
  readonly folds: number;
  /** How many times they are cut anew, 1 or more; more of them steady the figures. */
  readonly repeats: number;
}

/**
 * How often each deal passes a cut that was chosen without it.
 *
 * A cut looks better on the deals that it was chosen from than on others. So the deals are cut into
 * parts at random, and each part is judged by the cut that the rule chooses from the others. The
 * parts do not get equal shares of won: that would let the one side know the luck of the other.
 * Where the others do not reach what the rule asks the cut that comes nearest is taken, and where no
 * cut is worth its cost nobody passes, so that no part drops out.
 *
 * @param scores  those that were ranked
 * @param random  uniform draws from [0, 1): the parts
 * @returns length n, the share of repeats in which the deal passes, 0 to 1. Figures made of it
 *          tell, on average, the truth of a cut chosen from (folds − 1) / folds of the deals
 * @throws RangeError on folds that are not whole and from 2 to n, or repeats not whole and positive
 * Cost O(repeats · folds · n). Source: Stone 1974.
 */
export function crossFitPassing(
  scores: Float64Array,
  ranked: Rungs,
  rule: CutRule,
  { folds, repeats, random }: CrossFitting & { readonly random: Random },
): Float64Array {
  const n = scores.length;
  if (![folds, repeats].every(Number.isSafeInteger) || folds < 2 || folds > n || repeats < 1)
    throw new RangeError("cross-fitting needs 2 to n folds, once or more often");
  const times = new Float64Array(n);
  for (let repeat = 0; repeat < repeats; repeat++) {
    const order = shuffle(n, random);
    for (let fold = 0; fold < folds; fold++) {
      const cut = applyRule(
        ranked,
        order.filter((_, place) => place % folds !== fold),
        rule,
      );
      for (let k = fold; k < n; k += folds) if (scores[order[k]!]! >= cut) times[order[k]!]!++;
    }
  }
  return times.map((count) => count / repeats);
}

/**
 * The cut that a rule chooses from some of the deals; where no cut is worth its cost, one that
 * none of all deals passes.
 *
 * Cost O(rows + cuts).
 */
export function applyRule(ranked: Rungs, rows: Uint32Array, rule: CutRule): number {
  const ladder = climb(ranked, rows);
  const { rung, isReached } = chooseCut(ladder, rule);
  return isReached || rule.kind !== "worth" ? ladder.cuts[rung]! : ranked.cuts[0]! + 1;
}
