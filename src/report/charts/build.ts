import type { Calibration } from "../calibration.ts";
import type { Theme } from "../palette.ts";
import { chartChangeCurve } from "./change-curve.ts";
import type { Chart } from "./chart.ts";
import { chartDistributions } from "./distributions.ts";
import { chartGains } from "./gains.ts";
import { chartGrades } from "./grades.ts";
import { chartLines } from "./lines.ts";
import { chartReliability } from "./reliability.ts";
import { chartWeeklyVolumes } from "./weekly-volumes.ts";

const CHARTS = [
  chartLines,
  chartChangeCurve,
  chartGrades,
  chartWeeklyVolumes,
  chartGains,
  chartReliability,
  chartDistributions,
];

/**
 * The pictures of a report as Vega-Lite specs, with their data inside, in the order of the page;
 * pictures that would be empty are left out. Ids, titles and descriptions are the same in both
 * themes.
 */
export function buildCharts(calibration: Calibration, theme: Theme): readonly Chart[] {
  return CHARTS.flatMap((build) => {
    const chart = build(calibration, theme);
    return chart === null ? [] : [chart];
  });
}
