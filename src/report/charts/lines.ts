import { isEstimated } from "../../statistics/estimate.ts";
import type { Calibration, CalibrationLine } from "../calibration.ts";
import { formatCount, formatNumber, formatPoints, formatRange } from "../format.ts";
import { PALETTES, type Theme } from "../palette.ts";
import { changedLines, changeOf, estimateOf, isChanged, nameLines } from "../words.ts";
import { CHART_WIDTH, type Chart, chartConfig, type Panel, SCHEMA } from "./chart.ts";

/** More rows than this cannot be read in one picture; the tables have them all. */
export const MOST_LINES_SHOWN = 40;

/** Room for some 27 letters: without a canvas Vega takes them for wider than they are. */
const LABEL_WIDTH = 262;
/** Cut in the middle: names that begin alike often differ at the end. */
const SHORT_LABEL =
  "length(datum.label) > 27 ? slice(datum.label, 0, 13) + '…' + slice(datum.label, -13) : datum.label";

/** Effective points; null ends where the deals give no interval. */
interface Row {
  readonly name: string;
  readonly bucket: string;
  readonly current: number;
  readonly recommended: number;
  readonly low: number | null;
  readonly high: number | null;
  /** Whether the interval goes on beyond the picture. */
  readonly cutLow: boolean;
  readonly cutHigh: boolean;
}

/**
 * Points before and after for each line, over the interval of what the deals say, in effective
 * points; one panel a bucket, the largest change first. Null where the scorecard has no lines.
 */
export function chartLines(calibration: Calibration, theme: Theme): Chart | null {
  if (calibration.lines.length === 0) return null;
  const shown = chooseLines(calibration);
  const names = nameLines(calibration.lines);
  const domain = boundPoints(shown);
  const rows = shown.map((line) => toRow(line, names.get(line.id) ?? line.label, domain));
  const buckets = [...new Set(rows.map((row) => row.bucket))];
  return {
    id: "lines",
    title: "Points now and recommended",
    description: describe(calibration, shown, names),
    spec: {
      $schema: SCHEMA,
      config: chartConfig(theme),
      spacing: 20,
      resolve: { scale: { x: "shared", fill: "shared", stroke: "shared" } },
      vconcat: buckets.map((bucket) =>
        panelOf(
          bucket,
          rows.filter((row) => row.bucket === bucket),
          { domain, theme, last: bucket === buckets.at(-1) },
        ),
      ),
    },
  };
}

/** The lines that are shown: changed ones before kept ones, then by bucket, then by size of change. */
function chooseLines(calibration: Calibration): readonly CalibrationLine[] {
  const kept = calibration.lines.filter((line) => !isChanged(line));
  const chosen = [...changedLines(calibration), ...kept].slice(0, MOST_LINES_SHOWN);
  const buckets = [...new Set(calibration.lines.map((line) => line.bucket))];
  return chosen.toSorted(
    (a, b) => buckets.indexOf(a.bucket) - buckets.indexOf(b.bucket) || changeOf(b) - changeOf(a),
  );
}

type Domain = readonly [least: number, most: number];

/** Holds 0 and every dot, and of the intervals what lies within twice the dots' reach. */
function boundPoints(lines: readonly CalibrationLine[]): Domain {
  const dots = lines.flatMap((line) => [line.current, line.recommended]);
  const reach = 2 * Math.max(1, ...dots.map(Math.abs));
  const intervals = lines.map(estimateOf).filter(isEstimated);
  const least = Math.min(
    0,
    ...dots,
    Math.max(-reach, Math.min(0, ...intervals.map((interval) => interval.low))),
  );
  const most = Math.max(
    0,
    ...dots,
    Math.min(reach, Math.max(0, ...intervals.map((interval) => interval.high))),
  );
  const margin = 0.03 * Math.max(1, most - least);
  return [least - margin, most + margin];
}

