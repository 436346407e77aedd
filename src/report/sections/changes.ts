import { isEstimated } from "../../statistics/estimate.ts";
import type { Calibration, CalibrationLine } from "../calibration.ts";
import { formatCount, formatNumber, formatPoints, formatShare, formatSigned } from "../format.ts";
import { term } from "../glossary.ts";
import { html, type Markup } from "../markup.ts";
import type { RenderedChart } from "../svg.ts";
import { hasShare, nameTeachers, VOICE_VERDICTS, writtenSalesOf } from "../voices.ts";
import {
  changedLines,
  estimateOf,
  formatWritten,
  isChanged,
  isEffective,
  nameChange,
  nameLines,
  VERDICTS,
  writtenEstimateOf,
} from "../words.ts";
import { type Column, showInterval, showRate, showReason, showTable } from "./figure.ts";
import { renderLineDetail } from "./line-detail.ts";
import { showPicture } from "./picture.ts";

const one = (value: number): string => formatNumber(value, 1);
const inPercent = (share: number): string => formatShare(share, 0);

/** The lines to change, the largest change first; then those that are kept, folded away. */
export function renderChanges(calibration: Calibration, charts: readonly RenderedChart[]): Markup {
  const changed = changedLines(calibration);
  const kept = calibration.lines.filter((line) => !isChanged(line));
  const columns = listColumns(calibration);
  const detail = renderLineDetail(calibration);
  const changes =
    changed.length === 0
      ? html`<p>No line is to change.</p>`
      : showTable(changed, columns, {
          narrow: "cards",
          detail,
          caption: `Largest change first${changed.every(isEffective) ? "" : ", in effective points"}. Ranges are 95% intervals. Log loss saved is of ${formatCount(calibration.recommendedComparison.deals, "judging deal")}, by this change alone with the others made.${hasShare(calibration) ? " The fit rests on deals and, by a share, on feedback." : ""}`,
        });
  const rest =
    kept.length === 0
      ? ""
      : html`<details><summary>${formatCount(kept.length, "line")} kept as ${kept.length === 1 ? "it is" : "they are"}</summary>${showTable(kept, columns, { narrow: "cards", detail, caption: "In the order of the scorecard." })}</details>`;
  return html`<section id="changes" aria-labelledby="changes-title">
<h2 id="changes-title">Recommended changes</h2>
${changes}
${rest}
${showPicture(charts, "lines", tabulateLines(calibration))}
</section>`;
}

function listColumns(calibration: Calibration): readonly Column<CalibrationLine>[] {
  const { feedback, lines } = calibration;
  const says: Column<CalibrationLine> = { head: "Sales says", align: "right", cell: showSales };
  const sales: readonly Column<CalibrationLine>[] = [
    {
      head: "Sales accepts",
      align: "right",
      cell: (line) => showRate(line.salesAccepted, inPercent),
    },
    ...(lines.some(({ voices }) => voices !== undefined) ? [says] : []),
  ];
  return [
    {
      head: "Line",
      cell: (line) =>
        html`<span class="line-label">${line.label}</span> <span class="line-place">${line.bucket}, ${line.characteristic}</span> <span class="why">${line.reason}</span>`,
    },
    {
      head: "Now → recommended",
      align: "right",
      cell: (line) => html`<span class="change">${nameChange(line)}</span> ${showVerdict(line)}`,
    },
    {
      head: nameTeachers(calibration),
      align: "right",
      cell: (line) => showInterval(writtenEstimateOf(line), formatWritten(line)),
    },
    {
      head: "Win rate with it",
      align: "right",
      cell: (line) => showRate(line.winRateWith, inPercent),
    },
    {
      head: "Without it",
      align: "right",
      cell: (line) => showRate(line.winRateWithout, inPercent),
    },
    {
      head: "Worth of the change",
      linkedHead: html`Worth of the change: ${term("log-loss", "log loss")} saved, ${term("stability", "stability")}`,
      align: "right",
      cell: showWorth,
    },
    ...(feedback === null ? [] : sales),
  ];
}

function showWorth({ gain, stability }: CalibrationLine): Markup {
  const saved = isEstimated(gain)
    ? showInterval(gain.logLoss, (value) => formatSigned(value, 4))
    : showReason(gain.notEstimable);
  const held = isEstimated(stability)
    ? html`<span class="interval">stable in ${inPercent(stability.value)} of ${formatNumber(stability.n)}</span>`
    : showReason(stability.notEstimable);
  return html`${saved} ${held}`;
}

function showSales(line: CalibrationLine): Markup | "" {
  const { voices } = line;
  if (voices === undefined) return "";
  const said = showInterval(writtenSalesOf(line), formatWritten(line));
  return html`${said} <span class="interval">${VOICE_VERDICTS[voices.verdict].word}</span>`;
}

function showVerdict({ verdict }: CalibrationLine): Markup {
  const { word, sign } = VERDICTS[verdict];
  return html`<span class="badge badge-${verdict}"><span aria-hidden="true">${sign}</span> ${word}</span>`;
}

function tabulateLines(calibration: Calibration): Markup {
  const { lines } = calibration;
  const names = nameLines(lines);
  return showTable(
    lines,
    [
      { head: "Line", cell: (line) => names.get(line.id) ?? line.label },
      { head: "Bucket", cell: (line) => line.bucket },
      { head: "Now", align: "right", cell: (line) => formatPoints(line.current) },
      { head: "Recommended", align: "right", cell: (line) => formatPoints(line.recommended) },
      {
        head: nameTeachers(calibration),
        align: "right",
        cell: (line) => showInterval(estimateOf(line), one),
      },
    ],
    { caption: "Effective points of every line, with 95% intervals" },
  );
}
