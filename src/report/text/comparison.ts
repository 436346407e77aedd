import { type Estimable, isEstimated } from "../../statistics/estimate.ts";
import type { Calibration, Judge } from "../calibration.ts";
import { formatInterval, formatNumber, formatPoints, formatRange, formatShare } from "../format.ts";
import { MEASURES, type MeasureName } from "../measures.ts";
import { describeSetting, nameAmong } from "../sentences/thresholds.ts";
import { listArms } from "../words.ts";
import { type Block, explainUnknown, headBlock, type TextOptions, UNKNOWN } from "./page.ts";
import { layTable, plainText, type TextColumn, wrapText } from "./table.ts";

/** Thresholds now and recommended, each with its aim; nothing where the scorecard has none. */
export function printThresholds({ thresholds }: Calibration, options: TextOptions): Block {
  if (thresholds.length === 0) return [];
  const rows = thresholds.flatMap((each) => [
    { name: `${plainText(nameAmong(each, thresholds))}, now`, cut: each.current, ...each.now },
    { ...each, name: `${plainText(nameAmong(each, thresholds))}, new`, cut: each.recommended },
  ]);
  const column = (head: string, rank: number, cell: (row: (typeof rows)[number]) => string) => ({
    head,
    rank,
    align: "right" as const,
    cells: rows.map(cell),
  });
  const percent = (share: number) => formatShare(share, 0);
  const ranged = (figure: Estimable<Interval>, format: (value: number) => string) =>
    show(figure, (known) => `${format(known.value)} (${formatRange(known, format)})`);
  const table: readonly TextColumn[] = [
    { head: "Threshold", rank: 9, cells: rows.map(({ name }) => name) },
    column("Cut", 8, ({ cut }) => show(cut, formatPoints)),
    column("Pass", 5, ({ share }) => show(share, ({ value }) => percent(value))),
    column("A week", 4, ({ volume }) => ranged(volume, (value) => formatNumber(value, 1))),
    column("Won", 7, ({ precision }) => ranged(precision, percent)),
    column("Wins missed", 6, ({ missedWins }) => ranged(missedWins, percent)),
  ];
  return [
    ...headBlock("Thresholds, with 95% intervals", options),
    ...layTable(table, options.columns),
    ...explainUnknown(
      rows.map(({ name, cut, share, volume, precision, missedWins }) => ({
        name,
        figures: [cut, share, volume, precision, missedWins],
      })),
      options,
    ),
    ...thresholds.flatMap((each) =>
      wrapText(
        plainText(`${nameAmong(each, thresholds)}: ${describeSetting(each)}.`),
        options.columns,
      ),
    ),
  ];
}

type Interval = { readonly value: number; readonly low: number; readonly high: number };

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
  return isEstimated(figure) ? formatInterval(figure, format) : UNKNOWN;
}

function show<T>(estimate: Estimable<T>, format: (value: T) => string): string {
  return isEstimated(estimate) ? format(estimate) : UNKNOWN;
}
