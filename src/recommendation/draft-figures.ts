import { type DealPassing, judgeDeals } from "./deal-passing.ts";
import { countDealMoves, countLeadMoves, type DealMove, type LeadMove } from "./draft-moves.ts";
import {
  type Cards,
  type CutsOfCards,
  countPassing,
  describeCuts,
  type LeadPassing,
  listCuts,
  passBoth,
} from "./passes.ts";
import type { Change } from "./placed-rows.ts";
import { judgeWeeks, layOutRecent, type WeeklyPassing } from "./recent-weeks.ts";

export interface LeadsToJudge extends Change {
  /** A number by which each lead is known, length n. */
  readonly ids: Float64Array;
  /** When each lead came, epoch milliseconds, length n. */
  readonly times: Float64Array;
  /** How many leads these stand for; more than n where they are a sample. */
  readonly of: number;
  /** When they were read, epoch milliseconds: nothing came later. */
  readonly readAt: number;
}

export interface DealsToJudge extends Change {
  /** Length n, 1 = won, 0 = lost. */
  readonly outcomes: Uint8Array;
}

export interface DraftToJudge {
  readonly cards: Cards;
  readonly leads: LeadsToJudge;
  readonly deals: DealsToJudge;
}

/** One threshold on one scorecard of the set. */
export interface SegmentFigures {
  /** Id of the scorecard that applies after the change. */
  readonly scorecard: string;
  readonly leads: LeadPassing;
  readonly deals: DealPassing;
}

export interface ThresholdFigures extends WeeklyPassing {
  readonly id: string;
  readonly name: string;
  readonly cuts: CutsOfCards;
  readonly leads: LeadPassing;
  readonly deals: DealPassing;
  /** By the scorecard that applies after the change, in the set's order. */
  readonly segments: readonly SegmentFigures[];
}

export interface DraftFigures {
  readonly leads: {
    readonly counted: number;
    readonly of: number;
    /** Leads that change their cell. */
    readonly moved: number;
    /** Each pair of cells that some lead has before and after, those that stay included; most first. */
    readonly moves: readonly LeadMove[];
  };
  readonly deals: {
    readonly counted: number;
    readonly won: number;
    readonly moved: number;
    readonly moves: readonly DealMove[];
  };
  /** By id, in the order of the set after the change; those that it lost come last. */
  readonly thresholds: readonly ThresholdFigures[];
}

/**
 * What a draft would do: which stored leads it moves, how many a week it puts over each threshold, and
 * how past deals fared on both sides of it.
 *
 * A threshold is told by its id over all scorecards that have it: a row passes where the scorecard that
 * applies to it has the threshold and its total is at or above the cut.
 *
 * @returns Wilson intervals for shares of deals, quasi-Poisson for leads a week, normal for their
 *          change. Leads and deals may be none: then shares and volumes are not estimable
 * @throws RangeError on lists of unequal lengths, and on fewer leads than are counted
 * Cost O(n) for each threshold.
 */
export function judgeDraft({ cards, leads, deals }: DraftToJudge): DraftFigures {
  checkLengths(leads, leads.ids, leads.times);
  checkLengths(deals, deals.outcomes);
  if (leads.of < leads.ids.length) throw new RangeError("a sample is larger than the whole");
  const recent = layOutRecent(leads.times, leads.readAt);
  const leadMoves = countLeadMoves(leads, leads.ids);
  const dealMoves = countDealMoves(deals, deals.outcomes);
  return {
    leads: {
      counted: leads.ids.length,
      of: leads.of,
      moved: sumMoved(leadMoves, (move) => move.leads),
      moves: leadMoves,
    },
    deals: {
      counted: deals.outcomes.length,
      won: dealMoves.reduce((sum, { won }) => sum + won, 0),
      moved: sumMoved(dealMoves, (move) => move.deals),
      moves: dealMoves,
    },
    thresholds: listThresholds(cards).map((named) => {
      const cuts = {
        before: listCuts(cards.before, named.id),
        after: listCuts(cards.after, named.id),
      };
      const leadPasses = passBoth(leads, cuts);
      const dealPasses = passBoth(deals, cuts);
      return {
        ...named,
        cuts: describeCuts(cards, cuts),
        leads: countPassing(leadPasses, null),
        ...judgeWeeks(recent, leadPasses, leads.of / leads.ids.length),
        deals: judgeDeals(dealPasses, deals.outcomes, null),
        segments: cards.after.map(({ id }, index) => ({
          scorecard: id,
          leads: countPassing(leadPasses, { scorecards: leads.after.scorecards, index }),
          deals: judgeDeals(dealPasses, deals.outcomes, {
            scorecards: deals.after.scorecards,
            index,
          }),
        })),
      };
    }),
  };
}

function sumMoved<M extends LeadMove | DealMove>(
  moves: readonly M[],
  count: (move: M) => number,
): number {
  return moves.reduce((sum, move) => sum + (move.from === move.to ? 0 : count(move)), 0);
}

function checkLengths({ before, after }: Change, ...lists: readonly { length: number }[]): void {
  const all = [before.totals, before.cells, before.scorecards];
  all.push(after.totals, after.cells, after.scorecards);
  if ([...all, ...lists].some(({ length }) => length !== before.totals.length))
    throw new RangeError("a draft is judged on the same rows before and after");
}

function listThresholds({ before, after }: Cards) {
  const thresholds = new Map<string, { readonly id: string; readonly name: string }>();
  for (const card of [...after, ...before])
    for (const { id, name } of card.thresholds)
      if (!thresholds.has(id)) thresholds.set(id, { id, name });
  return [...thresholds.values()];
}
