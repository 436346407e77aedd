import { voiceVerdicts } from "../../src/feedback/voices.ts";
import type { CalibrationLine } from "../../src/report/calibration.ts";

/** A win rate with a Wald interval, which is near enough for pictures and tables. */
export function rateOf(won: number, n: number) {
  if (n === 0) return { notEstimable: "no deals have it" };
  const value = won / n;
  const half = 1.96 * Math.sqrt((value * (1 - value)) / n);
  return { value, low: Math.max(0, value - half), high: Math.min(1, value + half), n };
}

type LineSketch = Pick<
  CalibrationLine,
  "id" | "label" | "bucket" | "characteristic" | "axis" | "verdict" | "reason"
> & {
  readonly points: readonly [current: number, recommended: number];
  readonly says: readonly [estimate: number, halfWidth: number] | null;
  readonly deals: readonly [leads: number, won: number];
  readonly sales?: readonly [accepted: number, entries: number];
  readonly unit?: "stars";
  /** Log loss saved and its half-width, in ten-thousandths; resampled histories of 200 that agree. */
  readonly change?: readonly [saved: number, halfWidth: number, stable: number];
  readonly standsInFor?: readonly string[];
  readonly differs?: CalibrationLine["differs"];
  readonly dealsNeeded?: number;
};

const SKETCHES: readonly LineSketch[] = [
  {
    id: "title-director",
    label: "Director or above",
    bucket: "Demographic",
    characteristic: "Job title",
    axis: "fit",
    points: [10, 22],
    says: [24.1, 5.2],
    deals: [1284, 742],
    sales: [96, 131],
    verdict: "raise",
    reason: "Deals with a director were won far more often than 10 points say.",
    change: [212, 61, 200],
    dealsNeeded: 1480,
  },
  {
    id: "title-student",
    label: "Student or intern",
    bucket: "Demographic",
    characteristic: "Job title",
    axis: "fit",
    points: [5, -12],
    says: [-14.6, 6.1],
    deals: [622, 61],
    sales: [9, 54],
    verdict: "turn-round",
    reason: "The scorecard adds points where the deals speak against the lead.",
    change: [187, 55, 199],
    dealsNeeded: 2210,
  },
  {
    id: "title-unknown",
    label: "Unknown",
    bucket: "Demographic",
    characteristic: "Job title",
    axis: "fit",
    points: [0, 0],
    says: [-0.8, 3.4],
    deals: [1877, 688],
    sales: [70, 142],
    verdict: "keep",
    reason: "What the deals say agrees with no points.",
  },
  {
    id: "size-mid",
    label: "200 to 2,000 employees",
    bucket: "Firmographic",
    characteristic: "Company size",
    axis: "fit",
    points: [15, 9],
    says: [8.2, 3.3],
    deals: [2410, 1012],
    sales: [120, 201],
    verdict: "lower",
    reason: "Worth having, but not 15 points.",
    change: [12, 9, 171],
    standsInFor: ["size-large"],
  },
  {
    id: "size-large",
    label: "More than 2,000 employees",
    bucket: "Firmographic",
    characteristic: "Company size",
    axis: "fit",
    points: [20, 20],
    says: [18.7, 6.8],
    deals: [804, 431],
    sales: [61, 80],
    verdict: "keep",
    reason: "The interval holds the 20 points of today.",
    standsInFor: ["size-mid"],
  },
  {
    id: "size-unknown",
    label: "Unknown",
    bucket: "Firmographic",
    characteristic: "Company size",
    axis: "fit",
    points: [0, -3],
    says: [-3.9, 2.6],
    deals: [2933, 958],
    verdict: "lower",
    reason: "Leads that leave the company size out were won less often.",
    change: [5, 6, 148],
  },
  {
    id: "industry-software",
    label: "Software & services",
    bucket: "Firmographic",
    characteristic: "Industry",
    axis: "fit",
    points: [8, 0],
    says: [0.4, 2.9],
    deals: [1520, 592],
    sales: [88, 160],
    verdict: "drop",
    reason: "No difference that the deals can see.",
    change: [21, 12, 183],
    differs: [
      { by: "time", level: null, difference: { value: -3.1, low: -5.8, high: -0.4 } },
      { by: "Region", level: "North", difference: { value: 4.2, low: 0.6, high: 7.8 } },
    ],
  },
  {
    id: "country-home",
    label: "Home market",
    bucket: "Geographic",
    characteristic: "Country",
    axis: "fit",
    points: [12, 12],
    says: [11.3, 2.7],
    deals: [5120, 2230],
    sales: [260, 402],
    verdict: "keep",
    reason: "The interval holds the 12 points of today.",
  },
  {
    id: "country-antarctica",
    label: "Antarctica",
    bucket: "Geographic",
    characteristic: "Country",
    axis: "fit",
    points: [-25, -25],
    says: null,
    deals: [0, 0],
    verdict: "too-little-evidence",
    reason: "No deal of the history has this line.",
  },
  {
    id: "pain-stars",
    label: "Names a pressing need",
    bucket: "Psychographic",
    characteristic: "Need",
    axis: "fit",
    points: [12, 20],
    says: [19.2, 7.4],
    deals: [412, 268],
    sales: [44, 50],
    unit: "stars",
    verdict: "raise",
    reason: "Two stars more than today fit the deals better.",
    change: [34, 19, 178],
  },
  {
    id: "visit-pricing",
    label: "Pricing page visit",
    bucket: "Behavioral",
    characteristic: "Website",
    axis: "engagement",
    points: [10, 18],
    says: [18.9, 3.1],
    deals: [2140, 1204],
    sales: [151, 196],
    verdict: "raise",
    reason: "Each counted visit goes with more wins than 10 points say.",
    change: [301, 74, 200],
  },
  {
    id: "email-open",
    label: "Marketing email opened, any campaign of the last twelve months",
    bucket: "Behavioral",
    characteristic: "Email",
    axis: "engagement",
    points: [5, 1],
    says: [0.9, 1.4],
    deals: [6204, 2455],
    sales: [312, 640],
    verdict: "lower",
    reason: "Opens hardly tell won from lost deals.",
    change: [58, 22, 196],
    standsInFor: ["visit-pricing"],
  },
  {
    id: "webinar",
    label: "Webinar attended",
    bucket: "Behavioral",
    characteristic: "Events",
    axis: "engagement",
    points: [15, 14],
    says: [9.5, 71.2],
    deals: [14, 7],
    sales: [2, 3],
    verdict: "too-little-evidence",
    reason: "Only 14 deals have it; the hand-set points stand, but for rounding.",
    change: [-1, 4, 104],
    dealsNeeded: 61200,
  },
  {
    id: "inactive",
    label: "Months of inactivity",
    bucket: "Behavioral",
    characteristic: "Inactivity",
    axis: "engagement",
    points: [-5, -9],
    says: [-9.4, 2.2],
    deals: [3012, 702],
    sales: [101, 290],
    verdict: "lower",
    reason: "Silent leads cool faster than 5 points a month.",
    change: [77, 30, 197],
  },
];

