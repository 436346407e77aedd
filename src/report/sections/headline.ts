import { isEstimated } from "../../statistics/estimate.ts";
import type { Calibration } from "../calibration.ts";
import {
  formatCount,
  formatDate,
  formatInterval,
  formatNumber,
  formatPValue,
  formatRange,
  formatSigned,
} from "../format.ts";
import { term } from "../glossary.ts";
import { type Content, html, type Markup } from "../markup.ts";
import { ANSWERS, isChanged } from "../words.ts";

const three = (value: number): string => formatNumber(value, 3);
const signed = (value: number): string => formatSigned(value, 3);

/** What to change and does it pay: the verdict and the four figures that carry it. */
export function renderHeadline(calibration: Calibration): Markup {
  const { scorecard, verdict, comparison, recommendedComparison } = calibration;
  return html`<header class="headline">
<p class="kicker">Counterweight calibration</p>
<h1>${scorecard.name} <span class="version">version ${scorecard.version}</span></h1>
<p class="answer answer-${verdict.answer}">${ANSWERS[verdict.answer]}</p>
${showSentences(verdict.sentence)}
<p class="judged">${describeJudging(calibration)}</p>
<dl class="figures">
${showRanking(calibration)}
${showFigure({
  name: html`${term("log-loss", "Log loss")}, model against rules`,
  figure: showDifference(comparison.deltaLogLoss),
  note: html`below 0 the model is better; rules ${term("calibration", "calibrated")}; ${deals(comparison.deals)}`,
})}
${showChanges(calibration)}
${showFigure({
  name: html`${term("log-loss", "Log loss")}, recommended scorecard against rules`,
  figure: showDifference(recommendedComparison.deltaLogLoss),
  note: html`below 0 the recommendation is better; AUC ${formatInterval(recommendedComparison.deltaAuc, signed)}; ${deals(recommendedComparison.deals)}`,
})}
</dl>
</header>`;
}

/** The first sentence large, what follows it in the size of the text. */
function showSentences(text: string): Markup {
  const end = text.indexOf(". ") + 1;
  if (end === 0) return html`<p class="verdict">${text}</p>`;
  return html`<p class="verdict">${text.slice(0, end)}</p>\n<p>${text.slice(end + 1)}</p>`;
}

function showRanking({ arms, comparison }: Calibration): Markup {
  const [rules, model] = [arms.rules.judge.auc, arms.model.judge.auc];
  const both = isEstimated(rules) && isEstimated(model);
  const { deltaAuc } = comparison;
  const figure = both
    ? html`<span class="big">${three(rules.value)} → ${three(model.value)}</span> <span class="interval">${formatRange(rules, three)} → ${formatRange(model, three)}</span>`
    : html`<span class="reason">rules ${formatInterval(rules, three)}; model ${formatInterval(model, three)}</span>`;
  const difference = isEstimated(deltaAuc)
    ? html`difference ${formatInterval(deltaAuc, signed)}, <span class="nowrap">${formatPValue(deltaAuc.pValue)}</span>`
    : html`difference ${formatInterval(deltaAuc, signed)}`;
  return showFigure({
    name: html`${term("auc", "AUC")}, rules → model`,
    figure,
    note: html`${difference}; ${deals(comparison.deals)}`,
  });
}

function showChanges({ lines }: Calibration): Markup {
  const changed = lines.filter(isChanged).length;
  const thin = lines.filter((line) => line.verdict === "too-little-evidence").length;
  return showFigure({
    name: "Lines to change",
    figure: html`<span class="big">${formatNumber(changed)}</span> <span class="interval">of ${formatCount(lines.length, "line")}</span>`,
    note: `${formatNumber(lines.length - changed)} kept as they are; too little evidence on ${formatNumber(thin)}`,
  });
}

function showDifference(difference: Calibration["comparison"]["deltaLogLoss"]): Markup {
  return isEstimated(difference)
    ? html`<span class="big">${signed(difference.value)}</span> <span class="interval">${formatRange(difference, signed)}</span>`
    : html`<span class="reason">not estimable: ${difference.notEstimable}</span>`;
}

function showFigure(parts: {
  readonly name: Content;
  readonly figure: Content;
  readonly note: Content;
}): Markup {
  return html`<div><dt>${parts.name}</dt><dd>${parts.figure}</dd><dd class="note">${parts.note}</dd></div>`;
}

function describeJudging({ split }: Calibration): Markup {
  const which =
    split.cutoff === null
      ? "drawn by a seeded lot"
      : `scored on or after ${formatDate(split.cutoff)}`;
  return html`Every figure comes from ${formatCount(split.judge, "deal")} ${which}, none of which the weights have seen. Ranges are 95% ${term("interval", "intervals")}.`;
}

function deals(count: number): string {
  return `n = ${formatCount(count, "deal")}`;
}
