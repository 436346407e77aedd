import { PALETTES, type Theme } from "../palette.ts";
import { CHART_WIDTH, type Chart, chartConfig, type Panel, SCHEMA } from "./chart.ts";

/** A figure with an interval of its own and a wider one around it. */
export interface ForestRow {
  readonly name: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly wideLow: number;
  readonly wideHigh: number;
}

export interface ForestPanel {
  readonly title: string;
  /** At least one, of different names. */
  readonly rows: readonly ForestRow[];
}

export interface Forest extends Pick<Chart, "id" | "title" | "description"> {
  readonly panels: readonly ForestPanel[];
  readonly axis: { readonly title: string; readonly format: string };
}

/** Room for some 20 letters: without a canvas Vega takes them for wider than they are. */
const LABEL_WIDTH = 200;
/** Cut in the middle: names that begin alike often differ at the end. */
const SHORT_LABEL =
  "length(datum.label) > 24 ? slice(datum.label, 0, 11) + '…' + slice(datum.label, -12) : datum.label";

/** Figures one under another over a line at 0: dot, own interval as a bar, wider one as a rule. */
export function plotForest({ panels, axis, ...named }: Forest, theme: Theme): Chart {
  return {
    ...named,
    spec: {
      $schema: SCHEMA,
      config: chartConfig(theme),
      spacing: 20,
      resolve: { scale: { x: "shared" } },
      vconcat: panels.map((panel, i) =>
        panelOf(panel, { axis, theme, last: i === panels.length - 1 }),
      ),
    },
  };
}

interface PanelSettings {
  readonly axis: Forest["axis"];
  readonly theme: Theme;
  readonly last: boolean;
}

function panelOf({ title, rows }: ForestPanel, settings: PanelSettings): Panel {
  return {
    title: { text: title, frame: "group", dx: -LABEL_WIDTH, limit: CHART_WIDTH - 20 },
    width: CHART_WIDTH - LABEL_WIDTH - 20,
    height: { step: 26 },
    data: { values: [...rows] },
    encoding: { y: axisOfNames(settings.theme) },
    layer: layRows(settings),
  };
}

function axisOfNames(theme: Theme) {
  return {
    field: "name",
    type: "nominal" as const,
    sort: null,
    title: null,
    axis: {
      labelExpr: SHORT_LABEL,
      labelLimit: LABEL_WIDTH,
      minExtent: LABEL_WIDTH,
      maxExtent: LABEL_WIDTH,
      labelColor: PALETTES[theme].ink,
      labelFontSize: 12.5,
      domain: false,
      grid: false,
    },
  };
}

type Layer = Extract<Panel, { readonly layer: unknown }>["layer"][number];

function layRows({ axis, theme, last }: PanelSettings): Layer[] {
  const { ink, muted, hairline, accent, accentSoft } = PALETTES[theme];
  const x = {
    type: "quantitative" as const,
    scale: { zero: true },
    axis: {
      title: last ? axis.title : null,
      format: axis.format,
      labels: last,
      tickCount: 5,
      domain: false,
      gridColor: { condition: { test: "datum.value === 0", value: muted }, value: hairline },
    },
  };
  return [
    {
      mark: { type: "rule", color: ink, strokeWidth: 1.25 },
      encoding: { x: { ...x, field: "wideLow" }, x2: { field: "wideHigh" } },
    },
    {
      mark: { type: "bar", height: 10, cornerRadius: 5, color: accentSoft },
      encoding: { x: { ...x, field: "low" }, x2: { field: "high" } },
    },
    {
      mark: { type: "point", filled: true, size: 80, opacity: 1, color: accent },
      encoding: { x: { ...x, field: "value" } },
    },
  ];
}
