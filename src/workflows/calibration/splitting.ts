import { createRandom } from "../../statistics/random.ts";
import { splitByTime, splitSeeded } from "../../trainer/split.ts";
import type { DosedHistory } from "./dosed-history.ts";

/** Rows of the history that train and rows that judge, each in the history's order. */
export interface Split {
  readonly kind: "time" | "seeded";
  readonly train: Uint32Array;
  readonly judge: Uint32Array;
  /** Epoch milliseconds: rows at or after it judge. */
  readonly cutoff: number | null;
}

const JUDGE_SHARE = 0.3;

/** Later deals judge where there are dates; else a seeded share of each outcome. */
export function splitHistory(dosed: DosedHistory, seed: number): Split {
  const { times, design, dated } = dosed;
  if (dated) return { kind: "time", ...splitByTime(times, JUDGE_SHARE) };
  const split = splitSeeded(design.outcomes, JUDGE_SHARE, createRandom(seed));
  return { kind: "seeded", ...split, cutoff: null };
}
