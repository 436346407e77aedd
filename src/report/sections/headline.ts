import { isEstimated } from "../../statistics/estimate.ts";
import type { Calibration } from "../calibration.ts";
import {
  formatCount,
  formatDate,
  formatInterval,
  formatNumber,
  formatPValue,
  formatRange,
  formatShare,
  formatSigned,
} from "../format.ts";
import { term } from "../glossary.ts";
import { html, type Markup } from "../markup.ts";
import { composeAdvice } from "../sentences/advice.ts";
import { warnOfDrift } from "../sentences/drift.ts";
import { areApart, describeApart, explainEvenScore, nameToday } from "../sentences/today.ts";
import { ANSWERS, countOthers, isChanged } from "../words.ts";
import { showFigure, showReason } from "./figure.ts";

const three = (value: number): string => formatNumber(value, 3);
const signed = (value: number): string => formatSigned(value, 3);

/** What to change and whether it pays: in plain words first, then the four figures that carry it. */
export function renderHeadline(calibration: Calibration): Markup {
  const { scorecard, verdict, drift } = calibration;
  const { headline, pays, sentences } = composeAdvice(calibration);
  return html`<header class="headline">
<p class="kicker">Counterweight calibration</p>
<h1>${scorecard.name} <span class="version">version ${scorecard.version}${countOthers(calibration)}</span></h1>
<p class="verdict pays-${pays}">${headline}</p>
${sentences.map((sentence) => html`<p class="plain">${sentence}</p>\n`)}${drift.broken ? showWarning(calibration) : ""}<dl class="figures">
${showChanges(calibration)}
${showTopTenth(calibration)}
${showRanking(calibration)}
${showLoss(calibration)}
</dl>
<p class="judged">${describeJudging(calibration)}</p>
<p class="judged"><strong>${ANSWERS[verdict.answer]}.</strong> ${verdict.sentence}</p>
</header>`;
}

function showWarning(calibration: Calibration): Markup {
  return html`<div class="callout" role="note" aria-label="Warning"><p><strong>${warnOfDrift(calibration)}</strong> <a href="#drift">What has drifted, and what to do</a></p></div>\n`;
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

function showTopTenth(calibration: Calibration): Markup {
  const { arms } = calibration;
  const now = arms.rules.judge.precisionTopDecile;
  const then = arms.recommended.judge.precisionTopDecile;
  const percent = (share: number) => formatShare(share, 0);
  return showFigure({
    name: html`Win rate in the ${term("top-tenth", "best-scored tenth")}, now → recommended`,
    figure: showPair(now, then, percent),
    note:
      isEstimated(now) && isEstimated(then)
        ? `n = ${formatNumber(now.n)} → ${formatCount(then.n, "deal")}${areApart(calibration) ? `; ${describeApart(calibration)}` : ""}`
        : deals(arms.rules.judge.deals),
  });
}

/** Two figures side by side only where they are of the same deals; else their paired difference. */
function showRanking(calibration: Calibration): Markup {
  const { arms, recommendedComparison } = calibration;
  const { deltaAuc, deals: n } = recommendedComparison;
  const even = explainEvenScore(arms.rules.judge, deltaAuc);
  if (isEstimated(deltaAuc) && (areApart(calibration) || even !== ""))
    return showFigure({
      name: html`${term("auc", "AUC")}, recommended against now`,
      figure: showDifference(deltaAuc),
      note: html`${even === "" ? "on the deals that both score" : even}, <span class="nowrap">${term("p-value", formatPValue(deltaAuc.pValue))}</span>; ${deals(n)}`,
    });
  const difference = isEstimated(deltaAuc)
    ? html`difference ${formatInterval(deltaAuc, signed)}, <span class="nowrap">${term("p-value", formatPValue(deltaAuc.pValue))}</span>`
    : html`difference ${formatInterval(deltaAuc, signed)}`;
  return showFigure({
    name: html`${term("auc", "AUC")}, now → recommended`,
    figure: showPair(arms.rules.judge.auc, arms.recommended.judge.auc, three),
    note: html`${difference}; ${deals(n)}`,
  });
}

function showLoss({ recommendedComparison: { deltaLogLoss, deals: n } }: Calibration): Markup {
  return showFigure({
    name: html`${term("log-loss", "Log loss")}, recommended against now`,
    figure: isEstimated(deltaLogLoss)
      ? showDifference(deltaLogLoss)
      : showReason(deltaLogLoss.notEstimable),
    note: html`below 0 the recommendation is better; both ${term("calibration", "calibrated")}; ${deals(n)}`,
  });
}

function showDifference(difference: Known): Markup {
  return html`<span class="big">${signed(difference.value)}</span> <span class="interval">${formatRange(difference, signed)}</span>`;
}

type Known = { readonly value: number; readonly low: number; readonly high: number };
type Interval = Calibration["comparison"]["deltaLogLoss"];

function showPair(now: Interval, then: Interval, format: (value: number) => string): Markup {
  return isEstimated(now) && isEstimated(then)
    ? html`<span class="big">${format(now.value)} → ${format(then.value)}</span> <span class="interval">${formatRange(now, format)} → ${formatRange(then, format)}</span>`
    : html`<span class="reason">now ${formatInterval(now, format)}; recommended ${formatInterval(then, format)}</span>`;
}

function describeJudging(calibration: Calibration): Markup {
  const { split } = calibration;
  const which =
    split.cutoff === null
      ? "drawn by a seeded lot"
      : `scored on or after ${formatDate(split.cutoff)}`;
  const today = nameToday(calibration);
  const whose = today === "today's points" ? "" : ` What stands for now is ${today}.`;
  const apart = areApart(calibration)
    ? ` Not all of these deals have both scores: ${describeApart(calibration)}.`
    : "";
  return html`Every figure comes from ${areApart(calibration) ? "some or all of " : ""}${formatCount(split.judge, "deal")} ${which}, none of which the judged points and weights have seen.${whose}${apart} Ranges are 95% ${term("interval", "intervals")}. Underlined words are explained where you point at them or tab to them, and in the <a href="#glossary">glossary</a>.`;
}

function deals(count: number): string {
  return `n = ${formatCount(count, "deal")}`;
}
