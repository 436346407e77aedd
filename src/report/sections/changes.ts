import { isEstimated } from "../../statistics/estimate.ts";
import type { Calibration, CalibrationLine } from "../calibration.ts";
import { formatCount, formatNumber, formatShare } from "../format.ts";
import { term } from "../glossary.ts";
import { html, type Markup } from "../markup.ts";
import { changedLines, estimateOf, isChanged, nameChange, VERDICTS } from "../words.ts";
import { type Column, showInterval, showRate, showReason, showTable } from "./figure.ts";

const one = (value: number): string => formatNumber(value, 1);
const inPercent = (share: number): string => formatShare(share, 0);

/** The lines to change, the largest change first; then those that are kept, folded away. */
export function renderChanges(calibration: Calibration): Markup {
  const changed = changedLines(calibration);
  const kept = calibration.lines.filter((line) => !isChanged(line));
  const columns = listColumns(calibration);
  const changes =
    changed.length === 0
      ? html`<p>No line is to change.</p>`
      : showTable(changed, columns, {
          narrow: "cards",
          caption: "Largest change in effective points first. Ranges are 95% intervals.",
        });
  const rest =
    kept.length === 0
      ? ""
      : html`<details><summary>${formatCount(kept.length, "line")} kept as ${kept.length === 1 ? "it is" : "they are"}</summary>${showTable(kept, columns, { narrow: "cards", caption: "In the order of the scorecard." })}</details>`;
  return html`<section id="changes" aria-labelledby="changes-title">
<h2 id="changes-title">Recommended changes</h2>
${changes}
${rest}
</section>`;
}

function listColumns({ feedback }: Calibration): readonly Column<CalibrationLine>[] {
  const sales: readonly Column<CalibrationLine>[] = [
    {
      head: "Sales accepts",
      align: "right",
      cell: (line) => showRate(line.salesAccepted, inPercent),
    },
  ];
  return [
    {
      head: "Line",
      cell: (line) =>
        html`<span class="line-label">${line.label}</span> <span class="line-place">${line.bucket}, ${line.characteristic}</span>`,
    },
    {
      head: "Now → recommended",
      align: "right",
      cell: (line) => html`<span class="change">${nameChange(line)}</span>`,
    },
    {
      head: "The deals say, in effective points",
      linkedHead: html`The deals say, in ${term("effective-points", "effective points")}`,
      align: "right",
      cell: (line) => showInterval(estimateOf(line), one),
    },
    {
      head: "Deals with it",
      align: "right",
      cell: (line) =>
        html`<span class="value">${formatNumber(line.leads)}</span> <span class="interval">${formatNumber(line.won)} won</span>`,
    },
    { head: "Win rate with, without", align: "right", cell: showWinRates },
    ...(feedback === null ? [] : sales),
    {
      head: "Verdict",
      cell: (line) => html`${showVerdict(line)} <span class="why">${line.reason}</span>`,
    },
  ];
}

function showWinRates({ winRateWith, winRateWithout }: CalibrationLine): Markup {
  if (!isEstimated(winRateWith)) return showReason(winRateWith.notEstimable);
  const without = isEstimated(winRateWithout)
    ? html`<span class="interval">without ${inPercent(winRateWithout.value)}</span>`
    : showReason(winRateWithout.notEstimable);
  return html`${showInterval(winRateWith, inPercent)} ${without}`;
}

function showVerdict({ verdict }: CalibrationLine): Markup {
  const { word, sign } = VERDICTS[verdict];
  return html`<span class="badge badge-${verdict}"><span aria-hidden="true">${sign}</span> ${word}</span>`;
}
