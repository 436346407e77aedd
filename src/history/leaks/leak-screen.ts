import { type Estimable, isEstimated } from "../../statistics/estimate.ts";
import type { NormalInterval } from "../../statistics/normal-interval.ts";
import { createRandom } from "../../statistics/random.ts";
import type { LeakReason } from "../mapping.ts";
import type { DealDates } from "./deal-dates.ts";
import { findDecidingLevels } from "./deciding-levels.ts";
import { liesAfterOutcome } from "./late-dates.ts";
import { explainLeak, type ScreenedColumn } from "./leak-explanations.ts";
import { findLeakName, type Preset } from "./leak-names.ts";
import { estimateColumnAuc, readColumnAuc } from "./one-column-auc.ts";
import { findOnlyOutcome } from "./one-sided-fill.ts";
import { growsWithTime } from "./time-growth.ts";
import { tellsByDigits } from "./trailing-zeros.ts";

export interface ScreenContext {
  readonly preset?: Preset | undefined;
  /** Draws the folds; the same seed gives the same findings. */
  readonly seed: number;
  /** Without them nothing is said of growth and of dates after the outcome. */
  readonly dates?: DealDates | undefined;
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
/** Nothing that is known beforehand orders deals as well as this. */
const SETTLING_AUC = 0.99;
/** Leaks are exceptions among columns. */
const EASY_SHARE = 0.75;
const LEAST_COLUMNS = 5;

/**
 * Columns that know what was known only after the deal was decided, found by name and by seven tests
 * of their values, each in a file of its own: telling the outcome alone (cross-fitted AUC of .80 or
 * more), being filled for one outcome only, levels that settle it, dates after it, growth with time,
 * and trailing digits. Columns that none of them finds are not in the answer. That levels settle the
 * outcome is said only where the AUC does not say as much.
 *
 * Where three in four of the columns that have no other fault tell the outcome (of five or more), the
 * outcome is plain to see beforehand, and telling it is no sign of a leak below an AUC of .99.
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
  return screenEach(columns, outcomes, context).filter((finding) => finding !== null);
}

/** As screenColumns, with null for each column that nothing was found of. */
export function screenEach(
  columns: readonly ScreenedColumn[],
  outcomes: Uint8Array,
  context: ScreenContext,
): readonly (LeakFinding | null)[] {
  const suspicions = columns.map((column) => suspect(column, outcomes, context));
  const isEasy = isEasyOutcome(suspicions);
  return columns.map((column, i) => {
    const { auc, reasons } = suspicions[i]!;
    if (reasons.length === 0 || (isEasy && isOnlyTelling(suspicions[i]!))) return null;
    const explanation = explainLeak(column, reasons, outcomes, context.preset);
    return { column: column.name, reasons, auc: readColumnAuc(auc), explanation };
  });
}

interface Suspicion {
  readonly auc: Estimable<NormalInterval>;
  readonly reasons: readonly LeakReason[];
  readonly byNameOnly?: boolean;
}

function suspect(
  { name, values, byNameOnly }: ScreenedColumn,
  outcomes: Uint8Array,
  { preset, seed, dates }: ScreenContext,
): Suspicion {
  const auc = estimateColumnAuc(values, outcomes, createRandom(seed));
  const isNamed = findLeakName(name, preset) !== null;
  if (byNameOnly) return { auc, reasons: isNamed ? ["name"] : [], byNameOnly };
  const found: Readonly<Record<LeakReason, boolean>> = {
    name: isNamed,
    "tells-outcome": isTelling(auc),
    "filled-for-one-outcome": findOnlyOutcome(values, outcomes) !== null,
    "decides-alone": !isTelling(auc) && findDecidingLevels(values, outcomes),
    "after-outcome": dates !== undefined && liesAfterOutcome(values, dates),
    "grows-with-time": dates !== undefined && growsWithTime(values, outcomes, dates),
    "trailing-digits": tellsByDigits(values, outcomes),
  };
  const reasons = Object.keys(found) as LeakReason[];
  return { auc, reasons: reasons.filter((reason) => found[reason]) };
}

function isTelling(auc: Estimable<NormalInterval>): boolean {
  return isEstimated(auc) && auc.value >= TELLING_AUC && auc.low >= TELLING_AUC_LOW;
}

function isEasyOutcome(suspicions: readonly Suspicion[]): boolean {
  const telling = suspicions.filter(isOnlyTelling).length;
  const innocent = suspicions.filter(
    ({ reasons, byNameOnly }) => reasons.length === 0 && !byNameOnly,
  ).length;
  const all = telling + innocent;
  return all >= LEAST_COLUMNS && telling >= EASY_SHARE * all;
}

const TELLING: ReadonlySet<LeakReason> = new Set(["tells-outcome", "decides-alone"]);

/** Nothing speaks against the column but that it tells the outcome well. */
function isOnlyTelling({ auc, reasons }: Suspicion): boolean {
  const isSettling = isEstimated(auc) && auc.value >= SETTLING_AUC;
  return reasons.length > 0 && !isSettling && reasons.every((reason) => TELLING.has(reason));
}
