import { type Estimable, isEstimated } from "../../../statistics/estimate.ts";
import type { MeanDifference } from "../../../statistics/mean-difference.ts";
import type { Chart } from "../../charts/chart.ts";
import { type ForestPanel, type ForestRow, plotForest } from "../../charts/forest.ts";
import { formatRange } from "../../format.ts";
import type { Theme } from "../../palette.ts";
import type { AbFindings, ExperimentFindings } from "../findings.ts";
import { perHundred } from "../words.ts";

/** Difference in the rate of success of each experiment. Null where none has one yet. */
export function chartExperiments({ live }: AbFindings, theme: Theme): Chart | null {
  const panels = live.map(toPanel).filter(({ rows }) => rows.length > 0);
  if (panels.length === 0) return null;
  return plotForest(
    {
      id: "experiments",
      title: "Model less rules in live experiments",
      description: `${panels.map(describePanel).join(" ")} Dots are the differences in successes of 100 leads; bars are fixed-horizon intervals, which hold for one look at the planned end; thin lines are intervals that hold at every look. Right of the line at 0 the model's arm does better.`,
      panels,
      axis: { title: "successes of 100 leads, model less rules", format: "+.3~g" },
    },
    theme,
  );
}

function toPanel({ definition, comparison, id }: ExperimentFindings): ForestPanel {
  const { plain, adjusted } = comparison;
  return {
    title: `${definition.name} (${id})${comparison.verdict.verdict === "broken" ? ", broken" : ""}`,
    rows: [
      ...toRow("plain", plain.difference),
      ...(isEstimated(adjusted) ? toRow("adjusted", adjusted.difference) : []),
    ],
  };
}

function toRow(name: string, difference: Estimable<MeanDifference>): readonly ForestRow[] {
  if (!isEstimated(difference)) return [];
  const { value, fixed, anytime } = difference;
  return [
    {
      name,
      value: 100 * value,
      low: 100 * fixed.low,
      high: 100 * fixed.high,
      wideLow: 100 * anytime.low,
      wideHigh: 100 * anytime.high,
    },
  ];
}

function describePanel({ title, rows }: ForestPanel): string {
  const figures = rows.map(({ name, value, wideLow, wideHigh }) => {
    const range = formatRange({ low: wideLow / 100, high: wideHigh / 100 }, perHundred);
    return `${name} ${perHundred(value / 100)} (${range} at every look)`;
  });
  return `${title}: ${figures.join(", ")}.`;
}
