import { isEstimated } from "../../statistics/estimate.ts";
import type { Calibration, Judge } from "../calibration.ts";
import { formatNumber } from "../format.ts";
import { term } from "../glossary.ts";
import { html, type Markup } from "../markup.ts";
import { listArms, MEASURES, type MeasureName } from "../words.ts";
import { showInterval, showTable, showValue } from "./figure.ts";

/** Every measure of every arm, with intervals and the deals it stands on. */
export function renderArms(calibration: Calibration): Markup {
  const arms = listArms(calibration);
  const rows = [
    {
      name: html`Judging deals`,
      cell: ({ deals, won }: Judge) =>
        html`<span class="value">${formatNumber(deals)}</span> <span class="interval">${formatNumber(won)} won</span>`,
    },
    ...MEASURES.map((measure) => ({
      name: html`${term(measure.term, measure.name)} <span class="line-place">${measure.best}</span>`,
      cell: (judge: Judge) => showMeasure(judge, measure),
    })),
  ];
  const table = showTable(
    rows,
    [
      { head: "Measure", cell: (row) => row.name },
      ...arms.map((arm) => ({
        head: arm.label,
        align: "right" as const,
        cell: (row: (typeof rows)[number]) => row.cell(arm.judge),
      })),
    ],
    { caption: "Each measure with its 95% interval" },
  );
  return html`<section id="arms" aria-labelledby="arms-title">
<h2 id="arms-title">Rules, model and recommendation compared</h2>
<p>Four ways of scoring the same ${term("judging", "judging deals")}${arms.length > 4 ? ", and the score that was there beside them" : ""}. Points alone are no probability: the ${term("calibration", "calibrated")} rules are the same scorecard with a probability for each score.</p>
${table}
</section>`;
}

function showMeasure(judge: Judge, { measure, format }: MeasureName): Markup {
  const figure = judge[measure];
  if (typeof figure === "number") return showValue(figure, format);
  if (!isEstimated(figure)) return html`<span class="reason">${figure.notEstimable}</span>`;
  return showInterval(figure, format);
}
