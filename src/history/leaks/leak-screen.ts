import type { AttributeValue } from "../../scorecard/lead.ts";
import { type Estimable, isEstimated } from "../../statistics/estimate.ts";
import type { NormalInterval } from "../../statistics/normal-interval.ts";
import { compareProportions } from "../../statistics/proportion.ts";
import { createRandom } from "../../statistics/random.ts";
import type { LeakReason } from "../mapping.ts";
import { findLeakName, type Preset } from "./leak-names.ts";
import { estimateColumnAuc, readColumnAuc } from "./one-column-auc.ts";

export interface ScreenedColumn {
  readonly name: string;
  /** One for each deal, in the order of the outcomes. */
  readonly values: readonly AttributeValue[];
}

export interface ScreenContext {
  readonly preset?: Preset | undefined;
  /** Draws the folds; the same seed gives the same findings. */
  readonly seed: number;
}

/** Why a column is taken to know the outcome. */
export interface LeakFinding {
  readonly column: string;
  readonly reasons: readonly LeakReason[];
  /** How well the column alone tells the outcome, cross-fitted, in [0.5, 1]. */
  readonly auc: Estimable<number>;
  readonly explanation: string;
}

/** Over 36 known leaks in public tables this raised one false alarm at most. */
const TELLING_AUC = 0.8;
/** Below this the interval still holds columns that merely help. */
const TELLING_AUC_LOW = 0.7;
const ONE_SIDED_SHARE = 0.95;
const ONE_SIDED_Z = 5;
const LEAST_FILLED = 30;

/**
 * Columns that know what was known only after the deal was decided, found three ways: by name, by
 * telling the outcome alone (cross-fitted AUC of .80 or more), and by being filled for one outcome
 * only. Columns that none of the three finds are not in the answer.
 *
 * @param columns  each with n values
 * @param outcomes length n, 1 = won, 0 = lost
 * @returns in the order of `columns`; with fewer than two won or lost deals only names can speak,
 *          and each finding's auc carries that reason
 * @throws RangeError where a column has not n values
 * Cost O(columns · n log n).
 */
export function screenColumns(
  columns: readonly ScreenedColumn[],
  outcomes: Uint8Array,
  context: ScreenContext,
): readonly LeakFinding[] {
  return columns.flatMap((column) => screenColumn(column, outcomes, context) ?? []);
}

function screenColumn(
  column: ScreenedColumn,
  outcomes: Uint8Array,
  { preset, seed }: ScreenContext,
): LeakFinding | null {
  const auc = estimateColumnAuc(column.values, outcomes, createRandom(seed));
  const reasons: LeakReason[] = [];
  if (findLeakName(column.name, preset) !== null) reasons.push("name");
  if (isTelling(auc)) reasons.push("tells-outcome");
  if (findOnlyOutcome(column.values, outcomes) !== null) reasons.push("filled-for-one-outcome");
  if (reasons.length === 0) return null;
  const explanation = explainLeak(column, reasons, outcomes, preset);
  return { column: column.name, reasons, auc: readColumnAuc(auc), explanation };
}

/** Why a column is taken to know the outcome, in words. Cost O(n). */
export function explainLeak(
  { name, values }: ScreenedColumn,
  reasons: readonly LeakReason[],
  outcomes: Uint8Array,
  preset: Preset | undefined,
): string {
  const says = findLeakName(name, preset) ?? "it is filled in with or after the decision";
  const onlyFor = findOnlyOutcome(values, outcomes) ?? "one outcome's";
  const explanations: Readonly<Record<LeakReason, string>> = {
    name: `by its name, ${says}`,
    "tells-outcome": "alone it tells the outcome better than anything known beforehand should",
    "filled-for-one-outcome": `it is filled almost only for ${onlyFor} deals`,
  };
  return reasons.map((reason) => explanations[reason]).join("; ");
}

function isTelling(auc: Estimable<NormalInterval>): boolean {
  return isEstimated(auc) && auc.value >= TELLING_AUC && auc.low >= TELLING_AUC_LOW;
}

/**
 * The outcome for which alone a column is filled, if there is one. 0, no and an empty list count as
 * not filled, since exports write them for what never happened. With f the fill rate of an outcome:
 *
 *   f_one / (f_won + f_lost) ≥ .95,  and f_won ≠ f_lost at |z| ≥ 5
 *
 * The share is of fill rates and not of filled cells, so that a base rate near 0 or 1 neither makes
 * nor hides a finding.
 */
export function findOnlyOutcome(
  values: readonly AttributeValue[],
  outcomes: Uint8Array,
): "won" | "lost" | null {
  const filled = [0, 0];
  const all = [0, 0];
  values.forEach((value, i) => {
    all[outcomes[i]!]!++;
    if (isFilled(value)) filled[outcomes[i]!]!++;
  });
  const [lost, won] = [
    { successes: filled[0]!, n: all[0]! },
    { successes: filled[1]!, n: all[1]! },
  ];
  if (won.successes + lost.successes < LEAST_FILLED || won.n === 0 || lost.n === 0) return null;
  const difference = compareProportions(won, lost);
  if (!isEstimated(difference) || Math.abs(difference.z) < ONE_SIDED_Z) return null;
  const [fillWon, fillLost] = [won.successes / won.n, lost.successes / lost.n];
  const share = Math.max(fillWon, fillLost) / (fillWon + fillLost);
  if (share < ONE_SIDED_SHARE) return null;
  return fillWon > fillLost ? "won" : "lost";
}

function isFilled(value: AttributeValue): boolean {
  if (value === null || value === false || value === 0 || value === "") return false;
  return typeof value !== "object" || value.length > 0;
}
