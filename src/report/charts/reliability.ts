import { type Estimable, isEstimated } from "../../statistics/estimate.ts";
import type { Calibration, PictureArm } from "../calibration.ts";
import { formatCount, formatList, formatNumber, formatShare } from "../format.ts";
import { PALETTES, type Theme } from "../palette.ts";
import { CHART_WIDTH, type Chart, chartConfig, type Panel, SCHEMA, styleArm } from "./chart.ts";

/**
 * Foretold probability against the win rate that came: the isotonic (CORP) curve over the band in
 * which chance alone would hold it, and groups of deals as dots; with no such curve, the groups with
 * their Wilson intervals. One panel an arm. Null where neither calibrated rules nor model gave
 * probabilities.
 */
export function chartReliability(calibration: Calibration, theme: Theme): Chart | null {
  const arms = reliabilityArms(calibration);
  return arms.length === 0
    ? null
    : plotReliability(
        arms,
        { says: arms.map((arm) => describeArm(arm, calibration)), unit: "deal" },
        theme,
      );
}

/** Probabilities of one arm, and the win rates that came. */
export type ReliabilityArm = Pick<PictureArm, "arm" | "label" | "reliability" | "corp">;

/**
 * Diagrams beside each other, on the same scale.
 *
 * @param says one sentence an arm
 */
export function plotReliability(
  arms: readonly ReliabilityArm[],
  { says, unit }: { readonly says: readonly string[]; readonly unit: "deal" | "lead" },
  theme: Theme,
): Chart {
  const ends = arms.flatMap(({ reliability, corp }) => [
    ...reliability.flatMap((bin) => [bin.predicted, bin.observed]),
    ...corp.flatMap((point) => [point.predicted, point.observed, point.high]),
  ]);
  const most = Math.min(1, Math.ceil(10 * Math.max(...ends)) / 10);
  return {
    id: "reliability",
    title: "Do the probabilities come true?",
    description: `${says.join(" ")} On the diagonal they come true as foretold; above it more ${unit}s were won than foretold, below it fewer. Point by point, the shaded band holds the curve in 95% of like histories if every probability is right; dots are groups of ${unit}s of about equal size.`,
    spec: {
      $schema: SCHEMA,
      config: chartConfig(theme),
      spacing: 20,
      hconcat: arms.map((arm) => panelOf(arm, most, theme)),
    },
  };
}

/** The arms whose probabilities are held against what came: the calibrated rules and the model. */
export function reliabilityArms(calibration: Calibration): readonly PictureArm[] {
  return calibration.pictures.filter(
    ({ arm, reliability, corp }) =>
      (arm === "rulesCalibrated" || arm === "model") && reliability.length + corp.length > 0,
  );
}

type Layer = Extract<Panel, { readonly layer: unknown }>["layer"][number];

function panelOf(arm: ReliabilityArm, most: number, theme: Theme): Panel {
  const scale = { domain: [0, most], nice: false };
  const axis = { format: ".0%", tickCount: 5 };
  const side = (CHART_WIDTH - 145) / 2;
  return {
    title: { text: arm.label, limit: side + 40 },
    width: side,
    height: side,
    layer: [
      ...(arm.corp.length > 0 ? layCurve(arm, theme) : layIntervals(arm, theme)),
      {
        data: {
          values: [
            { predicted: 0, observed: 0 },
            { predicted: most, observed: most },
          ],
        },
        mark: { type: "line", color: PALETTES[theme].muted, strokeDash: [4, 4], strokeWidth: 1 },
        encoding: {
          x: { field: "predicted", type: "quantitative", scale, axis, title: "foretold" },
          y: { field: "observed", type: "quantitative", scale, axis, title: "won" },
        },
      },
      {
        data: { values: [...arm.reliability] },
        mark: {
          type: "point",
          filled: true,
          size: 40,
          opacity: 1,
          color: styleArm(arm.arm, theme).colour,
        },
        encoding: { x: PREDICTED, y: { field: "observed", type: "quantitative" } },
      },
    ],
  };
}

