import type { Calibration } from "../calibration.ts";
import { formatCount, formatDate, formatInterval, formatNumber, formatSigned } from "../format.ts";
import { PALETTES, type Theme } from "../palette.ts";
import { nameThreshold } from "../sentences/back-test.ts";
import { CHART_WIDTH, type Chart, chartConfig, type Panel, SCHEMA } from "./chart.ts";

type Volume = Calibration["backtest"]["volumes"][number];

const ISO = /^\d{4}-\d\d-\d\d/;
const SIDES = ["now", "recommended"];

/**
 * Deals over each threshold week by week, now and as recommended; one panel a threshold. Null where
 * the history has no weeks.
 */
export function chartWeeklyVolumes(
  { backtest, thresholds }: Calibration,
  theme: Theme,
): Chart | null {
  const shown = backtest.volumes
    .map((volume) => ({ ...volume, weekly: volume.weekly.filter(({ week }) => ISO.test(week)) }))
    .filter(({ weekly }) => weekly.length > 1);
  if (shown.length === 0) return null;
  const name = ({ threshold }: Volume) => nameThreshold(threshold, thresholds);
  return {
    id: "weekly-volumes",
    title: "Deals over each threshold, week by week",
    description: `${shown.map((volume) => describe(volume, name(volume))).join(" ")} The first and the last week are seldom whole.`,
    spec: {
      $schema: SCHEMA,
      config: chartConfig(theme),
      spacing: 16,
      resolve: { scale: { color: "shared", strokeDash: "shared" } },
      vconcat: shown.map((volume, i) =>
        panelOf(volume, name(volume), { theme, last: i === shown.length - 1 }),
      ),
    },
  };
}

function panelOf(
  { weekly }: Volume,
  name: string,
  { theme, last }: { theme: Theme; last: boolean },
): Panel {
  const { ink, accent } = PALETTES[theme];
  const when = { field: "when", type: "nominal" as const };
  return {
    title: { text: name, limit: CHART_WIDTH - 80 },
    width: CHART_WIDTH - 70,
    height: 130,
    data: {
      values: weekly.flatMap(({ week, before, after }) => [
        { week: week.slice(0, 10), when: "now", deals: before },
        { week: week.slice(0, 10), when: "recommended", deals: after },
      ]),
    },
    mark: { type: "line", strokeWidth: 2, interpolate: "step-after" },
    encoding: {
      x: {
        field: "week",
        type: "temporal",
        scale: { type: "utc" },
        axis: { grid: false, tickCount: 6, labels: last, format: "%b %Y", labelOverlap: true },
        title: null,
      },
      y: {
        field: "deals",
        type: "quantitative",
        scale: { zero: true },
        axis: { tickCount: 4, tickMinStep: 1 },
        title: "deals a week",
      },
      color: { ...when, scale: { domain: SIDES, range: [ink, accent] } },
      strokeDash: {
        ...when,
        scale: {
          domain: SIDES,
          range: [
            [3, 3],
            [1, 0],
          ],
        },
        legend: { symbolType: "stroke", symbolSize: 700, symbolStrokeWidth: 2 },
      },
    },
  };
}

function describe({ before, after, change, weekly }: Volume, name: string): string {
  const one = (value: number) => formatNumber(value, 1);
  const first = formatDate(weekly[0]?.week ?? "");
  return `${name}, ${formatCount(weekly.length, "week")} from ${first}: a week now ${formatInterval(before, one)}, as recommended ${formatInterval(after, one)}, change ${formatInterval(change, (value) => formatSigned(value, 1))}.`;
}
