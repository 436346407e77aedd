import { twoSidedP } from "../statistics/distributions.ts";
import { checkScores, countWon } from "../statistics/domain.ts";
import { type Estimable, isEstimated, notEstimable } from "../statistics/estimate.ts";
import {
  compareProportions,
  estimateProportion,
  type Proportion,
  type ProportionDifference,
} from "../statistics/proportion.ts";

/** One grade or band. */
export interface ScoreClass {
  readonly deals: number;
  readonly won: number;
  readonly share: Estimable<Proportion>;
  readonly winRate: Estimable<Proportion>;
}

/** Grades or bands of deals, best first. */
export interface Classes {
  /** Falling: the lowest score of each class but the last. */
  readonly cuts: readonly number[];
  readonly classes: readonly ScoreClass[];
  /** Win rate of each class less that of the next, one fewer than classes. */
  readonly steps: readonly Estimable<ProportionDifference>[];
  /** Above 0: better classes are won more often. */
  readonly trend: Estimable<{ readonly z: number; readonly pValue: number }>;
  /**
   * `ordered`: no class is won less often than the next, and the trend is not chance (p < .05).
   * `broken`: some class is won less often than the next, beyond its 95 % interval.
   */
  readonly order: "ordered" | "not-shown" | "broken";
}

const SIGNIFICANT = 0.05;

/**
 * How grades or bands with given cut-points do.
 *
 * @param cuts falling; a score equal to a cut belongs to the better side
 * @returns Wilson intervals; an empty class has no win rate, and no steps to its neighbours
 * @throws RangeError on unequal lengths, NaN scores, outcomes other than 0 and 1, cuts not falling
 * Cost O(n · classes). Source of the trend test: Cochran 1954, Armitage 1955.
 */
export function judgeClasses(
  scores: Float64Array,
  outcomes: Uint8Array,
  cuts: readonly number[],
): Classes {
  checkScores(scores, outcomes);
  if (cuts.some((cut, k) => k > 0 && !(cut < cuts[k - 1]!))) throw new RangeError("cuts fall");
  const counts = Array.from({ length: cuts.length + 1 }, () => ({ deals: 0, won: 0 }));
  scores.forEach((score, i) => {
    const place = cuts.findIndex((cut) => score >= cut);
    const own = counts[place < 0 ? cuts.length : place]!;
    own.deals++;
    own.won += outcomes[i]!;
  });
  const classes = counts.map(({ deals, won }) => ({
    deals,
    won,
    share: estimateProportion(deals, scores.length),
    winRate: estimateProportion(won, deals),
  }));
  const parts = counts.map(({ deals, won }) => ({ successes: won, n: deals }));
  const steps = parts.slice(1).map((next, k) => compareProportions(parts[k]!, next));
  const trend = testTrend(counts, { deals: scores.length, won: countWon(outcomes) });
  return { cuts, classes, steps, trend, order: nameOrder(steps, trend) };
}

function nameOrder(steps: Classes["steps"], trend: Classes["trend"]): Classes["order"] {
  const known = steps.filter((step) => isEstimated(step));
  if (known.some((step) => step.high < 0)) return "broken";
  const rises = isEstimated(trend) && trend.z > 0 && trend.pValue < SIGNIFICANT;
  return rises && known.every((step) => step.value >= 0) ? "ordered" : "not-shown";
}

/**
 * z = Σ xₖ (wonₖ − p nₖ) / √(p (1 − p) (Σ nₖ xₖ² − (Σ nₖ xₖ)² / N)), x the class counted from the
 * worst, p the win rate of all N.
 */
function testTrend(
  counts: readonly { readonly deals: number; readonly won: number }[],
  all: { readonly deals: number; readonly won: number },
): Classes["trend"] {
  if (all.won === 0 || all.won === all.deals)
    return notEstimable("All deals have the same outcome, so no class can be won more often.");
  if (counts.filter(({ deals }) => deals > 0).length < 2)
    return notEstimable("All deals are in one class.");
  const p = all.won / all.deals;
  let [excess, sum, squares] = [0, 0, 0];
  counts.forEach(({ deals, won }, k) => {
    const x = counts.length - 1 - k;
    excess += x * (won - p * deals);
    sum += deals * x;
    squares += deals * x * x;
  });
  const z = excess / Math.sqrt(p * (1 - p) * (squares - sum ** 2 / all.deals));
  return { z, pValue: twoSidedP(z) };
}
