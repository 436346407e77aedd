import { type Estimable, isEstimated } from "../../statistics/estimate.ts";
import type { Calibration, CalibrationLine, Verdict } from "../calibration.ts";
import { formatCount, formatNumber, formatRange, formatShare } from "../format.ts";
import { hasShare, nameTeachers, writtenSalesOf } from "../voices.ts";
import {
  changedLines,
  formatWritten,
  nameChange,
  nameLines,
  VERDICTS,
  writtenEstimateOf,
} from "../words.ts";
import {
  type Block,
  explainUnknown,
  headBlock,
  paintAs,
  type TextOptions,
  UNKNOWN,
} from "./page.ts";
import { layTable, type Paint, plainText, type TextColumn, wrapText } from "./table.ts";

const VERDICT_COLOURS: Readonly<Record<Verdict, string>> = {
  raise: "34",
  lower: "36",
  drop: "33",
  "turn-round": "35",
  keep: "2",
  "too-little-evidence": "2",
};

/** Lines of one scorecard are often named alike but for a word in the middle. */
const LEAST_NAME = 30;

/** The lines to change, the largest change first, then how many stay. */
export function printChanges(calibration: Calibration, options: TextOptions): Block {
  const { lines, feedback } = calibration;
  const changed = changedLines(calibration);
  const kept = lines.length - changed.length;
  const rest = `${formatCount(kept, "line")} ${kept === 1 ? "stays as it is" : "stay as they are"}.`;
  const head = headBlock("Recommended changes", options);
  if (changed.length === 0)
    return [...head, ...wrapText(`No line is to change. ${rest}`, options.columns)];
  const names = nameLines(lines);
  const table = listColumns(calibration, changed);
  const paint: Paint = (text, column, row) => {
    const line = changed[row];
    return line !== undefined && table[column]?.head === "Verdict"
      ? paintAs(text, VERDICT_COLOURS[line.verdict], options)
      : text;
  };
  const figures = changed.map((line) => ({
    name: names.get(line.id) ?? line.label,
    figures: [
      writtenEstimateOf(line),
      line.winRateWith,
      line.winRateWithout,
      line.stability,
      ...(feedback === null ? [] : [line.salesAccepted]),
      ...(hasVoices(calibration) ? [writtenSalesOf(line)] : []),
    ],
  }));
  return [
    ...head,
    ...layTable(table, options.columns, paint),
    ...explainUnknown(figures, options),
    ...wrapText(
      `${nameTeachers(calibration)}: ${hasShare(calibration) ? "by deals and feedback, " : ""}95% interval, in the points or stars of the line. Stable: share of resampled histories that move it the same way. ${rest}`,
      options.columns,
    ),
  ];
}

function listColumns(
  calibration: Calibration,
  changed: readonly CalibrationLine[],
): readonly TextColumn[] {
  const { lines, feedback } = calibration;
  const names = nameLines(lines);
  const column = (head: string, rank: number, cell: (line: CalibrationLine) => string) => ({
    head,
    rank,
    cells: changed.map(cell),
  });
  const right = { align: "right" } as const;
  return [
    {
      ...column("Line", 9, (line) => plainText(names.get(line.id) ?? line.label)),
      least: LEAST_NAME,
    },
    { ...column("Now → new", 9, nameChange), ...right },
    { ...column(nameTeachers(calibration), 6, showSaid), ...right },
    { ...column("Deals", 5, (line) => formatNumber(line.leads)), ...right },
    { ...column("Won with", 4, (line) => showShare(line.winRateWith)), ...right },
    { ...column("without", 3, (line) => showShare(line.winRateWithout)), ...right },
    { ...column("Stable", 5, (line) => showShare(line.stability)), ...right },
    ...(feedback === null
      ? []
      : [{ ...column("Sales", 2, (line) => showShare(line.salesAccepted)), ...right }]),
    ...(hasVoices(calibration) ? [{ ...column("Sales says", 2, showSales), ...right }] : []),
    column("Verdict", 8, nameVerdict),
  ];
}

function nameVerdict({ verdict }: CalibrationLine): string {
  const { sign, word } = VERDICTS[verdict];
  return `${sign} ${word.replace(" evidence", "")}`;
}

function showSaid(line: CalibrationLine): string {
  const said = writtenEstimateOf(line);
  return isEstimated(said) ? formatRange(said, formatWritten(line)) : UNKNOWN;
}

function hasVoices({ lines }: Calibration): boolean {
  return lines.some(({ voices }) => voices !== undefined);
}

function showSales(line: CalibrationLine): string {
  const said = writtenSalesOf(line);
  return isEstimated(said) ? formatRange(said, formatWritten(line)) : UNKNOWN;
}

function showShare(rate: Estimable<{ readonly value: number }>): string {
  return isEstimated(rate) ? formatShare(rate.value, 0) : UNKNOWN;
}
