import type { Calibration } from "../calibration.ts";
import {
  formatDate,
  formatEstimate,
  formatInterval,
  formatNumber,
  formatSigned,
} from "../format.ts";
import { term } from "../glossary.ts";
import { html, type Markup } from "../markup.ts";
import { adviseOnDrift, describeDrift, describeHalfLife, warnOfDrift } from "../sentences/drift.ts";
import { showFacts, showTable } from "./figure.ts";

const signed = (value: number): string => formatSigned(value, 2);

/** Whether what held in the older deals holds in the newer ones, and what to do where it does not. */
export function renderDrift(calibration: Calibration): Markup {
  const { drift, split } = calibration;
  const dated = split.kind === "time";
  const since =
    split.cutoff === null
      ? ""
      : ` The later deals are those scored on or after ${formatDate(split.cutoff)}.`;
  return html`<section id="drift" aria-labelledby="drift-title">
<h2 id="drift-title">Drift</h2>
<p>${term("drift", "Drift")} ${dated ? "is judged on deals that came after those that trained." : "cannot be seen without dates; this is how the model fits held-out deals."} ${describeDrift(calibration)}${since}</p>
${renderDriftAdvice(calibration)}
${showFacts([
  [term("half-life", "Half-life"), describeHalfLife(calibration)],
  [
    term("intercept-shift", "Intercept shift"),
    dated
      ? html`${formatEstimate(drift.interceptShift, signed)}, in ${term("log-odds", "log-odds")}; a setting of the model, so without an interval`
      : "",
  ],
  [
    term("calibration-in-the-large", "Calibration in the large"),
    html`${formatInterval(drift.calibrationInTheLarge, signed)}, n = ${formatNumber(split.judge)} deals`,
  ],
  [
    term("calibration-slope", "Calibration slope"),
    `${formatInterval(drift.calibrationSlope, (value) => formatNumber(value, 2))}, n = ${formatNumber(split.judge)} deals`,
  ],
])}
${tabulateHalfLives(drift)}
</section>`;
}

/** A warning where what was learnt no longer holds, else what to go on doing. */
function renderDriftAdvice(calibration: Calibration): Markup {
  const advice = adviseOnDrift(calibration);
  return calibration.drift.broken
    ? html`<div class="callout" role="note" aria-label="Warning"><p><strong>${warnOfDrift(calibration)}</strong> ${advice}</p></div>`
    : html`<p>${advice}</p>`;
}

function tabulateHalfLives({ halfLives, halfLifeDays }: Calibration["drift"]): Markup | "" {
  if (halfLives.length === 0) return "";
  const table = showTable(
    halfLives,
    [
      {
        head: "Half-life",
        cell: (row) =>
          html`${row.halfLifeDays === null ? "none: all deals count alike" : `${formatNumber(row.halfLifeDays)} days`}${row.halfLifeDays === halfLifeDays ? html` <span class="line-place">taken</span>` : ""}`,
      },
      {
        head: "Log loss",
        linkedHead: term("log-loss", "Log loss"),
        align: "right",
        cell: ({ logLoss }) => formatNumber(logLoss, 4),
      },
      {
        head: "Standard error of the difference to the best",
        align: "right",
        cell: ({ standardError }) => formatNumber(standardError, 4),
      },
    ],
    { caption: "Log loss on later deals of the training part" },
  );
  return html`<details><summary>How the half-life was chosen</summary>${table}</details>`;
}
