import { isEstimated } from "../../statistics/estimate.ts";
import type { Calibration } from "../calibration.ts";
import { formatNumber, formatSigned } from "../format.ts";
import { PALETTES, type Theme } from "../palette.ts";
import { listSteps, type Step } from "../sentences/change-curve.ts";
import { CHART_WIDTH, type Chart, chartConfig, SCHEMA } from "./chart.ts";

const signed = (value: number): string => formatSigned(value, 4);

interface Point {
  readonly count: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Log loss against no change, by how many lines may change, with the interval of each. Null where
 * fewer than two steps have a figure.
 */
export function chartChangeCurve(calibration: Calibration, theme: Theme): Chart | null {
  const steps = listSteps(calibration);
  const points = steps.flatMap(({ count, deltaLogLoss }): Point[] =>
    isEstimated(deltaLogLoss) ? [{ count, ...deltaLogLoss }] : [],
  );
  if (points.length < 2) return null;
  const { accent, accentSoft, ink } = PALETTES[theme];
  const x = {
    field: "count",
    type: "quantitative" as const,
    axis: { tickMinStep: 1, format: "d", grid: false },
    title: "lines that change",
  };
  const y = (field: "value" | "low") => ({
    field,
    type: "quantitative" as const,
    axis: { tickCount: 6 },
    title: "log loss against no change",
  });
  return {
    id: "change-curve",
    title: "What each further change brings",
    description: describe(steps),
    spec: {
      $schema: SCHEMA,
      config: chartConfig(theme),
      width: CHART_WIDTH - 80,
      height: 260,
      data: { values: points },
      layer: [
        {
          mark: { type: "area", color: accentSoft, opacity: 0.55 },
          encoding: { x, y: y("low"), y2: { field: "high" } },
        },
        {
          data: { values: [{ none: 0 }] },
          mark: { type: "rule", color: ink, strokeDash: [4, 4], strokeWidth: 1 },
          encoding: { y: { field: "none", type: "quantitative" } },
        },
        {
          mark: { type: "rule", color: accent, strokeWidth: 2.5, opacity: 0.55 },
          encoding: { x, y: y("low"), y2: { field: "high" } },
        },
        {
          mark: {
            type: "line",
            color: accent,
            strokeWidth: 2.25,
            point: { filled: true, color: accent, size: 60 },
          },
          encoding: { x, y: y("value") },
        },
      ],
    },
  };
}

function describe(steps: readonly Step[]): string {
  const values = steps
    .filter(({ count }) => count > 0)
    .map(
      ({ count, deltaLogLoss }) =>
        `${formatNumber(count)}: ${isEstimated(deltaLogLoss) ? signed(deltaLogLoss.value) : "none"}`,
    );
  return `Log loss against no change, by the number of lines that change: ${values.join(", ")}. Bars and band are the 95% interval of each step; below the dashed line the changed scorecard predicts better than today's.`;
}
