import { isEstimated } from "../../statistics/estimate.ts";
import type { Calibration, CalibrationThreshold } from "../calibration.ts";
import { formatNumber, formatPoints, formatShare, formatSigned } from "../format.ts";
import { term } from "../glossary.ts";
import { html, type Markup } from "../markup.ts";
import { describeSetting, nameAmong } from "../sentences/thresholds.ts";
import { type Column, showInterval, showRate, showTable, showValue } from "./figure.ts";

interface Row {
  readonly threshold: CalibrationThreshold;
  readonly when: "now" | "recommended";
  readonly figures: CalibrationThreshold["now"];
}

const inPercent = (share: number): string => formatShare(share);

/** Each threshold now and as recommended: what it is to do, and what passes it. */
export function renderThresholds({ thresholds }: Calibration): Markup {
  const rows = thresholds.flatMap((threshold): Row[] => [
    { threshold, when: "now", figures: threshold.now },
    { threshold, when: "recommended", figures: threshold },
  ]);
  const table = html`<p>New points move every score, so each ${term("threshold", "threshold")} needs a new cut, chosen by its aim; figures of cuts that were chosen from these deals are ${term("cross-fitted", "cross-fitted")}, so that they do not flatter.</p>
${showTable(rows, listColumns(thresholds), {
  narrow: "cards",
  caption: "On deals that trained nothing, with 95% intervals",
})}`;
  return html`<section id="thresholds" aria-labelledby="thresholds-title">
<h2 id="thresholds-title">Thresholds</h2>
${thresholds.length === 0 ? html`<p>The scorecard has no thresholds.</p>` : table}
</section>`;
}

function listColumns(thresholds: readonly CalibrationThreshold[]): readonly Column<Row>[] {
  const isWorth = thresholds.some(
    ({ valuePerLead, now }) => valuePerLead !== null || now.valuePerLead !== null,
  );
  const worth: Column<Row> = {
    head: "Value per lead",
    linkedHead: term("value-per-lead", "Value per lead"),
    align: "right",
    cell: ({ figures: { valuePerLead } }) =>
      valuePerLead === null
        ? "no gain and cost were given"
        : showInterval(valuePerLead, (value) => formatSigned(value, 2)),
  };
  return [
    {
      head: "Threshold",
      cell: ({ threshold, when }) =>
        html`<span class="line-label">${nameAmong(threshold, thresholds)}, ${when}</span>${when === "now" ? "" : html` <span class="line-place">${describeSetting(threshold)}</span>`}`,
    },
    {
      head: "Cut",
      align: "right",
      cell: ({ threshold, when }) =>
        when === "now" || isEstimated(threshold.recommended)
          ? showValue(when === "now" ? threshold.current : threshold.recommended, formatPoints)
          : html`<span class="reason">not set</span>`,
    },
    {
      head: "Deals that pass",
      align: "right",
      cell: (row) => showRate(row.figures.share, inPercent),
    },
    {
      head: "Leads a week",
      linkedHead: term("volume", "Leads a week"),
      align: "right",
      cell: (row) => showInterval(row.figures.volume, (value) => formatNumber(value, 1)),
    },
    {
      head: "Win rate",
      linkedHead: term("precision", "Win rate"),
      align: "right",
      cell: (row) => showRate(row.figures.precision, inPercent),
    },
    {
      head: "Wins missed",
      linkedHead: term("missed-wins", "Wins missed"),
      align: "right",
      cell: (row) => showRate(row.figures.missedWins, inPercent),
    },
    ...(isWorth ? [worth] : []),
  ];
}
