import type { Calibration } from "../calibration.ts";
import { listDistributions, nameBin } from "../charts/distributions.ts";
import { gainAt, gainsArms } from "../charts/gains.ts";
import { reliabilityArms } from "../charts/reliability.ts";
import { formatNumber, formatPoints, formatRange, formatShare } from "../format.ts";
import { html, Markup } from "../markup.ts";
import type { RenderedChart } from "../svg.ts";
import { estimateOf, nameLines } from "../words.ts";
import { showInterval, showTable } from "./figure.ts";

/** Each picture with what it shows in words, and its numbers folded away. */
export function renderPictures(
  calibration: Calibration,
  charts: readonly RenderedChart[],
): Markup | "" {
  if (charts.length === 0) return "";
  return html`<section id="pictures" aria-labelledby="pictures-title">
<h2 id="pictures-title">Pictures</h2>
${charts.map((chart) => renderPicture(calibration, chart))}
</section>`;
}

function renderPicture(calibration: Calibration, chart: RenderedChart): Markup {
  const numbers = TABLES[chart.id]?.(calibration) ?? "";
  return html`<figure aria-labelledby="${chart.id}-caption">
<h3 id="${chart.id}-caption">${chart.title}</h3>
<div class="picture">
${new Markup(chart.light)}
${new Markup(chart.dark)}
</div>
<figcaption>${chart.description}</figcaption>
${numbers === "" ? "" : html`<details><summary>The numbers of this picture</summary>${numbers}</details>`}
</figure>`;
}

const TABLES: Readonly<Record<string, (calibration: Calibration) => Markup>> = {
  lines: tabulateLines,
  reliability: tabulateReliability,
  gains: tabulateGains,
  distributions: tabulateDistributions,
};

function tabulateLines({ lines }: Calibration): Markup {
  const names = nameLines(lines);
  return showTable(
    lines,
    [
      { head: "Line", cell: (line) => names.get(line.id) ?? line.label },
      { head: "Bucket", cell: (line) => line.bucket },
      { head: "Now", align: "right", cell: (line) => formatPoints(line.current) },
      { head: "Recommended", align: "right", cell: (line) => formatPoints(line.recommended) },
      {
        head: "The deals say",
        align: "right",
        cell: (line) => showInterval(estimateOf(line), (value) => formatNumber(value, 1)),
      },
    ],
    { caption: "Effective points of every line, with 95% intervals" },
  );
}

function tabulateReliability(calibration: Calibration): Markup {
  const rows = reliabilityArms(calibration).flatMap(({ label, reliability }) =>
    reliability.map((bin) => ({ label, ...bin })),
  );
  return showTable(
    rows,
    [
      { head: "Arm", cell: (row) => row.label },
      { head: "Foretold", align: "right", cell: (row) => formatShare(row.predicted) },
      { head: "Won", align: "right", cell: (row) => formatShare(row.observed) },
      { head: "95% interval", align: "right", cell: (row) => formatRange(row, formatShare) },
      { head: "Deals", align: "right", cell: (row) => formatNumber(row.n) },
    ],
    { caption: "Probability foretold and win rate that came, by group of deals" },
  );
}

function tabulateGains(calibration: Calibration): Markup {
  const arms = gainsArms(calibration);
  const shares = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1];
  return showTable(
    shares,
    [
      { head: "Deals worked", cell: (share) => formatShare(share, 0) },
      ...arms.map((arm) => ({
        head: arm.label,
        align: "right" as const,
        cell: (share: number) => formatShare(gainAt(arm, share)),
      })),
    ],
    { caption: "Share of all wins among the best-scored deals" },
  );
}

function tabulateDistributions(calibration: Calibration): Markup {
  const rows = listDistributions(calibration).flatMap((distribution) =>
    distribution.bins.map((bin) => ({
      label: `${distribution.label}, in ${distribution.unit}`,
      range: nameBin(bin, distribution),
      ...bin,
    })),
  );
  return showTable(
    rows,
    [
      { head: "Arm", cell: (row) => row.label },
      { head: "Score", align: "right", cell: (row) => row.range },
      { head: "Won", align: "right", cell: (row) => formatNumber(row.won) },
      { head: "Lost", align: "right", cell: (row) => formatNumber(row.lost) },
    ],
    { caption: "Judging deals by score" },
  );
}