export const DEALS = 9240;
export const WON = 3561;

function toLine(sketch: LineSketch, index: number): CalibrationLine {
  const {
    points,
    says,
    deals,
    sales,
    unit = "points",
    change,
    standsInFor = [],
    differs = [],
    dealsNeeded,
    ...names
  } = sketch;
  const nothing = { notEstimable: "no deal has this line" };
  const perUnit = unit === "stars" ? 4 : 1;
  return {
    ...names,
    unit,
    current: points[0],
    recommended: points[1],
    currentWritten: points[0] / perUnit,
    recommendedWritten: points[1] / perUnit,
    perWritten: perUnit,
    estimate: says === null ? nothing : says[0],
    low: says === null ? nothing : says[0] - says[1],
    high: says === null ? nothing : says[0] + says[1],
    leads: deals[0],
    won: deals[1],
    winRateWith: rateOf(deals[1], deals[0]),
    winRateWithout: rateOf(WON - deals[1], DEALS - deals[0]),
    salesAccepted:
      sales === undefined ? { notEstimable: "no feedback on it" } : rateOf(sales[0], sales[1]),
    voices: toVoices(sketch, index),
    gain: change === undefined ? { notEstimable: "it does not change" } : toGain(change),
    stability: change === undefined ? NOT_RESAMPLED : rateOf(change[2], 200),
    standsInFor: [...standsInFor],
    differs: [...differs],
    dealsNeeded: dealsNeeded ?? { notEstimable: "the deals say enough of it" },
  };
}

/** Every verdict that voices come to, one line after another. */
function toVoices({ points, says, sales }: LineSketch, index: number): CalibrationLine["voices"] {
  const about = (value: number, half: number) => ({ value, low: value - half, high: value + half });
  const silent = { notEstimable: "No lead with feedback has it." };
  return {
    deals: says === null ? { notEstimable: "No deal has it." } : about(says[0], says[1]),
    sales: sales === undefined ? silent : about(points[0] + (index % 5), 4.2),
    heard: sales?.[1] ?? 0,
    reps: sales === undefined ? 0 : 12,
    accepted:
      sales === undefined
        ? { notEstimable: "no feedback on such leads" }
        : about(sales[0] / sales[1], 0.06),
    dealsStance: "more",
    salesStance: "with",
    verdict: voiceVerdicts[index % voiceVerdicts.length]!,
  };
}

const NOT_RESAMPLED = { notEstimable: "too few deals have it to draw histories anew" };

function toGain([saved, halfWidth]: readonly [number, number, number]): CalibrationLine["gain"] {
  const about = (value: number, half: number) => ({ value, low: value - half, high: value + half });
  const auc = { ...about(saved * 2e-4, halfWidth * 2.4e-4), pValue: 0.0021 };
  return {
    logLoss: about(saved * 1e-4, halfWidth * 1e-4),
    auc: saved > 0 ? auc : { notEstimable: "both order all deals alike" },
  };
}

/** Fourteen lines in all six verdicts; one that no deal has, one on stars, two of one label. */
export function buildLines(): CalibrationLine[] {
  return SKETCHES.map(toLine);
}
