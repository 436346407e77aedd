import type { Cell } from "../scorecard/schema.ts";
import { checkScores, countWon } from "../statistics/domain.ts";
import { type Estimable, type Interval, isEstimated } from "../statistics/estimate.ts";
import { testMatched } from "../statistics/mcnemar.ts";
import { estimateProportion, type Proportion } from "../statistics/proportion.ts";
import { type CutFigures, judgePassing, passCut } from "./cut-figures.ts";
import { matchShare } from "./cuts.ts";
import { countByWeek, estimateChangePerWeek, layOutWeeks, type Weeks } from "./weeks.ts";

/** Where one scorecard version puts each deal. */
export interface Placements {
  /** Points, length n. */
  readonly totals: Float64Array;
  readonly cells: readonly Cell[];
}

/** A threshold's cut before and after. */
export interface CutChange {
  readonly id: string;
  readonly before: number;
  readonly after: number;
}

export interface BackTestInput {
  readonly before: Placements;
  readonly after: Placements;
  /** Length n, 1 = won, 0 = lost. */
  readonly outcomes: Uint8Array;
  /** Epoch milliseconds, length n; null where there are no dates. */
  readonly times: Float64Array | null;
  readonly thresholds: readonly CutChange[];
}

export interface CellMove {
  readonly from: Cell;
  readonly to: Cell;
  readonly deals: number;
  readonly won: number;
}

/** Deals that a change moves over a threshold. */
export interface Crossing {
  readonly deals: number;
  readonly won: number;
  readonly winRate: Estimable<Proportion>;
  /** Indices of the deals, rising. */
  readonly rows: readonly number[];
}

/** Who catches more wins where as many deals are let through as before. */
export interface MatchedCatch {
  /** Cut on the scores after that comes nearest to the number of deals that pass before. */
  readonly cut: number;
  readonly passingBefore: number;
  /** As before, but for level scores that no cut parts. */
  readonly passingAfter: number;
  /** Won deals that pass after and not before, and the other way about. */
  readonly winsGained: number;
  readonly winsMissed: number;
  /** McNemar's mid-p, two-sided, of neither catching more. */
  readonly pValue: number;
}

export interface ThresholdBackTest extends CutChange {
  readonly figuresBefore: CutFigures;
  readonly figuresAfter: CutFigures;
  /** Deals over the threshold in each calendar week; empty where weeks cannot be told. */
  readonly weekly: readonly {
    /** Epoch milliseconds of its Monday, UTC. The first and the last week are seldom whole. */
    readonly start: number;
    readonly before: number;
    readonly after: number;
  }[];
  /** Deals over the threshold a week, after less before. */
  readonly volumeChange: Estimable<Interval>;
  readonly newlyPassing: Crossing;
  readonly noLongerPassing: Crossing;
  readonly atSameVolume: MatchedCatch;
}

export interface BackTest {
  readonly deals: number;
  readonly won: number;
  /** Deals that change their cell. */
  readonly moved: number;
  /** Each pair of cells that some deal has before and after, those that stay included; most first. */
  readonly cells: readonly CellMove[];
  readonly thresholds: readonly ThresholdBackTest[];
}

/**
 * What a changed scorecard would have done with past deals: who moves to which cell, and who passes
 * which threshold that did not, and how these deals ended.
 *
 * The figures are plain counts of the deals given. Points or cuts that were learnt from these very
 * deals look better on them than they are: give the deals that judge.
 *
 * @param input deals of one scorecard; all lists have its length n, of at least 1
 * @returns intervals as `judgeCut`; `volumeChange` is normal. Equal placements and whole cuts give no
 *          moves, no crossings and p-values of 1
 * @throws RangeError on no deals, unequal lengths, NaN totals, outcomes other than 0 and 1
 * Cost O(n log n) for each threshold.
 */