const PREDICTED = { field: "predicted", type: "quantitative" } as const;
const BETWEEN = { y: { field: "low", type: "quantitative" }, y2: { field: "high" } } as const;

function layCurve({ arm, corp }: ReliabilityArm, theme: Theme): Layer[] {
  const data = { values: [...corp] };
  return [
    {
      data,
      mark: { type: "area", color: PALETTES[theme].accentSoft, opacity: 0.5 },
      encoding: { x: PREDICTED, ...BETWEEN },
    },
    {
      data,
      mark: { type: "line", color: styleArm(arm, theme).colour, strokeWidth: 2 },
      encoding: { x: PREDICTED, y: { field: "observed", type: "quantitative" } },
    },
  ];
}

function layIntervals({ arm, reliability }: ReliabilityArm, theme: Theme): Layer[] {
  const { colour } = styleArm(arm, theme);
  return [
    {
      data: { values: [...reliability] },
      mark: { type: "rule", color: colour, strokeWidth: 2.5, opacity: 0.5 },
      encoding: { x: PREDICTED, ...BETWEEN },
    },
  ];
}

function describeArm(arm: PictureArm, { arms }: Calibration): string {
  const { deals, corp } = arm.arm === "model" ? arms.model.judge : arms.rulesCalibrated.judge;
  return describeReliability(arm, { n: deals, corp, unit: "deal" });
}

/** Whether an arm's probabilities come true, in a sentence. */
export function describeReliability(
  arm: ReliabilityArm,
  { n, corp, unit }: Judged & { readonly unit: "deal" | "lead" },
): string {
  const says = arm.corp.length > 0 ? describeCurve(arm, unit) : describeGroups(arm);
  const part = isEstimated(corp)
    ? `, miscalibration ${formatNumber(corp.miscalibration, 4)} of the Brier score`
    : "";
  return `${arm.label} (${formatCount(n, unit)}): ${says}${part}.`;
}

interface Judged {
  readonly n: number;
  readonly corp: Estimable<{ readonly miscalibration: number }>;
}

const MOST_RUNS = 3;

/** Where the curve leaves its band; the points are quantiles, so that each stands for as many deals. */
function describeCurve({ corp }: ReliabilityArm, unit: string): string {
  const outside = corp.filter(isOutside);
  if (outside.length === 0) return "the curve lies within its band everywhere";
  const runs = findRuns(corp);
  const where = runs
    .slice(0, MOST_RUNS)
    .map((ends) => [...new Set(ends.map((p) => formatShare(p, 0)))].join(" to "));
  const more =
    runs.length > MOST_RUNS ? [`${formatNumber(runs.length - MOST_RUNS)} more places`] : [];
  return `the curve leaves its band at ${formatList([...where, ...more])} foretold, for ${formatShare(outside.length / corp.length, 0)} of the ${unit}s, where chance alone would for about 5%`;
}

type Point = PictureArm["corp"][number];

function isOutside({ observed, low, high }: Point): boolean {
  return observed < low || observed > high;
}

/** First and last prediction of each run of points outside the band. */
function findRuns(corp: readonly Point[]): readonly (readonly [first: number, last: number])[] {
  return corp.flatMap((point, i) => {
    if (!isOutside(point) || (i > 0 && isOutside(corp[i - 1]!))) return [];
    const end = corp.findIndex((each, k) => k > i && !isOutside(each));
    return [[point.predicted, corp[end === -1 ? corp.length - 1 : end - 1]!.predicted] as const];
  });
}

function describeGroups({ reliability }: ReliabilityArm): string {
  const held = reliability.filter(
    ({ predicted, low, high }) => predicted >= low && predicted <= high,
  );
  return `in ${formatCount(held.length, "group")} of ${reliability.length} the probability lies within the 95% interval of what came`;
}
