import { normalQuantile } from "../statistics/distributions.ts";
import type { Ladder } from "./cut-ladder.ts";

/** What a win brings and what working a lead costs, in one currency. */
export interface Worth {
  readonly gainPerWin: number;
  readonly costPerLead: number;
}

/** What a cut is to do. */
export type CutRule =
  /** Let through as many leads as `capacity` allows, of the `leads` that come; both a week. */
  | { readonly kind: "capacity"; readonly capacity: number; readonly leads: number }
  /**
   * Let through as many leads as keep the win rate at `wanted`, a share: by the win rate itself, or
   * by the lower end of its one-sided 95 % interval.
   */
  | {
      readonly kind: "precision";
      readonly wanted: number;
      readonly by: "estimate" | "lower-end";
    }
  /** Bring the most: gain per win less cost per lead worked. */
  | { readonly kind: "worth"; readonly worth: Worth };

export interface CutChoice {
  /** Index into the ladder of the cut that does it, or of the one that comes nearest to it. */
  readonly rung: number;
  readonly isReached: boolean;
}

/** A win rate of fewer leads than this is not taken for a precision. */
export const LEAST_PASSING = 10;

const Z95_ONE_SIDED = normalQuantile(0.95);

/**
 * Chooses the whole-numbered cut that does what a rule asks.
 *
 * capacity: the lowest cut with (passing / deals) · leads ≤ capacity; else the highest cut.
 * precision: the lowest cut that ten deals pass and whose win rate, or its lower end, is at or above
 * what is wanted, so that raising it never lowers the cut; else the cut with the most of it. The
 * lower end is of each cut by itself: that the lowest was looked for is not in it.
 * worth: the cut with most gain · won − cost · passing, of equals the highest; reached when above 0.
 *
 * @param ladder at least one deal, ten for a precision
 * Cost O(cuts).
 */
export function chooseCut(ladder: Ladder, rule: CutRule): CutChoice {
  if (rule.kind === "capacity") {
    const { capacity, leads } = rule;
    // Whole numbers are multiplied, not divided, so that a capacity that just suffices does.
    const tooMany = ladder.passing.findIndex((k) => k * leads > capacity * ladder.deals);
    if (tooMany === 0) return { rung: 0, isReached: false };
    return { rung: (tooMany < 0 ? ladder.passing.length : tooMany) - 1, isReached: true };
  }
  if (rule.kind === "precision") {
    const measure = (_: number, rung: number) => measurePrecision(ladder, rung, rule.by);
    const precisions = ladder.cuts.map(measure);
    const lowest = precisions.findLastIndex((precision) => precision >= rule.wanted);
    return lowest < 0
      ? { rung: findMost(precisions), isReached: false }
      : { rung: lowest, isReached: true };
  }
  const worths = ladder.cuts.map((_, rung) => measureWorth(ladder, rung, rule.worth));
  const rung = findMost(worths);
  return { rung, isReached: worths[rung]! > 0 };
}

/** Win rate above a cut or the lower end of it; −1, below all, where too few deals pass. */
export function measurePrecision(
  { passing, won }: Ladder,
  rung: number,
  by: "estimate" | "lower-end",
): number {
  const n = passing[rung]!;
  if (n < LEAST_PASSING) return -1;
  const p = won[rung]! / n;
  return by === "estimate" ? p : lowerEnd(p, n);
}

/** gain · won − cost · passing, for each deal of the ladder. */
export function measureWorth({ deals, passing, won }: Ladder, rung: number, worth: Worth): number {
  return (worth.gainPerWin * won[rung]! - worth.costPerLead * passing[rung]!) / deals;
}

/** Wilson's lower bound as in `estimateProportion`, but one-sided. */
function lowerEnd(p: number, n: number): number {
  const c = Z95_ONE_SIDED ** 2 / n;
  return p ** 2 / (p + c / 2 + Math.sqrt(c * p * (1 - p) + (c / 2) ** 2));
}

function findMost(values: readonly number[]): number {
  return values.reduce((best, value, at) => (value > values[best]! ? at : best), 0);
}
