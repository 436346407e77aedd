import type { Calibration, PictureArm } from "../calibration.ts";
import { formatCount, formatShare } from "../format.ts";
import { PALETTES, type Theme } from "../palette.ts";
import { CHART_WIDTH, type Chart, chartConfig, type Panel, SCHEMA, styleArm } from "./chart.ts";

/**
 * Foretold probability against the win rate that came, with Wilson intervals and the diagonal, one
 * panel an arm. Null where neither the calibrated rules nor the model gave probabilities.
 */
export function chartReliability(calibration: Calibration, theme: Theme): Chart | null {
  const arms = reliabilityArms(calibration);
  if (arms.length === 0) return null;
  const ends = arms.flatMap(({ reliability }) =>
    reliability.flatMap((bin) => [bin.predicted, bin.high]),
  );
  const most = Math.min(1, Math.ceil(10 * Math.max(...ends)) / 10);
  return {
    id: "reliability",
    title: "Do the probabilities come true?",
    description: `${arms.map(describeArm).join(" ")} Points on the diagonal came true as foretold; above it more deals were won than foretold, below it fewer. Bars are 95% intervals.`,
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
    ({ arm, reliability }) =>
      (arm === "rulesCalibrated" || arm === "model") && reliability.length > 0,
  );
}

function panelOf(arm: PictureArm, most: number, theme: Theme): Panel {
  const { colour } = styleArm(arm.arm, theme);
  const { muted } = PALETTES[theme];
  const scale = { domain: [0, most], nice: false };
  const axis = { format: ".0%", tickCount: 5 };
  const side = (CHART_WIDTH - 145) / 2;
  return {
    title: { text: arm.label, limit: side + 40 },
    width: side,
    height: side,
    layer: [
      {
        data: { values: [{ from: 0, to: most }] },
        mark: { type: "rule", color: muted, strokeDash: [4, 4] },
        encoding: {
          x: { field: "from", type: "quantitative", scale, axis, title: "foretold" },
          y: { field: "from", type: "quantitative", scale, axis, title: "won" },
          x2: { field: "to" },
          y2: { field: "to" },
        },
      },
      {
        data: { values: [...arm.reliability] },
        mark: { type: "rule", color: colour, strokeWidth: 2.5, opacity: 0.5 },
        encoding: {
          x: { field: "predicted", type: "quantitative", scale },
          y: { field: "low", type: "quantitative", scale },
          y2: { field: "high" },
        },
      },
      {
        data: { values: [...arm.reliability] },
        mark: { type: "line", color: colour, strokeWidth: 1, opacity: 0.6 },
        encoding: {
          x: { field: "predicted", type: "quantitative", scale },
          y: { field: "observed", type: "quantitative", scale },
        },
      },
      {
        data: { values: [...arm.reliability] },
        mark: { type: "point", filled: true, size: 45, opacity: 1, color: colour },
        encoding: {
          x: { field: "predicted", type: "quantitative", scale },
          y: { field: "observed", type: "quantitative", scale },
        },
      },
    ],
  };
}

function describeArm({ label, reliability }: PictureArm): string {
  const missed = reliability.filter((bin) => bin.predicted < bin.low || bin.predicted > bin.high);
  const distance = (bin: (typeof reliability)[number]) => Math.abs(bin.predicted - bin.observed);
  const worst = reliability.toSorted((a, b) => distance(b) - distance(a))[0];
  const farthest =
    worst === undefined
      ? ""
      : ` Farthest off: ${formatShare(worst.predicted)} foretold, ${formatShare(worst.observed)} won, of ${formatCount(worst.n, "deal")}.`;
  return `${label}: in ${formatCount(reliability.length - missed.length, "group")} of ${reliability.length} the probability lies within the interval of what came.${farthest}`;
}
