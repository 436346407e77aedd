import type { Chart } from "../../charts/chart.ts";
import type { Theme } from "../../palette.ts";
import type { AbFindings } from "../findings.ts";
import { chartCalibrationDrift, chartPeriods, chartPower } from "./courses.ts";
import { chartExperiments } from "./experiments.ts";
import { chartSegments } from "./segments.ts";
import { chartGains, chartReliability } from "./whole.ts";

const CHARTS = [
  chartExperiments,
  chartGains,
  chartReliability,
  chartSegments,
  chartPeriods,
  chartPower,
  chartCalibrationDrift,
];

/**
 * The pictures of the report of rules against model, with their data inside, in the order of the
 * page; pictures that would be empty are left out. Ids, titles and descriptions are the same in both
 * themes.
 */
export function buildCharts(findings: AbFindings, theme: Theme): readonly Chart[] {
  return CHARTS.flatMap((build) => {
    const chart = build(findings, theme);
    return chart === null ? [] : [chart];
  });
}
