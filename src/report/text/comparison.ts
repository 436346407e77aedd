import { type Estimable, isEstimated } from "../../statistics/estimate.ts";
import type { Calibration, Judge } from "../calibration.ts";
import { formatInterval, formatNumber, formatPoints, formatShare } from "../format.ts";
import { listArms, MEASURES, type MeasureName } from "../words.ts";
import { type Block, explainUnknown, headBlock, type TextOptions, UNKNOWN } from "./page.ts";
import { layTable, plainText, type TextColumn } from "./table.ts";

const THRESHOLD_RATES = [
  { head: "Above now", field: "shareNow", rank: 4 },
  { head: "Above new", field: "shareRecommended", rank: 3 },
  { head: "Won now", field: "precisionNow", rank: 6 },
  { head: "Won new", field: "precisionRecommended", rank: 5 },
] as const;

/** Thresholds now and recommended; nothing where the scorecard has none. */
export function printThresholds({ thresholds }: Calibration, options: TextOptions): Block {
  if (thresholds.length === 0) return [];
  const right = { align: "right" } as const;
  const table: readonly TextColumn[] = [
    { head: "Threshold", rank: 9, cells: thresholds.map((each) => plainText(each.name)) },
    { head: "Now", rank: 8, ...right, cells: thresholds.map((each) => formatPoints(each.current)) },
    {
      head: "New",
      rank: 8,
      ...right,
      cells: thresholds.map((each) => show(each.recommended, formatPoints)),
    },
    ...THRESHOLD_RATES.map(({ head, field, rank }) => ({
      head,
      rank,
      ...right,
      cells: thresholds.map((each) => show(each[field], ({ value }) => formatShare(value, 0))),
    })),
  ];
  const rows = thresholds.map((each) => ({
    name: each.name,
    figures: [each.recommended, ...THRESHOLD_RATES.map(({ field }) => each[field])],
  }));
  return [
    ...headBlock("Thresholds", options),
    ...layTable(table, options.columns),
    ...explainUnknown(rows, options),
  ];
}

/** The arms on the judging deals, as many measures as there is room for. */
export function printArms(calibration: Calibration, options: TextOptions): Block {
  const arms = listArms(calibration);
  const table: readonly TextColumn[] = [
    { head: "Arm", rank: 9, cells: arms.map((arm) => plainText(arm.label)) },
    {
      head: "Deals",
      rank: 7,
      align: "right",
      cells: arms.map((arm) => formatNumber(arm.judge.deals)),
    },
    ...MEASURES.map((measure, i) => ({
      head: measure.name,
      rank: -i,
      align: "right" as const,
      cells: arms.map(({ judge }) => showMeasure(judge, measure)),
    })),
  ];
  const rows = arms.map(({ label, judge }) => ({
    name: label,
    figures: MEASURES.map(({ measure }) => judge[measure]),
  }));
  return [
    ...headBlock("Compared on the judging deals, with 95% intervals", options),
    ...layTable(table, options.columns),
    ...explainUnknown(rows, options),
  ];
}

function showMeasure(judge: Judge, { measure, format }: MeasureName): string {
  const figure = judge[measure];
  if (typeof figure === "number") return format(figure);
  return isEstimated(figure) ? formatInterval(figure, format) : UNKNOWN;
}

function show<T>(estimate: Estimable<T>, format: (value: T) => string): string {
  return isEstimated(estimate) ? format(estimate) : UNKNOWN;
}
