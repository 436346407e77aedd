import { type Estimable, type Interval, isEstimated } from "../../statistics/estimate.ts";
import type { Calibration } from "../calibration.ts";
import {
  formatCount,
  formatInterval,
  formatNumber,
  formatPValue,
  formatSigned,
} from "../format.ts";
import { describeMatchedCatch, describeMoves } from "../sentences/back-test.ts";
import { describeCurve, describeStep, listSteps } from "../sentences/change-curve.ts";
import { adviseOnDrift, describeDrift, describeHalfLife, warnOfDrift } from "../sentences/drift.ts";
import { describeOrder, nameGrades } from "../sentences/grades.ts";
import { describeSampleSize } from "../sentences/sample-size.ts";
import {
  type Block,
  explainUnknown,
  headBlock,
  paintAs,
  type TextOptions,
  UNKNOWN,
} from "./page.ts";
import { layTable, plainText, wrapText } from "./table.ts";

const MOST_STEPS = 6;
const MOST_CANDIDATES = 5;
const WARNING_COLOUR = "33";

/** What is gained against how much is changed, in some steps. */
export function printCurve(calibration: Calibration, options: TextOptions): Block {
  const says = describeCurve(calibration);
  if (says === null) return [];
  const steps = thin(listSteps(calibration).filter(({ count }) => count > 0));
  const right = { align: "right" } as const;
  return [
    ...headBlock("How many changes it takes", options),
    ...layTable(
      [
        { head: "Changes", rank: 9, cells: steps.map(({ count }) => formatNumber(count)) },
        {
          head: "Log loss against none",
          rank: 8,
          ...right,
          cells: steps.map(({ deltaLogLoss }) => showChange(deltaLogLoss)),
        },
        {
          head: "AUC",
          rank: 7,
          ...right,
          cells: steps.map(({ auc }) => show(auc, (value) => formatNumber(value, 3))),
        },
      ],
      options.columns,
    ),
    ...explainUnknown(
      steps.map(({ count, deltaLogLoss, auc }) => ({
        name: formatCount(count, "change"),
        figures: [deltaLogLoss, auc],
      })),
      options,
    ),
    ...wrapText(plainText(`First: ${describeStep(steps[0]!)}. ${says}`), options.columns),
  ];
}

/** The best lines to add. */
export function printCandidates({ candidates }: Calibration, options: TextOptions): Block {
  const { tested, found } = candidates;
  if (tested === 0) return [];
  const best = found.slice(0, MOST_CANDIDATES);
  const head = headBlock(
    `Lines to add: ${formatNumber(found.length)} of ${formatCount(tested, "candidate")}`,
    options,
  );
  if (best.length === 0)
    return [...head, ...wrapText("None adds anything that chance would not.", options.columns)];
  const right = { align: "right" } as const;
  return [
    ...head,
    ...layTable(
      [
        { head: "Line", rank: 9, cells: best.map(({ label }) => plainText(label)) },
        {
          head: "Points",
          rank: 8,
          ...right,
          cells: best.map(({ worth }) => show(worth, (value) => formatSigned(value, 1))),
        },
        { head: "Deals", rank: 5, ...right, cells: best.map(({ leads }) => formatNumber(leads)) },
        {
          head: "Log loss with it",
          rank: 6,
          ...right,
          cells: best.map(({ deltaLogLoss }) => showChange(deltaLogLoss)),
        },
        {
          head: "Adjusted",
          rank: 7,
          ...right,
          cells: best.map(({ pValue }) => formatPValue(pValue)),
        },
      ],
      options.columns,
    ),
    ...explainUnknown(
      best.map(({ label, worth, deltaLogLoss }) => ({
        name: label,
        figures: [worth, deltaLogLoss],
      })),
      options,
    ),
  ];
}

/** Who would move, who would pass, and whether better classes are won more often. */
export function printBackTest(
  { backtest, thresholds, grades }: Calibration,
  options: TextOptions,
): Block {
  const sentences = [
    describeMoves(backtest),
    ...backtest.volumes.map((volume) => describeMatchedCatch(volume, thresholds)),
    ...grades.map((each) => `${nameGrades(each, grades)}: ${describeOrder(each)}`),
  ];
  return [...headBlock("Back-test on the judging deals", options), ...list(sentences, options)];
}

/** Whether the past still holds, and whether there is enough of it. */
export function printGround(calibration: Calibration, options: TextOptions): Block {
  const { drift } = calibration;
  return [
    ...headBlock(
      calibration.split.kind === "time" ? "Drift and sample size" : "Fit and sample size",
      options,
    ),
    ...list(
      [
        `${describeDrift(calibration)} ${describeHalfLife(calibration)}`,
        drift.broken ? "" : adviseOnDrift(calibration),
        describeSampleSize(calibration),
      ],
      options,
    ),
  ];
}

/** What to do where the past no longer holds; nothing where it does. */
export function printWarning(calibration: Calibration, options: TextOptions): Block {
  if (!calibration.drift.broken) return [];
  const text = `${warnOfDrift(calibration)} ${adviseOnDrift(calibration)}`;
  return wrapText(plainText(text), options.columns).map((line) =>
    paintAs(line, WARNING_COLOUR, options),
  );
}

function list(sentences: readonly string[], { columns }: TextOptions): Block {
  return sentences.flatMap((sentence) => wrapText(plainText(sentence), columns, 2));
}

/** The first steps, the last, and some between. */
function thin<T>(steps: readonly T[]): readonly T[] {
  if (steps.length <= MOST_STEPS) return steps;
  const last = steps.length - 1;
  const shown = new Set(
    Array.from({ length: MOST_STEPS }, (_, i) =>
      Math.round((last * i ** 2) / (MOST_STEPS - 1) ** 2),
    ),
  );
  return steps.filter((_, i) => shown.has(i));
}

function showChange(estimate: Estimable<Interval>): string {
  return show(estimate, (value) => formatSigned(value, 4));
}

function show(estimate: Estimable<Interval>, format: (value: number) => string): string {
  return isEstimated(estimate) ? formatInterval(estimate, format) : UNKNOWN;
}
