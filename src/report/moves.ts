import type { Estimable } from "../statistics/estimate.ts";
import { estimateProportion, type Proportion } from "../statistics/proportion.ts";
import type { Calibration } from "./calibration.ts";

type Move = Calibration["backtest"]["moves"][number];

/** One field of a matrix of moves. */
export interface MoveField {
  readonly deals: number;
  readonly winRate: Estimable<Proportion>;
  /** Part of the deals of its row. */
  readonly shareOfRow: number;
}

export interface MoveMatrix {
  /** Classes that rows and columns stand for, in their order. */
  readonly classes: readonly string[];
  /** By row (from), then column (to); null where no deal moves so. */
  readonly fields: readonly (readonly (MoveField | null)[])[];
}

/** Cells such as A1: a grade and a band. */
const CELL = /^([A-Z])(\d)$/;

/** The moves between cells, classes that no deal is in left out. */
export function layMoves(moves: readonly Move[]): MoveMatrix {
  const classes = [...new Set(moves.flatMap(({ from, to }) => [from, to]))].toSorted();
  const sums = classes.map((from) =>
    classes.map((to) => sumMoves(moves.filter((move) => move.from === from && move.to === to))),
  );
  return {
    classes,
    fields: sums.map((row) => {
      const all = row.reduce((sum, { deals }) => sum + deals, 0);
      return row.map(({ deals, won }) =>
        deals === 0
          ? null
          : { deals, winRate: estimateProportion(won, deals), shareOfRow: deals / all },
      );
    }),
  };
}

/** The moves between grades or between bands alone; null where a cell is not of both. */
export function collapseMoves(moves: readonly Move[], part: "grade" | "band"): MoveMatrix | null {
  const read = (cell: string) => CELL.exec(cell)?.[part === "grade" ? 1 : 2];
  const parts = moves.flatMap(({ from, to, ...counts }) => {
    const [a, b] = [read(from), read(to)];
    return a === undefined || b === undefined ? [] : [{ from: a, to: b, ...counts }];
  });
  return parts.length < moves.length || parts.length === 0 ? null : layMoves(parts);
}

function sumMoves(moves: readonly Move[]): { readonly deals: number; readonly won: number } {
  return moves.reduce((sum, move) => ({ deals: sum.deals + move.deals, won: sum.won + move.won }), {
    deals: 0,
    won: 0,
  });
}
