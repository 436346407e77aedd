import type { Scorecard } from "../scorecard/schema.ts";
import type { Change, PlacedRows } from "./placed-rows.ts";

/** Leads over a threshold. */
export interface LeadPassing {
  /** Leads over it or not. */
  readonly counted: number;
  readonly before: number;
  readonly after: number;
  /** Over it after and not before, and the other way about. */
  readonly newly: number;
  readonly noLonger: number;
}

/** Which rows pass a threshold before and after: 1 or 0, length n. */
export interface Passes {
  readonly before: Uint8Array;
  readonly after: Uint8Array;
}

/** The rows of one scorecard. */
export interface Segment {
  readonly scorecards: Uint16Array;
  readonly index: number;
}

/** A threshold's cuts on the scorecards of both sets. */
export interface Cuts {
  /** By scorecard; infinite where it has no such threshold. */
  readonly before: Float64Array;
  readonly after: Float64Array;
}

/** The scorecards of both sets, in their order: rows name them by index. */
export interface Cards {
  readonly before: readonly Scorecard[];
  readonly after: readonly Scorecard[];
}

/** Its cut on each scorecard that has it; null where it has it before or after only. */
export type CutsOfCards = readonly {
  readonly scorecard: string;
  readonly before: number | null;
  readonly after: number | null;
}[];

/** A threshold's cut on each scorecard; infinite where it has none of that id. */
export function listCuts(cards: readonly Scorecard[], id: string): Float64Array {
  return Float64Array.from(
    cards,
    ({ thresholds }) => thresholds.find((threshold) => threshold.id === id)?.score ?? Infinity,
  );
}

/** The cuts by scorecard, as people are told them. Cost O(scorecards). */
export function describeCuts(cards: Cards, cuts: Cuts): CutsOfCards {
  const ids = new Set([...cards.after, ...cards.before].map((card) => card.id));
  const find = (side: "before" | "after", id: string) => {
    const cut = cuts[side][cards[side].findIndex((card) => card.id === id)] ?? Infinity;
    return cut === Infinity ? null : cut;
  };
  return [...ids]
    .map((id) => ({ scorecard: id, before: find("before", id), after: find("after", id) }))
    .filter(({ before, after }) => before !== null || after !== null);
}

/** Which rows pass: those whose scorecard has the threshold and whose total is at or above its cut. */
export function passBoth({ before, after }: Change, cuts: Cuts): Passes {
  return { before: passCuts(before, cuts.before), after: passCuts(after, cuts.after) };
}

function passCuts({ totals, scorecards }: PlacedRows, cuts: Float64Array): Uint8Array {
  const passes = new Uint8Array(totals.length);
  for (let i = 0; i < totals.length; i++) if (totals[i]! >= cuts[scorecards[i]!]!) passes[i] = 1;
  return passes;
}

/** Leads over a threshold, of one scorecard or, with null, of all. Cost O(n). */
export function countPassing({ before, after }: Passes, segment: Segment | null): LeadPassing {
  let [counted, passBefore, passAfter, both] = [0, 0, 0, 0];
  for (let i = 0; i < before.length; i++) {
    if (segment !== null && segment.scorecards[i] !== segment.index) continue;
    counted++;
    passBefore += before[i]!;
    passAfter += after[i]!;
    both += before[i]! & after[i]!;
  }
  return {
    counted,
    before: passBefore,
    after: passAfter,
    newly: passAfter - both,
    noLonger: passBefore - both,
  };
}