function toRow(line: CalibrationLine, name: string, [least, most]: Domain): Row {
  const { bucket, current, recommended } = line;
  const row = { name, bucket, current, recommended };
  const interval = estimateOf(line);
  if (!isEstimated(interval))
    return { ...row, low: null, high: null, cutLow: false, cutHigh: false };
  const { low, high } = interval;
  const within = (value: number) => Math.min(most, Math.max(least, value));
  return {
    ...row,
    low: within(low),
    high: within(high),
    cutLow: low < least,
    cutHigh: high > most,
  };
}

function panelOf(
  bucket: string,
  rows: readonly Row[],
  { domain, theme, last }: { domain: Domain; theme: Theme; last: boolean },
): Panel {
  const { ink, muted, hairline, paper, accent, accentSoft } = PALETTES[theme];
  const x = {
    type: "quantitative" as const,
    scale: { domain: [...domain], nice: false, zero: false },
    axis: {
      title: last ? "effective points" : null,
      labels: last,
      tickCount: 6,
      domain: false,
      gridColor: { condition: { test: "datum.value === 0", value: muted }, value: hairline },
    },
  };
  const when = { field: "when", type: "nominal" as const };
  const sides = ["now", "recommended"];
  return {
    title: { text: bucket, frame: "group", dx: -LABEL_WIDTH },
    width: CHART_WIDTH - LABEL_WIDTH + 10,
    height: { step: 24 },
    data: { values: [...rows] },
    encoding: {
      y: {
        field: "name",
        type: "nominal",
        sort: null,
        title: null,
        axis: {
          labelExpr: SHORT_LABEL,
          labelLimit: LABEL_WIDTH,
          minExtent: LABEL_WIDTH,
          maxExtent: LABEL_WIDTH,
          labelColor: ink,
          labelFontSize: 12,
          domain: false,
          grid: true,
        },
      },
    },
    layer: [
      {
        transform: [{ filter: "isValid(datum.low)" }],
        mark: { type: "bar", height: 10, cornerRadius: 5, color: accentSoft },
        encoding: { x: { ...x, field: "low" }, x2: { field: "high" } },
      },
      {
        transform: [{ filter: "datum.cutLow" }],
        mark: { type: "point", shape: "triangle-left", filled: true, size: 60, color: muted },
        encoding: { x: { ...x, field: "low" } },
      },
      {
        transform: [{ filter: "datum.cutHigh" }],
        mark: { type: "point", shape: "triangle-right", filled: true, size: 60, color: muted },
        encoding: { x: { ...x, field: "high" } },
      },
      {
        mark: { type: "rule", color: ink, strokeWidth: 1.5 },
        encoding: { x: { ...x, field: "current" }, x2: { field: "recommended" } },
      },
      {
        transform: [
          { calculate: "datum.current", as: "now" },
          { fold: ["now", "recommended"], as: ["when", "points"] },
        ],
        mark: { type: "point", size: 80, opacity: 1, strokeWidth: 2 },
        encoding: {
          x: { ...x, field: "points" },
          fill: { ...when, scale: { domain: sides, range: [paper, accent] } },
          stroke: { ...when, scale: { domain: sides, range: [ink, accent] } },
        },
      },
    ],
  };
}

function describe(
  calibration: Calibration,
  shown: readonly CalibrationLine[],
  names: ReadonlyMap<string, string>,
): string {
  const changed = changedLines(calibration);
  const total = calibration.lines.length;
  const largest = changed.slice(0, 3).map((line) => {
    const interval = estimateOf(line);
    const range = isEstimated(interval)
      ? ` (the deals say ${formatRange(interval, (value) => formatNumber(value, 1))})`
      : "";
    return `${names.get(line.id)} from ${formatPoints(line.current)} to ${formatPoints(line.recommended)}${range}`;
  });
  const sentences = [
    `${formatNumber(changed.length)} of ${formatCount(total, "line")} would change.`,
    largest.length > 0 ? `Largest in effective points: ${largest.join("; ")}.` : "",
    "Open dots are the points of today, filled dots the recommended ones, bars the 95% interval of what the deals say on their own; a triangle marks an interval that goes on beyond the picture.",
    shown.length < total
      ? `The picture shows ${formatCount(shown.length, "line")}; the tables have all ${formatNumber(total)}.`
      : "",
  ];
  return sentences.filter((sentence) => sentence !== "").join(" ");
}
