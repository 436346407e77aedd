import { isEstimated } from "../../statistics/estimate.ts";
import type { Calibration } from "../calibration.ts";
import { formatShare } from "../format.ts";
import { PALETTES, type Theme } from "../palette.ts";
import { describeOrder, nameGrades } from "../sentences/grades.ts";
import { CHART_WIDTH, type Chart, chartConfig, type Panel, SCHEMA } from "./chart.ts";

type Grades = Calibration["grades"][number];

const SIDES = ["now", "recommended"] as const;

/**
 * Win rate by grade and by band, now and as recommended, with intervals; one panel each. Null where
 * no class has a win rate.
 */
export function chartGrades({ grades }: Calibration, theme: Theme): Chart | null {
  const shown = grades.filter((each) => toRows(each).length > 0);
  if (shown.length === 0) return null;
  const most = Math.max(...shown.flatMap((each) => toRows(each).map(({ high }) => high)));
  return {
    id: "grades",
    title: "Are better classes won more often?",
    description: `${shown.map((each) => describe(each, grades)).join(" ")} Bars are 95% intervals.`,
    spec: {
      $schema: SCHEMA,
      config: chartConfig(theme),
      spacing: 24,
      columns: 2,
      resolve: { scale: { fill: "shared", stroke: "shared" } },
      concat: shown.map((each) => panelOf(each, nameGrades(each, grades), { most, theme })),
    },
  };
}

interface Row {
  readonly name: string;
  readonly when: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

function toRows(each: Grades): readonly Row[] {
  return SIDES.flatMap((when) =>
    each[when].flatMap(({ name, winRate }): Row[] => {
      if (!isEstimated(winRate)) return [];
      const { value, low, high } = winRate;
      return [{ name, when, value, low, high }];
    }),
  );
}

function panelOf(
  each: Grades,
  title: string,
  { most, theme }: { most: number; theme: Theme },
): Panel {
  const { ink, paper, accent } = PALETTES[theme];
  const width = (CHART_WIDTH - 130) / 2;
  const names = [...new Set(toRows(each).map(({ name }) => name))].toSorted();
  const x = {
    field: "name",
    type: "nominal" as const,
    sort: names,
    axis: { labelAngle: 0, grid: false, labelLimit: 60 },
    title: null,
  };
  const when = { field: "when", type: "nominal" as const };
  const y = {
    type: "quantitative" as const,
    scale: { domain: [0, Math.min(1, Math.ceil(10 * most) / 10)], nice: false },
    axis: { format: ".0%", tickCount: 5 },
    title: "win rate",
  };
  const sides = [...SIDES];
  const xOffset = { ...when, scale: { domain: sides } };
  const stroke = { ...when, scale: { domain: sides, range: [ink, accent] } };
  return {
    title: { text: title, limit: width + 40 },
    width,
    height: 220,
    data: { values: [...toRows(each)] },
    layer: [
      {
        mark: { type: "rule", strokeWidth: 2.5, opacity: 0.6 },
        encoding: {
          x,
          xOffset,
          y: { ...y, field: "low" },
          y2: { field: "high" },
          stroke,
        },
      },
      {
        mark: { type: "point", size: 80, opacity: 1, strokeWidth: 2 },
        encoding: {
          x,
          xOffset,
          y: { ...y, field: "value" },
          fill: { ...when, scale: { domain: sides, range: [paper, accent] } },
          stroke,
        },
      },
    ],
  };
}

function describe(each: Grades, grades: readonly Grades[]): string {
  const rates = SIDES.map((when) => {
    const classes = each[when].map(({ name, winRate }) =>
      isEstimated(winRate) ? `${name} ${formatShare(winRate.value, 0)}` : `${name} none`,
    );
    return `${when} ${classes.join(", ")}`;
  });
  return `${nameGrades(each, grades)}, win rates ${rates.join("; ")}: ${describeOrder(each)}`;
}
