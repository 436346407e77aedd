import type { Interval } from "../../statistics/estimate.ts";
import { PALETTES, type Theme } from "../palette.ts";
import { CHART_WIDTH, type Chart, chartConfig, SCHEMA, styleArm } from "./chart.ts";

/** One arm's figure by period; periods without one are left out. */
export interface Course {
  readonly arm: string;
  readonly label: string;
  readonly points: readonly (Interval & { readonly period: string })[];
}

export interface OverTime extends Pick<Chart, "id" | "title" | "description"> {
  /** All periods in order, those without figures too. */
  readonly periods: readonly string[];
  readonly courses: readonly Course[];
  readonly axis: { readonly title: string; readonly format: string };
  /** Where a line of no effect lies. */
  readonly reference: number;
}

type Layer = Extract<Chart["spec"], { readonly layer: unknown }>["layer"][number];

/** Figures with intervals period by period, one line an arm. */
export function plotOverTime(
  { periods, courses, axis, reference, ...named }: OverTime,
  theme: Theme,
): Chart {
  const drawn = { periods, courses, axis, reference };
  return {
    ...named,
    spec: {
      $schema: SCHEMA,
      config: chartConfig(theme),
      width: CHART_WIDTH - 80,
      height: 260,
      data: { values: toRows(drawn) },
      layer: layCourses(drawn, theme),
    },
  };
}

type Drawn = Pick<OverTime, "periods" | "courses" | "axis" | "reference">;

/** How far from its period's middle an arm stands, in periods. */
const ASIDE = 0.12;

function toRows({ periods, courses }: Drawn) {
  return courses.flatMap(({ label, points }, i) =>
    points.map(({ period, value, low, high }) => {
      const at = periods.indexOf(period) + ASIDE * (2 * i - courses.length + 1);
      return { arm: label, at, value, low, high };
    }),
  );
}

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** `2025-Q1` and `2025-01` over two lines, as a list that Vega reads. */
function labelPeriods(periods: readonly string[]): string {
  const labels = periods.map((name) => {
    const [year = "", part] = name.split("-");
    return part === undefined ? [year] : [MONTHS[Number(part) - 1] ?? part, year];
  });
  return `${JSON.stringify(labels)}[datum.value]`;
}

function layCourses(drawn: Drawn, theme: Theme): Layer[] {
  const { axis, reference } = drawn;
  const { color, strokeDash } = styleCourses(drawn, theme);
  const x = placePeriods(drawn);
  const y = {
    type: "quantitative" as const,
    scale: { zero: false },
    axis: { format: axis.format, tickCount: 5 },
    title: axis.title,
  };
  return [
    {
      data: { values: [{ reference }] },
      mark: { type: "rule", color: PALETTES[theme].muted, strokeDash: [4, 4], strokeWidth: 1 },
      encoding: { y: { ...y, field: "reference" } },
    },
    {
      mark: { type: "rule", strokeWidth: 3, opacity: 0.45 },
      encoding: { x, y: { ...y, field: "low" }, y2: { field: "high" }, color },
    },
    {
      mark: { type: "line", strokeWidth: 1.75 },
      encoding: { x, y: { ...y, field: "value" }, color, strokeDash },
    },
    {
      mark: { type: "point", filled: true, size: 55, opacity: 1 },
      encoding: { x, y: { ...y, field: "value" }, color },
    },
  ];
}

function placePeriods({ periods }: Drawn) {
  return {
    field: "at",
    type: "quantitative" as const,
    scale: { domain: [-0.5, periods.length - 0.5], nice: false, zero: false },
    axis: {
      values: [...periods.keys()],
      labelExpr: labelPeriods(periods),
      labelOverlap: true,
      grid: false,
    },
    title: null,
  };
}

/** Colour and dashes of the arms, with one legend for both. */
function styleCourses({ courses }: Drawn, theme: Theme) {
  const arm = { field: "arm", type: "nominal" as const };
  const domain = courses.map(({ label }) => label);
  const styles = courses.map((course) => styleArm(course.arm, theme));
  const stroke = { symbolType: "stroke", symbolSize: 700, symbolStrokeWidth: 2 };
  const legend = { ...stroke, symbolOpacity: 1, symbolFillColor: "transparent" };
  return {
    color: { ...arm, scale: { domain, range: styles.map(({ colour }) => colour) }, legend },
    strokeDash: { ...arm, scale: { domain, range: styles.map(({ dash }) => dash) }, legend },
  };
}
