import type { Calibration } from "../calibration.ts";
import { formatCount, formatNumber, formatSigned } from "../format.ts";
import { term } from "../glossary.ts";
import { html, type Markup } from "../markup.ts";
import { describeCurve, describeStep, listSteps } from "../sentences/change-curve.ts";
import type { RenderedChart } from "../svg.ts";
import { showInterval, showTable } from "./figure.ts";
import { showPicture } from "./picture.ts";

/** What is gained against how much is changed. */
export function renderChangeCurve(
  calibration: Calibration,
  charts: readonly RenderedChart[],
): Markup {
  const steps = listSteps(calibration);
  const says = describeCurve(calibration);
  const table = showTable(
    steps,
    [
      { head: "Changes", cell: ({ count }) => formatNumber(count) },
      { head: "New at this step", cell: describeStep },
      {
        head: "Log loss against no change",
        linkedHead: html`${term("log-loss", "Log loss")} against no change`,
        align: "right",
        cell: (step) => showInterval(step.deltaLogLoss, (value) => formatSigned(value, 4)),
      },
      {
        head: "Log loss",
        align: "right",
        cell: (step) => showInterval(step.logLoss, (value) => formatNumber(value, 4)),
      },
      {
        head: "AUC",
        linkedHead: term("auc", "AUC"),
        align: "right",
        cell: (step) => showInterval(step.auc, (value) => formatNumber(value, 3)),
      },
    ],
    {
      narrow: "cards",
      caption: `The best scorecard with at most so many changes, on ${formatCount(calibration.split.judge, "judging deal")}. Each interval is of its own step.`,
    },
  );
  return html`<section id="change-curve" aria-labelledby="change-curve-title">
<h2 id="change-curve-title">How many changes it takes</h2>
${
  steps.length === 0
    ? html`<p>No step of changes was tried.</p>`
    : html`${says === null ? "" : html`<p>${says}</p>`}
${showPicture(charts, "change-curve", "")}
${table}`
}
</section>`;
}
