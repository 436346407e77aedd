import type { AttributeValue } from "../../scorecard/lead.ts";
import { countWon } from "../../statistics/domain.ts";
import { assignLevels, countLevels } from "./levels.ts";

/** With 200 of 200 deals of one outcome, the other's share is below .02 with 95 % confidence. */
const LEAST_IN_LEVEL = 200;
const DECIDED_RATE = 0.02;
/** Where an outcome is rare, nearly every level lacks it: that decides nothing. */
const LEAST_BASE_RATE = 5 * DECIDED_RATE;
const MOST = 0.5;

/**
 * Whether levels in which hardly a deal ends otherwise hold most of an outcome's deals, as the stages,
 * reasons and notes that are written with the decision do. With nₗ deals and win rate pₗ of level l,
 *
 *   Σ won of levels with pₗ ≥ .98 > ½ won   or   Σ lost of levels with pₗ ≤ .02 > ½ lost,
 *
 * over levels with nₗ ≥ 200. An honest column may have a level that never wins, such as a country that
 * is not served; it does not hold most of what is lost. The other outcome must have a base rate of a
 * tenth or more.
 *
 * @param values   length n
 * @param outcomes length n, 1 = won, 0 = lost, in the order of `values`
 * Cost O(n log n).
 */
export function findDecidingLevels(
  values: readonly AttributeValue[],
  outcomes: Uint8Array,
): boolean {
  const levels = assignLevels(values);
  const won = new Float64Array(countLevels(levels));
  const deals = new Float64Array(won.length);
  levels.forEach((level, i) => {
    deals[level]!++;
    won[level]! += outcomes[i]!;
  });
  const lost = deals.map((n, level) => n - won[level]!);
  const allWon = countWon(outcomes);
  const allLost = outcomes.length - allWon;
  return (
    holdsMost(won, lost, { own: allWon, other: allLost }) ||
    holdsMost(lost, won, { own: allLost, other: allWon })
  );
}

/** Whether levels nearly without the other outcome hold most of one's own deals. */
function holdsMost(
  own: Float64Array,
  other: Float64Array,
  all: { readonly own: number; readonly other: number },
): boolean {
  if (all.other < LEAST_BASE_RATE * (all.own + all.other)) return false;
  const decided = own.reduce((sum, n, level) => {
    const deals = n + other[level]!;
    const isDecided = deals >= LEAST_IN_LEVEL && other[level]! <= DECIDED_RATE * deals;
    return isDecided ? sum + n : sum;
  }, 0);
  return decided > MOST * all.own;
}
