import type { Estimable } from "../statistics/estimate.ts";
import { estimateProportion, type Proportion } from "../statistics/proportion.ts";
import type { Passes, Segment } from "./passes.ts";

/** Deals on one side of a change that pass a threshold, and those that it misses. */
export interface DealsPassing {
  readonly passing: number;
  readonly won: number;
  /** Win rate of those that pass. */
  readonly precision: Estimable<Proportion>;
  /** Won deals that do not pass. */
  readonly winsMissed: number;
  /** Their share of all won deals. */
  readonly shareOfWinsMissed: Estimable<Proportion>;
}

/** Deals that a change moves over a threshold. */
interface DealsCrossing {
  readonly deals: number;
  readonly won: number;
  readonly winRate: Estimable<Proportion>;
}

/** What a change does to past deals at a threshold. */
export interface DealPassing {
  readonly counted: number;
  readonly before: DealsPassing;
  readonly after: DealsPassing;
  readonly newlyPassing: DealsCrossing;
  readonly noLongerPassing: DealsCrossing;
  /** Won deals that pass before and not after: wins that would have been missed. */
  readonly winsMissed: number;
  /** Lost deals that pass before and not after: leads that sales would have been spared. */
  readonly leadsSpared: number;
}

/**
 * Past deals on both sides of a change at one threshold.
 *
 * @param outcomes length n, 1 = won, 0 = lost
 * @param segment  the rows that count; null: all
 * @returns Wilson's intervals; not estimable where there are no deals to count
 * Cost O(n).
 */
export function judgeDeals(
  { before, after }: Passes,
  outcomes: Uint8Array,
  segment: Segment | null,
): DealPassing {
  // By place: 0 passes neither, 1 before only, 2 after only, 3 both.
  const deals = [0, 0, 0, 0];
  const won = [0, 0, 0, 0];
  for (let i = 0; i < outcomes.length; i++) {
    if (segment !== null && segment.scorecards[i] !== segment.index) continue;
    const place = before[i]! + 2 * after[i]!;
    deals[place]!++;
    won[place]! += outcomes[i]!;
  }
  const [, lostDeals, gainedDeals, bothDeals] = deals as [number, number, number, number];
  const [, lostWins, gainedWins, bothWins] = won as [number, number, number, number];
  const wins = won.reduce((sum, count) => sum + count, 0);
  return {
    counted: deals.reduce((sum, count) => sum + count, 0),
    before: describePassing(lostDeals + bothDeals, lostWins + bothWins, wins),
    after: describePassing(gainedDeals + bothDeals, gainedWins + bothWins, wins),
    newlyPassing: describeCrossing(gainedDeals, gainedWins),
    noLongerPassing: describeCrossing(lostDeals, lostWins),
    winsMissed: lostWins,
    leadsSpared: lostDeals - lostWins,
  };
}

function describePassing(passing: number, won: number, wins: number): DealsPassing {
  return {
    passing,
    won,
    precision: estimateProportion(won, passing),
    winsMissed: wins - won,
    shareOfWinsMissed: estimateProportion(wins - won, wins),
  };
}

function describeCrossing(deals: number, won: number): DealsCrossing {
  return { deals, won, winRate: estimateProportion(won, deals) };
}
