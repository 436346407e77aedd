import type { SelectionFigures, SelectionReport } from "../../../experiment/selection.ts";
import { type Estimable, type Interval, isEstimated } from "../../../statistics/estimate.ts";
import { type FormatValue, formatCount, formatNumber, formatShare } from "../../format.ts";
import { term } from "../../glossary.ts";
import { type Content, html, type Markup } from "../../markup.ts";
import { type Column, showTable } from "../../sections/figure.ts";
import { Reasons } from "../../sections/reasons.ts";
import type { ShadowFindings } from "../findings.ts";
import { demandSpread, demandSpreadOfTops } from "../spread.ts";
import { asSentence, percent, perHundred, signedThree, three, two } from "../words.ts";

/** How leads came to be worked, and what the figures would be for all that were scored. */
export function renderSelection({ selection }: ShadowFindings): Markup {
  const body: Content = isEstimated(selection)
    ? renderReport(selection)
    : html`<div class="callout" role="note" aria-label="Warning"><p><strong>Not allowed for:</strong> ${asSentence(selection.notEstimable)} The figures of this report speak of the leads that were worked.</p></div>`;
  return html`<section id="selection" aria-labelledby="selection-title">
<h2 id="selection-title">How leads came to be worked</h2>
<p>Only leads that sales worked have an outcome, and sales works what a score puts forward. Naive figures take the worked leads for all; ${term("weighted", "weighted figures")} let each stand for those like it, by its ${term("propensity", "propensity")}.</p>
${body}
</section>`;
}

function renderReport(selection: SelectionReport): Markup {
  const { n, worked, effective, propensities, warnings } = selection;
  const source =
    propensities.source === "stored"
      ? html`stored, as a share of leads is handed over regardless of score (${term("exploration", "exploration")})`
      : html`guessed from the rules' score, as no ${term("exploration", "exploration share")} was stored`;
  const share = n === 0 ? "" : ` (${formatShare(worked / n)})`;
  return html`${warnings.map(
    (warning) =>
      html`<div class="callout" role="note" aria-label="Warning"><p><strong>Warning:</strong> ${warning}</p></div>\n`,
  )}<p>Of ${formatCount(n, "scored lead")}, ${formatNumber(worked)}${share} were worked and have an outcome. Their propensities are ${source}. Weighted, they tell as much as ${formatCount(Math.round(effective), "lead")} of equal weight (${term("effective-leads", "effective number")}); ${formatNumber(propensities.raised)} propensities were raised to ${formatShare(propensities.least)}.</p>
${showBeside(selection)}`;
}

interface Row {
  readonly name: Content;
  readonly read: (figures: SelectionFigures) => Estimable<Interval>;
  readonly format: FormatValue;
}

const ROWS: readonly Row[] = [
  { name: term("auc", "AUC, rules"), read: ({ auc }) => demandSpread(auc.rules), format: three },
  { name: "AUC, model", read: ({ auc }) => demandSpread(auc.model), format: three },
  {
    name: term("paired-auc", "AUC, model less rules"),
    read: ({ auc }) => auc.difference,
    format: signedThree,
  },
  { name: "Win rate of those worked, rules", read: readTop("first"), format: percent },
  { name: "Win rate of those worked, model", read: readTop("second"), format: percent },
  {
    name: html`${term("top-precision", "Win rate of those worked")}, difference of 100`,
    read: readTop("difference"),
    format: perHundred,
  },
  {
    name: term("calibration-slope", "Calibration slope, rules"),
    read: readSlope("rules"),
    format: two,
  },
  { name: "Calibration slope, model", read: readSlope("model"), format: two },
];

function readTop(side: "first" | "second" | "difference") {
  return ({ top }: SelectionFigures) => {
    if (!isEstimated(top)) return top;
    const figure = top.precision[side];
    return side === "difference" ? demandSpreadOfTops(figure, top) : demandSpread(figure);
  };
}

function readSlope(arm: "rules" | "model") {
  return ({ calibration }: SelectionFigures) => {
    const line = calibration[arm];
    return isEstimated(line) ? line.slope : line;
  };
}

function showBeside({ naive, weighted, n, worked }: SelectionReport): Markup {
  const reasons = new Reasons();
  const show = (figures: Estimable<SelectionFigures>, { read, format }: Row) => {
    return reasons.showInterval(isEstimated(figures) ? read(figures) : figures, format);
  };
  const columns: readonly Column<Row>[] = [
    { head: "Figure", cell: ({ name }) => name },
    { head: "Naive", align: "right", cell: (row) => show(naive, row) },
    { head: "Weighted", align: "right", cell: (row) => show(weighted, row) },
  ];
  const table = showTable(ROWS, columns, {
    narrow: "cards",
    caption: `Naive beside weighted, with 95% intervals; n = ${formatCount(worked, "worked lead")} of ${formatNumber(n)}`,
  });
  return html`${table}
${reasons.list()}`;
}
