import type { Calibration, PictureArm } from "../calibration.ts";
import { formatCount, formatNumber, formatRange } from "../format.ts";
import { PALETTES, type Theme } from "../palette.ts";
import { CHART_WIDTH, type Chart, chartConfig, type Panel, SCHEMA } from "./chart.ts";

/**
 * How the scores of won (upwards) and lost deals (downwards) are spread, as shares of each, for the
 * rules in points and the model in log-odds. Null where there are no such counts.
 */
export function chartDistributions(calibration: Calibration, theme: Theme): Chart | null {
  const distributions = listDistributions(calibration);
  if (distributions.length === 0) return null;
  return {
    id: "distributions",
    title: "Scores of won and of lost deals",
    description: `${distributions.map(describeDistribution).join(" ")} Won deals stand above the line, lost deals below it, each as a share of its own kind: the less the two mirror each other, the better the score tells them apart.`,
    spec: {
      $schema: SCHEMA,
      config: chartConfig(theme),
      spacing: 20,
      resolve: { scale: { color: "shared" } },
      hconcat: distributions.map((each) => panelOf(each, theme)),
    },
  };
}

/** How the deals of one arm spread over its own scale. */
export interface Distribution {
  readonly label: string;
  readonly unit: "points" | "log-odds";
  readonly bins: PictureArm["distribution"];
}

/** The rules in points and the model in log-odds, where deals were counted by score. */
export function listDistributions({ pictures, arms }: Calibration): readonly Distribution[] {
  const find = (key: string) =>
    pictures.find(({ arm, distribution }) => arm === key && distribution.length > 0);
  const rules = find("rules") ?? find("rulesCalibrated");
  const model = find("model");
  return [
    ...(rules === undefined
      ? []
      : [{ label: arms.rules.label, unit: "points" as const, bins: rules.distribution }]),
    ...(model === undefined
      ? []
      : [{ label: model.label, unit: "log-odds" as const, bins: model.distribution }]),
  ];
}

/** The ends of a bin, to the decimals that its unit needs. */
export function nameBin(
  bin: { readonly from: number; readonly to: number },
  { unit }: Distribution,
) {
  return formatRange({ low: bin.from, high: bin.to }, (value) =>
    formatNumber(value, unit === "points" ? 0 : 2),
  );
}

function panelOf({ label, unit, bins }: Distribution, theme: Theme): Panel {
  const won = sum(bins.map((bin) => bin.won));
  const lost = sum(bins.map((bin) => bin.lost));
  const { accent, muted } = PALETTES[theme];
  const width = (CHART_WIDTH - 145) / 2;
  return {
    title: { text: label, limit: width + 40 },
    width,
    height: 220,
    data: {
      values: bins.flatMap(({ from, to, ...count }) => [
        { from, to, outcome: "won", share: count.won / Math.max(1, won) },
        { from, to, outcome: "lost", share: -count.lost / Math.max(1, lost) },
      ]),
    },
    mark: { type: "bar", binSpacing: 1 },
    encoding: {
      x: {
        field: "from",
        type: "quantitative",
        bin: { binned: true },
        axis: { tickCount: 4, grid: false },
        title: unit === "points" ? "score in points" : "log-odds of winning",
      },
      x2: { field: "to" },
      y: {
        field: "share",
        type: "quantitative",
        stack: null,
        axis: { labelExpr: "format(abs(datum.value), '.0%')", tickCount: 6 },
        title: "share of won, share of lost",
      },
      color: {
        field: "outcome",
        type: "nominal",
        scale: { domain: ["won", "lost"], range: [accent, muted] },
      },
    },
  };
}

function describeDistribution(distribution: Distribution): string {
  const { label, unit, bins } = distribution;
  const describe = (outcome: "won" | "lost") => {
    const total = sum(bins.map((bin) => bin[outcome]));
    const median = bins.find(
      (_, i) => total > 0 && 2 * sum(bins.slice(0, i + 1).map((b) => b[outcome])) >= total,
    );
    return median === undefined
      ? `no ${outcome} deals`
      : `the median of ${formatCount(total, `${outcome} deal`)} lies at ${nameBin(median, distribution)}`;
  };
  return `${label}, in ${unit}: ${describe("won")}, ${describe("lost")}.`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
