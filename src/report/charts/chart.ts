import type { TopLevelSpec } from "vega-lite";
import { PALETTES, type Palette, type Theme } from "../palette.ts";

export interface Chart {
  /** Unique among the charts of a report; a valid part of an HTML id. */
  readonly id: string;
  readonly title: string;
  /** Text equivalent: what the picture shows, in words, with the numbers that matter. */
  readonly description: string;
  readonly spec: TopLevelSpec;
}

/** Width of a whole picture in px, axes and padding included. */
export const CHART_WIDTH = 500;

/** One panel of a picture that has several. */
export type Panel = Extract<TopLevelSpec, { readonly hconcat: unknown }>["hconcat"][number];

export const SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json";

type Config = NonNullable<TopLevelSpec["config"]>;

/** The reader's own sans-serif. */
export const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";

/** What all pictures share: no frame, quiet grid, the reader's own sans-serif, colours of the theme. */
export function chartConfig(theme: Theme): Config {
  const { ink, muted, hairline } = PALETTES[theme];
  const text = { labelColor: muted, titleColor: ink, labelFontSize: 13, titleFontSize: 13 };
  return {
    aria: false,
    background: "transparent",
    font: FONT,
    padding: 4,
    view: { stroke: null },
    axis: {
      ...text,
      titleFontWeight: 500,
      titlePadding: 10,
      labelPadding: 6,
      gridColor: hairline,
      domainColor: hairline,
      ticks: false,
      labelFlush: false,
    },
    legend: {
      ...text,
      labelLimit: 300,
      orient: "top",
      title: null,
      symbolSize: 90,
      columnPadding: 16,
      offset: 12,
    },
    title: { color: ink, fontSize: 13.5, fontWeight: 600, anchor: "start", offset: 8 },
  };
}

interface ArmStyle {
  readonly colour: keyof Palette;
  readonly dash: readonly number[];
}

const ARM_STYLES: Readonly<Record<string, ArmStyle>> = {
  rules: { colour: "muted", dash: [7, 4] },
  rulesCalibrated: { colour: "muted", dash: [2, 3] },
  model: { colour: "accent", dash: [1, 0] },
  recommended: { colour: "warm", dash: [10, 3, 2, 3] },
  naiveBayes: { colour: "violet", dash: [2, 2] },
};
const OTHER_ARM: ArmStyle = { colour: "violet", dash: [8, 3] };

/** The colour and the dash pattern of an arm, the same in every picture. */
export function styleArm(
  arm: string,
  theme: Theme,
): { readonly colour: string; readonly dash: number[] } {
  const { colour, dash } = ARM_STYLES[arm] ?? OTHER_ARM;
  return { colour: PALETTES[theme][colour], dash: [...dash] };
}
