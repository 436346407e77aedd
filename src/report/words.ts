import {
  type Estimable,
  type Interval,
  isEstimated,
  notEstimable,
} from "../statistics/estimate.ts";
import type { Calibration, CalibrationLine, Judge, Verdict } from "./calibration.ts";
import { type FormatValue, formatCount, formatNumber, formatPoints } from "./format.ts";

/** What a verdict is called, and the sign that tells it apart without colour. */
export const VERDICTS: Readonly<Record<Verdict, { readonly word: string; readonly sign: string }>> =
  {
    raise: { word: "raise", sign: "▲" },
    lower: { word: "lower", sign: "▼" },
    drop: { word: "drop", sign: "×" },
    "turn-round": { word: "turn round", sign: "↕" },
    keep: { word: "keep", sign: "=" },
    "too-little-evidence": { word: "too little evidence", sign: "?" },
  };

export const ANSWERS: Readonly<Record<Calibration["verdict"]["answer"], string>> = {
  better: "The learned weights are better",
  worse: "The learned weights are worse",
  "no-clear-difference": "No clear difference",
  "not-estimable": "This history cannot tell",
};

const SET_ASIDE: Readonly<Record<string, string>> = {
  deleted: "marked as deleted",
  immature: "too young to have been decided",
  "decided-before-moment": "decided before the moment at which leads are scored",
  "no-moment": "without the date at which they would have been scored",
};

const LEAK_REASONS: Readonly<Record<string, string>> = {
  name: "its name says that it is filled in afterwards",
  "tells-outcome": "it tells the outcome too well",
  "filled-for-one-outcome": "it is filled in for one outcome only",
  "decides-alone": "some of its values settle the outcome",
  "after-outcome": "it holds dates of the outcome or after it",
  "grows-with-time": "it goes on counting until the deal closes or the file is exported",
  "trailing-digits": "how round its numbers are tells the outcome",
};

export function nameSetAside(reason: string): string {
  return SET_ASIDE[reason] ?? reason;
}

export function nameLeakReason(reason: string): string {
  return LEAK_REASONS[reason] ?? reason;
}

/** `Inbound, version 3`, with how many scorecards more there are in its set. */
export function nameScorecards(calibration: Calibration): string {
  const { name, version } = calibration.scorecard;
  return `${name}, version ${version}${countOthers(calibration)}`;
}

/** `, and 1 more scorecard`, or nothing where the scorecard stands alone. */
export function countOthers({ grades }: Pick<Calibration, "grades">): string {
  const others = new Set(grades.map(({ scorecard }) => scorecard)).size - 1;
  return others > 0 ? `, and ${formatCount(others, "more scorecard")}` : "";
}

/** Whether the recommendation writes something else on the scorecard than stands there. */
export function isChanged(line: CalibrationLine): boolean {
  return line.currentWritten !== line.recommendedWritten;
}

/** Changed lines, the largest change in effective points first. */
export function changedLines(calibration: Pick<Calibration, "lines">): readonly CalibrationLine[] {
  return calibration.lines.filter(isChanged).toSorted((a, b) => changeOf(b) - changeOf(a));
}

/** Size of a recommended change in effective points. */
export function changeOf(line: CalibrationLine): number {
  return Math.abs(line.recommended - line.current);
}

/** What the deals say of a line, in effective points, or the reason why they say nothing. */
export function estimateOf(line: CalibrationLine): Estimable<Interval> {
  const { estimate, low, high } = line;
  if (!isEstimated(estimate)) return estimate;
  if (!isEstimated(low)) return low;
  return isEstimated(high) ? { value: estimate, low, high } : high;
}

/**
 * What the deals say of a line in the unit that it is written in, points or stars, so that it compares
 * with the written points; or the reason why they say nothing.
 */
export function writtenEstimateOf(line: CalibrationLine): Estimable<Interval> {
  const effective = estimateOf(line);
  const { perWritten } = line;
  if (!isEstimated(effective)) return effective;
  if (perWritten === 0) return notEstimable("The weight of its bucket is 0, so it moves no score.");
  const { value, low, high } = effective;
  return { value: value / perWritten, low: low / perWritten, high: high / perWritten };
}

/** Formats what the deals say of a line in its written unit, to one decimal. */
export function formatWritten({ unit }: CalibrationLine): FormatValue {
  return (value) => `${formatNumber(value, 1)}${unit === "stars" ? "★" : ""}`;
}

/** Whether a written point of the line is a point of the score. */
export function isEffective({ perWritten }: CalibrationLine): boolean {
  return perWritten === 1;
}

/** `10 → 18`, or `10` where it stays, with the unit where it is stars. */
export function nameChange(line: CalibrationLine): string {
  const write = (points: number) => `${formatPoints(points)}${line.unit === "stars" ? "★" : ""}`;
  const now = write(line.currentWritten);
  return isChanged(line) ? `${now} → ${write(line.recommendedWritten)}` : now;
}

/**
 * Lines by id, each with a name that no other line of the calibration has. The characteristic goes
 * before a label that is repeated or has fewer than two longer words, such as `Unknown` or `1 to 3`.
 */
export function nameLines(lines: readonly CalibrationLine[]): ReadonlyMap<string, string> {
  const labels = findRepeated(lines.map((line) => line.label));
  const qualify = ({ label, characteristic }: CalibrationLine) =>
    label.startsWith(characteristic) || (!labels.has(label) && isTelling(label))
      ? label
      : `${characteristic}: ${label}`;
  const names = findRepeated(lines.map(qualify));
  return new Map(
    lines.map((line) => {
      const name = qualify(line);
      return [line.id, names.has(name) ? `${name} (${line.id})` : name];
    }),
  );
}

function isTelling(label: string): boolean {
  return (label.match(/\p{L}{4,}/gu)?.length ?? 0) >= 2;
}

function findRepeated(names: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>();
  return new Set(names.filter((name) => seen.has(name) || !seen.add(name)));
}

/** The arms in the order in which they are read, each with its key in the document. */
export function listArms(
  calibration: Calibration,
): readonly { readonly key: string; readonly label: string; readonly judge: Judge }[] {
  const { rules, rulesCalibrated, model, recommended, naiveBayes, existingScore } =
    calibration.arms;
  return [
    { key: "rules", ...rules },
    { key: "rulesCalibrated", ...rulesCalibrated },
    { key: "recommended", ...recommended },
    { key: "model", ...model },
    { key: "naiveBayes", ...naiveBayes },
    ...(existingScore === undefined ? [] : [{ key: "existingScore", ...existingScore }]),
  ];
}
