import { isEstimated } from "../../statistics/estimate.ts";
import type { Calibration } from "../calibration.ts";
import { formatCount, formatInterval, formatList, formatNumber } from "../format.ts";
import { term } from "../glossary.ts";
import { html, type Markup } from "../markup.ts";
import { nameLeakReason } from "../words.ts";
import { showInterval, showTable, showValue } from "./figure.ts";

const three = (value: number): string => formatNumber(value, 3);

/** The columns that know the outcome, why they were left out, and how they would have flattered. */
export function renderLeftOut({ history, leakEffect, split, arms }: Calibration): Markup {
  const columns = history.excludedColumns;
  const table =
    columns.length === 0
      ? html`<p>No column was left out.</p>`
      : showTable(
          columns,
          [
            { head: "Column", cell: (row) => row.column },
            {
              head: "Why",
              cell: (row) =>
                html`${row.explanation} <span class="line-place">${row.reasons.map(nameLeakReason).join("; ")}</span>`,
            },
            {
              head: "AUC alone",
              linkedHead: html`${term("auc", "AUC")} alone`,
              align: "right",
              cell: (row) => showValue(row.auc, three),
            },
            {
              head: "The model's AUC with it",
              linkedHead: html`The model's ${term("auc", "AUC")} with it`,
              align: "right",
              cell: (row) => showInterval(row.modelAucWith, three),
            },
          ],
          {
            narrow: "cards",
            caption: `AUC alone is a screen over all deals, cross-fitted, without an interval; the model's is of ${formatCount(split.judge, "judging deal")}.${
              isEstimated(arms.model.judge.auc)
                ? ` Without any of them it is ${formatInterval(arms.model.judge.auc, three)}.`
                : ""
            }`,
          },
        );
  const effect =
    leakEffect === null
      ? ""
      : html`<p>With ${formatList(leakEffect.columns)} the model's AUC would have seemed to be <strong>${formatInterval(leakEffect.modelAucWithLeaks, three)}</strong>, instead of an honest <strong>${formatInterval(leakEffect.modelAuc, three)}</strong>. In use, before the decision, those columns are empty.</p>`;
  return html`<section id="left-out" aria-labelledby="left-out-title">
<h2 id="left-out-title">What was left out</h2>
<p>A ${term("leak", "leak")} tells the outcome because it was filled in after it.</p>
${effect}
${table}
</section>`;
}
