import { isEstimated } from "../../statistics/estimate.ts";
import type { Calibration, Judge } from "../calibration.ts";
import { formatNumber } from "../format.ts";
import { term } from "../glossary.ts";
import { html, type Markup } from "../markup.ts";
import { MEASURES, PARTS } from "../measures.ts";
import type { RenderedChart } from "../svg.ts";
import { listArms } from "../words.ts";
import { showTable } from "./figure.ts";
import { renderComparisonPictures } from "./pictures.ts";
import { Reasons } from "./reasons.ts";

/** Every measure of every arm, with intervals and the deals it stands on, and their pictures. */
export function renderArms(calibration: Calibration, charts: readonly RenderedChart[]): Markup {
  const arms = listArms(calibration);
  const reasons = new Reasons();
  const rows = [
    {
      name: html`Judging deals`,
      cell: ({ deals, won }: Judge) =>
        html`<span class="value">${formatNumber(deals)}</span> <span class="interval">${formatNumber(won)} won</span>`,
    },
    ...MEASURES.map(({ measure, name, term: id, best, format }) => ({
      name: html`${term(id, name)} <span class="line-place">${best}</span>`,
      cell: (judge: Judge) => reasons.showInterval(judge[measure], format),
    })),
    ...PARTS.map(({ name, term: id, best, read }) => ({
      name: html`${term(id, name)} <span class="line-place">${best}</span>`,
      cell: (judge: Judge) => {
        const text = read(judge);
        return isEstimated(text) ? html`<span class="value">${text}</span>` : reasons.cite(text);
      },
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
    {
      caption:
        "Each measure with its 95% interval, of the deals of the first row. Parts of an average have no interval of their own, and a test is its own measure of chance.",
    },
  );
  return html`<section id="arms" aria-labelledby="arms-title">
<h2 id="arms-title">Rules, recommendation and model compared</h2>
<p>${term("arm", "Ways of scoring")} the same ${term("judging", "judging deals")}. Points alone are no probability: the ${term("calibration", "calibrated")} rules are the same scorecard with a probability for each score, ${term("naive-bayes", "naive Bayes")} is the baseline that a learned score has to beat${calibration.arms.existingScore === undefined ? "" : ", and beside them stands the score that was there already"}.</p>
${table}
${reasons.list()}
${renderComparisonPictures(calibration, charts)}
</section>`;
}
