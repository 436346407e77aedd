import type { PartComparison } from "../../../experiment/parts.ts";
import { isEstimated } from "../../../statistics/estimate.ts";
import type { Chart } from "../../charts/chart.ts";
import { type ForestPanel, type ForestRow, plotForest } from "../../charts/forest.ts";
import { formatCount, formatRange } from "../../format.ts";
import type { Theme } from "../../palette.ts";
import type { AbFindings } from "../findings.ts";
import { signedThree } from "../words.ts";

/** More rows of one attribute than this cannot be read in one picture; the tables have them all. */
const MOST_SHOWN = 12;
const MOST_PANELS = 4;

/** Difference in AUC of each segment, the largest segments first. Null where none has one. */
export function chartSegments({ shadow }: AbFindings, theme: Theme): Chart | null {
  if (!isEstimated(shadow)) return null;
  const all = shadow.segments
    .map(
      ({ by, parts }): ForestPanel => ({ title: by, rows: parts.toSorted(bySize).flatMap(toRow) }),
    )
    .filter(({ rows }) => rows.length > 0);
  const panels = all
    .slice(0, MOST_PANELS)
    .map(({ title, rows }) => ({ title, rows: rows.slice(0, MOST_SHOWN) }));
  if (panels.length === 0) return null;
  const [shown, total] = [panels, all].map((list) =>
    list.reduce((sum, { rows }) => sum + rows.length, 0),
  );
  const left =
    shown === total ? "" : ` The picture shows ${shown} of ${formatCount(total!, "segment")}.`;
  return plotForest(
    {
      id: "segments",
      title: "AUC of the model less the rules, by segment",
      description: `${panels.map(describePanel).join(" ")} Bars are each segment's own 95% interval; thin lines hold for all segments of the attribute at once. Right of the line at 0 the model ranks better.${left}`,
      panels,
      axis: { title: "AUC, model less rules", format: "+.3~g" },
    },
    theme,
  );
}

function bySize(a: PartComparison, b: PartComparison): number {
  return b.n - a.n;
}

function toRow({ name, auc, judged }: PartComparison): ForestRow[] {
  if (!isEstimated(auc.difference) || judged === null) return [];
  const { value, low, high } = auc.difference;
  const { simultaneous } = judged;
  return [{ name, value, low, high, wideLow: simultaneous.low, wideHigh: simultaneous.high }];
}

function describePanel({ title, rows }: ForestPanel): string {
  const figures = rows.map(
    ({ name, value, low, high }) =>
      `${name} ${signedThree(value)} (${formatRange({ low, high }, signedThree)})`,
  );
  return `By ${title}: ${figures.join(", ")}.`;
}
