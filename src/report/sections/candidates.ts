import type { Calibration } from "../calibration.ts";
import { formatCount, formatNumber, formatPValue, formatSigned } from "../format.ts";
import { term } from "../glossary.ts";
import { html, type Markup } from "../markup.ts";
import { type Column, showInterval, showTable, showTested } from "./figure.ts";

type Candidate = Calibration["candidates"]["found"][number];

/** Lines that the scorecard does not have and that would add something, ready to paste. */
export function renderCandidates({ candidates, split }: Calibration): Markup {
  const { tested, found } = candidates;
  const many = formatCount(tested, "candidate");
  const none =
    tested === 0
      ? "No candidate was tested."
      : `Of ${many} tested, none adds anything that chance would not.`;
  const table =
    found.length === 0
      ? html`<p>${none}</p>`
      : html`<p>Of ${many} tested, ${formatCount(found.length, "line")} that the scorecard does not have would add to it. ${found.length === 1 ? "It is" : "They are"} not part of the recommended scorecard: paste what you want into a characteristic.</p>
${showTable(found, COLUMNS, {
  narrow: "cards",
  detail: showLine,
  caption: `p-values are adjusted for all ${many}. Differences are of ${formatCount(split.judge, "judging deal")}, each line alone against none; ranges are 95% intervals.`,
})}`;
  return html`<section id="candidates" aria-labelledby="candidates-title">
<h2 id="candidates-title">Lines to add</h2>
${table}
</section>`;
}

const COLUMNS: readonly Column<Candidate>[] = [
  {
    head: "Line",
    cell: ({ label, axis, bucket, characteristic }) =>
      html`<span class="line-label">${label}</span> <span class="line-place">${bucket} (${axis}), ${characteristic}</span>`,
  },
  {
    head: "Points for a dose of 1",
    linkedHead: html`Points for a ${term("dose", "dose")} of 1`,
    align: "right",
    cell: ({ worth }) => showInterval(worth, (value) => formatSigned(value, 1)),
  },
  {
    head: "Deals with it",
    align: "right",
    cell: ({ leads, won }) =>
      html`<span class="value">${formatNumber(leads)}</span> <span class="interval">${formatNumber(won)} won</span>`,
  },
  {
    head: "Adjusted p",
    linkedHead: term("adjusted", "Adjusted p"),
    align: "right",
    cell: ({ pValue }) => html`<span class="nowrap">${formatPValue(pValue)}</span>`,
  },
  {
    head: "Log loss, with against without",
    linkedHead: html`${term("log-loss", "Log loss")}, with against without`,
    align: "right",
    cell: ({ deltaLogLoss }) => showInterval(deltaLogLoss, (value) => formatSigned(value, 4)),
  },
  {
    head: "AUC, with against without",
    linkedHead: html`${term("auc", "AUC")}, with against without`,
    align: "right",
    cell: ({ deltaAuc }) => showTested(deltaAuc, (value) => formatSigned(value, 3)),
  },
];

/** One click on the text, or a tab stop and "select all", marks all of it; the link saves it. */
function showLine({ line }: Candidate): Markup {
  const json = JSON.stringify(line, null, 2);
  return html`<details><summary>Line to paste: <span class="line-name">${line.label}</span></summary>
<p class="note">One click marks all of it, then copy; or <a href="data:application/json,${encodeURIComponent(json)}" download="${line.id}.json">save it as a file</a>.</p>
<pre class="paste" tabindex="0" role="group" aria-label="The line as JSON">${json}</pre></details>`;
}