export function backTest({ before, after, outcomes, times, thresholds }: BackTestInput): BackTest {
  const n = outcomes.length;
  const lists = [before.cells, after.cells, times ?? outcomes];
  if (n === 0 || lists.some((list) => list.length !== n))
    throw new RangeError("a back-test needs the same deals before and after, and at least one");
  checkScores(before.totals, outcomes);
  checkScores(after.totals, outcomes);
  const cells = countMoves(before.cells, after.cells, outcomes);
  const weeks = layOutWeeks(times);
  return {
    deals: n,
    won: countWon(outcomes),
    moved: cells.reduce((sum, { from, to, deals }) => sum + (from === to ? 0 : deals), 0),
    cells,
    thresholds: thresholds.map((change): ThresholdBackTest => {
      const passBefore = passCut(before.totals, change.before);
      const passAfter = passCut(after.totals, change.after);
      return {
        ...change,
        figuresBefore: judgePassing({ scores: before.totals, outcomes, times }, passBefore, null),
        figuresAfter: judgePassing({ scores: after.totals, outcomes, times }, passAfter, null),
        ...compareWeeks(weeks, passBefore, passAfter),
        newlyPassing: describeCrossing(passBefore, passAfter, outcomes),
        noLongerPassing: describeCrossing(passAfter, passBefore, outcomes),
        atSameVolume: matchVolume(before.totals, after.totals, outcomes, change),
      };
    }),
  };
}

function countMoves(
  before: readonly Cell[],
  after: readonly Cell[],
  outcomes: Uint8Array,
): readonly CellMove[] {
  const moves = new Map<string, { from: Cell; to: Cell; deals: number; won: number }>();
  before.forEach((from, i) => {
    const to = after[i]!;
    const key = from + to;
    const move = moves.get(key) ?? { from, to, deals: 0, won: 0 };
    move.deals++;
    move.won += outcomes[i]!;
    moves.set(key, move);
  });
  return [...moves]
    .toSorted(([a, first], [b, second]) => second.deals - first.deals || (a < b ? -1 : 1))
    .map(([, move]) => move);
}

function compareWeeks(
  weeks: Estimable<Weeks>,
  before: Float64Array,
  after: Float64Array,
): Pick<ThresholdBackTest, "weekly" | "volumeChange"> {
  if (!isEstimated(weeks)) return { weekly: [], volumeChange: weeks };
  const countsBefore = countByWeek(weeks, before);
  const countsAfter = countByWeek(weeks, after);
  return {
    weekly: Array.from(weeks.starts, (start, week) => ({
      start,
      before: countsBefore[week]!,
      after: countsAfter[week]!,
    })),
    volumeChange: estimateChangePerWeek(weeks, before, after),
  };
}

/** Deals that pass the one and not the other. */
function describeCrossing(
  without: Float64Array,
  pass: Float64Array,
  outcomes: Uint8Array,
): Crossing {
  const rows = [...outcomes.keys()].filter((i) => pass[i] === 1 && without[i] === 0);
  const won = rows.reduce((sum, row) => sum + outcomes[row]!, 0);
  return { deals: rows.length, won, winRate: estimateProportion(won, rows.length), rows };
}

function matchVolume(
  before: Float64Array,
  after: Float64Array,
  outcomes: Uint8Array,
  change: CutChange,
): MatchedCatch {
  const cut = matchShare(before, after, change.before);
  const passBefore = passCut(before, change.before);
  const passAfter = passCut(after, cut);
  const winsGained = describeCrossing(passBefore, passAfter, outcomes).won;
  const winsMissed = describeCrossing(passAfter, passBefore, outcomes).won;
  const count = (passes: Float64Array) => passes.reduce((sum, pass) => sum + pass, 0);
  return {
    cut,
    passingBefore: count(passBefore),
    passingAfter: count(passAfter),
    winsGained,
    winsMissed,
    pValue: testMatched({ onlyFirst: winsGained, onlySecond: winsMissed }).midP,
  };
}
