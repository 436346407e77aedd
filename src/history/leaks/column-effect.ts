import type { AttributeValue } from "../../scorecard/lead.ts";
import { type AucDifference, compareAucs, estimateAuc } from "../../statistics/auc.ts";
import { type Estimable, isEstimated } from "../../statistics/estimate.ts";
import type { NormalInterval } from "../../statistics/normal-interval.ts";
import { assignLevels, countLevels } from "./levels.ts";

/** Log-odds that a level may be worth: wide, since nobody has rated it. */
const LEVEL_WIDTH = 1;
const STEPS = 30;
const SMALLEST_STEP = 1e-9;

/** Deals with what a model that does not know the column says of them. */
export interface JudgedDeals {
  /** Length n. */
  readonly logOdds: Float64Array;
  /** Length n, 1 = won, 0 = lost. */
  readonly outcomes: Uint8Array;
  /** Rows that levels are learned from, and rows that judge; no row is in both. */
  readonly train: Uint32Array;
  readonly judge: Uint32Array;
}

export interface ColumnEffect {
  /** AUC with the column. */
  readonly auc: NormalInterval;
  /** With it less without it, paired. */
  readonly difference: AucDifference;
}

/**
 * What one more column would have made of a model's AUC on the deals that judge.
 *
 * The model stands as it is, and each level l of the column (see levels.ts) shifts it by the δₗ that
 * maximises the penalised likelihood of its training deals:
 *
 *   Σ yᵢ(ηᵢ + δₗ) − ln(1 + e^(ηᵢ + δₗ)) − δₗ² / 2w²,   w = 1
 *
 * That is a fit with one column beside the model's log-odds η as offset. It costs no refit of the
 * model, but gives none of the column's part back that other lines already tell.
 *
 * @param values length n; a level that no training deal has shifts nothing
 * @returns not estimable when the judging deals hold fewer than two won or two lost
 * @throws RangeError on unequal lengths
 * Cost O(n log n) a column.
 */
export function estimateColumnEffect(
  values: readonly AttributeValue[],
  { logOdds, outcomes, train, judge }: JudgedDeals,
): Estimable<ColumnEffect> {
  if (values.length !== logOdds.length || values.length !== outcomes.length)
    throw new RangeError("expected log-odds and an outcome for every value");
  const levels = assignLevels(values);
  const shifts = fitShifts(levels, { logOdds, outcomes, train });
  const without = Float64Array.from(judge, (i) => logOdds[i]!);
  const shifted = Float64Array.from(judge, (i) => logOdds[i]! + shifts[levels[i]!]!);
  const judged = Uint8Array.from(judge, (i) => outcomes[i]!);
  const auc = estimateAuc(shifted, judged);
  if (!isEstimated(auc)) return auc;
  const difference = compareAucs(shifted, without, judged);
  return isEstimated(difference) ? { auc, difference } : difference;
}

/**
 * Newton's method for every level at once. The second derivative is never below 1/w², and a step is
 * held to one unit, so that no level runs away.
 */
function fitShifts(
  levels: Uint32Array,
  { logOdds, outcomes, train }: Omit<JudgedDeals, "judge">,
): Float64Array {
  const precision = LEVEL_WIDTH ** -2;
  const shifts = new Float64Array(countLevels(levels));
  for (let step = 0; step < STEPS; step++) {
    const slope = shifts.map((shift) => -precision * shift);
    const curve = shifts.map(() => precision);
    for (const i of train) {
      const level = levels[i]!;
      const p = 1 / (1 + Math.exp(-logOdds[i]! - shifts[level]!));
      slope[level]! += outcomes[i]! - p;
      curve[level]! += p * (1 - p);
    }
    let largest = 0;
    slope.forEach((g, level) => {
      const move = Math.max(-1, Math.min(1, g / curve[level]!));
      shifts[level]! += move;
      largest = Math.max(largest, Math.abs(move));
    });
    if (largest < SMALLEST_STEP) break;
  }
  return shifts;
}
