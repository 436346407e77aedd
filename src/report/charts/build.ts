import type { Calibration } from "../calibration.ts";
import type { Theme } from "../palette.ts";
import type { Chart } from "./chart.ts";
import { chartDistributions } from "./distributions.ts";
import { chartGains } from "./gains.ts";
import { chartLines } from "./lines.ts";
import { chartReliability } from "./reliability.ts";

/**
 * The pictures of a report as Vega-Lite specs, with their data inside; pictures that would be empty
 * are left out. Ids, titles and descriptions are the same in both themes.
 */
export function buildCharts(calibration: Calibration, theme: Theme): readonly Chart[] {
  return [chartLines, chartReliability, chartGains, chartDistributions].flatMap((build) => {
    const chart = build(calibration, theme);
    return chart === null ? [] : [chart];
  });
}
