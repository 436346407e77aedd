import { isEstimated } from "../../statistics/estimate.ts";
import type { Calibration, CalibrationLine, CalibrationThreshold } from "../calibration.ts";
import {
  formatCount,
  formatEstimate,
  formatInterval,
  formatNumber,
  formatPoints,
  formatPValue,
  formatRate,
  formatShare,
  formatSigned,
} from "../format.ts";
import { describeCurve } from "../sentences/change-curve.ts";
import { describeSetting, nameAmong } from "../sentences/thresholds.ts";
import { nameTeachers, VOICE_VERDICTS, writtenSalesOf } from "../voices.ts";
import {
  changedLines,
  formatWritten,
  nameChange,
  nameLines,
  VERDICTS,
  writtenEstimateOf,
} from "../words.ts";
import { escapeMarkdown, layMarkdown, type MarkdownColumn } from "./page.ts";

const percent = (share: number): string => formatShare(share, 0);
const one = (value: number): string => formatNumber(value, 1);
const four = (value: number): string => formatSigned(value, 4);

/** The lines to change, the largest change first, then how many stay, and how many it takes. */
export function writeChanges(calibration: Calibration): readonly string[] {
  const changed = changedLines(calibration);
  const kept = calibration.lines.length - changed.length;
  const curve = describeCurve(calibration);
  return [
    "## Recommended changes",
    changed.length === 0
      ? "No line is to change."
      : layMarkdown(changed, listChangeColumns(calibration)),
    `${formatCount(kept, "line")} ${kept === 1 ? "stays as it is" : "stay as they are"}. Ranges are 95% intervals; stable is the share of resampled histories that change the line in the same direction.`,
    ...(curve === null ? [] : [escapeMarkdown(curve)]),
  ];
}

const SALES: MarkdownColumn<CalibrationLine> = {
  head: "Sales says",
  align: "right",
  cell: (line) =>
    line.voices === undefined
      ? "–"
      : `${formatInterval(writtenSalesOf(line), formatWritten(line))}; ${VOICE_VERDICTS[line.voices.verdict].word}`,
};

function listChangeColumns(calibration: Calibration): readonly MarkdownColumn<CalibrationLine>[] {
  const names = nameLines(calibration.lines);
  return [
    { head: "Line", cell: (line) => names.get(line.id) ?? line.label },
    { head: "Now → new", align: "right", cell: nameChange },
    {
      head: nameTeachers(calibration),
      align: "right",
      cell: (line) => formatInterval(writtenEstimateOf(line), formatWritten(line)),
    },
    {
      head: "Win rate with it",
      align: "right",
      cell: (line) => formatRate(line.winRateWith, percent),
    },
    {
      head: "Log loss saved",
      align: "right",
      cell: ({ gain }) =>
        isEstimated(gain) ? formatInterval(gain.logLoss, four) : formatEstimate(gain, four),
    },
    ...(calibration.lines.some(({ voices }) => voices !== undefined) ? [SALES] : []),
    { head: "Stable", align: "right", cell: ({ stability }) => formatRate(stability, percent) },
    { head: "Verdict", cell: ({ verdict, reason }) => `${VERDICTS[verdict].word}: ${reason}` },
  ];
}

/** Each threshold now and as recommended; nothing where there are none. */
export function writeThresholds({ thresholds }: Calibration): readonly string[] {
  if (thresholds.length === 0) return [];
  type Row = CalibrationThreshold["now"] & { readonly name: string; readonly cut: string };
  const rows = thresholds.flatMap((each): Row[] => [
    { ...each.now, name: `${nameAmong(each, thresholds)}, now`, cut: formatPoints(each.current) },
    {
      ...each,
      name: `${nameAmong(each, thresholds)}, new (${describeSetting(each)})`,
      cut: isEstimated(each.recommended) ? formatPoints(each.recommended) : "–",
    },
  ]);
  return [
    "## Thresholds",
    layMarkdown(rows, [
      { head: "Threshold", cell: ({ name }) => name },
      { head: "Cut", align: "right", cell: ({ cut }) => cut },
      { head: "Deals that pass", align: "right", cell: ({ share }) => formatRate(share, percent) },
      { head: "Leads a week", align: "right", cell: ({ volume }) => formatInterval(volume, one) },
      { head: "Win rate", align: "right", cell: ({ precision }) => formatRate(precision, percent) },
      {
        head: "Wins missed",
        align: "right",
        cell: ({ missedWins }) => formatRate(missedWins, percent),
      },
    ]),
  ];
}

/** Lines that would add something; nothing where none was looked for. */
export function writeCandidates({ candidates }: Calibration): readonly string[] {
  const { tested, found } = candidates;
  if (tested === 0) return [];
  const tried = `Of ${formatCount(tested, "candidate")} tested`;
  if (found.length === 0)
    return ["## Lines to add", `${tried}, none adds anything that chance would not.`];
  return [
    "## Lines to add",
    layMarkdown(found, [
      { head: "Line", cell: ({ label, characteristic }) => `${characteristic}: ${label}` },
      { head: "Points", align: "right", cell: ({ worth }) => formatInterval(worth, one) },
      {
        head: "Deals",
        align: "right",
        cell: ({ leads, won }) => `${formatNumber(leads)}, ${formatNumber(won)} won`,
      },
      { head: "Adjusted p", align: "right", cell: ({ pValue }) => formatPValue(pValue) },
      {
        head: "Log loss with against without",
        align: "right",
        cell: ({ deltaLogLoss }) => formatInterval(deltaLogLoss, four),
      },
    ]),
    `${tried}; report.html has ${found.length === 1 ? "this line" : "these lines"} ready to paste.`,
  ];
}
