import { type Estimable, type Interval, isEstimated } from "../../../statistics/estimate.ts";
import {
  type FormatValue,
  formatCount,
  formatInterval,
  formatNumber,
  formatRange,
  formatShare,
} from "../../format.ts";
import { term } from "../../glossary.ts";
import { type Content, html, type Markup } from "../../markup.ts";
import { showFigure, showReason } from "../../sections/figure.ts";
import type { ShadowFindings } from "../findings.ts";
import type { AbReport } from "../schema.ts";
import { countTested, leadingDifference, nameExperiment, nameSuccess } from "../sentences/live.ts";
import { chooseAnswering } from "../sentences/shadow.ts";
import { demandOutcomes, demandSpread, demandSpreadOfTops } from "../spread.ts";
import {
  asSentence,
  formatDay,
  nameTop,
  percent,
  perHundred,
  signedThree,
  three,
} from "../words.ts";

/** The question answered in one sentence, what to know before acting on it, and four figures. */
export function renderHeadline(whole: AbReport): Markup {
  const report = { ...whole, shadow: demandOutcomes(whole.shadow) };
  const { scorecard, model, answer } = report;
  const against = model === null ? "no model is live" : `against model version ${model.version}`;
  return html`<header class="headline">
<p class="kicker">Counterweight, rules against model</p>
<h1>${scorecard.name} <span class="version">version ${scorecard.version}, ${against}</span></h1>
<p class="verdict">${answer.sentence}</p>
${answer.evidence.length === 0 ? "" : html`<p class="plain">${answer.evidence.join(" ")}</p>\n`}${showCautions(answer.cautions)}${showAlarms(report)}${showFigures(report)}
<p class="judged">${describeBasis(report)}</p>
</header>`;
}

/** What carries the answer; nothing where only a reason would stand in each place. */
function showFigures(report: AbReport): Markup | "" {
  const { shadow, live, answer } = report;
  const experiment = live.find(({ id }) => id === answer.experiment);
  const figures = [
    ...(experiment === undefined ? [] : [showLive(experiment)]),
    ...(isEstimated(shadow)
      ? [
          ...(experiment === undefined ? [showLeads(shadow)] : []),
          showRanking(shadow),
          showWorked(shadow),
          showLoss(shadow),
        ]
      : []),
  ];
  if (figures.length === 0) return "";
  return html`<dl class="figures">
${figures.map((figure) => html`${figure}\n`)}</dl>`;
}

function showCautions(cautions: readonly string[]): Markup | "" {
  const [first, ...others] = cautions;
  if (first === undefined) return "";
  return html`<div class="callout" role="note" aria-label="Before acting on it"><p><strong>Before acting on it:</strong> ${first}</p>
${others.map((caution) => html`<p>${caution}</p>\n`)}</div>\n`;
}

function showAlarms({ watch }: AbReport): Markup | "" {
  if (!isEstimated(watch) || watch.alarms.length === 0) return "";
  const many = formatCount(watch.alarms.length, "alarm");
  const stand = watch.alarms.length === 1 ? "stands" : "stand";
  return html`<p class="plain"><a href="#watch">${many}</a> of the watch ${stand}: ${watch.alarms.map(({ name }) => name).join(", ")}.</p>\n`;
}

/** The experiment that answers. */
function showLive(experiment: AbReport["live"][number]): Markup {
  const { difference } = leadingDifference(experiment);
  return showFigure({
    name: html`Leads of 100 ${nameSuccess(experiment)}, model less rules`,
    figure: isEstimated(difference)
      ? showDifference(difference.anytime, perHundred)
      : showReason(difference.notEstimable),
    note: html`${term("live-experiment", nameExperiment(experiment))}, ${term("every-look", "interval at every look")}; n = ${countTested(experiment)}`,
  });
}

/** The leads that were compared. */
function showLeads(shadow: ShadowFindings): Markup {
  const name = html`Leads in the ${term("shadow-comparison", "shadow comparison")}`;
  const { overall, basis } = shadow;
  return showFigure({
    name,
    figure: html`<span class="big">${formatNumber(overall.n)}</span> <span class="interval">with an outcome, ${formatNumber(overall.won)} won</span>`,
    note:
      basis.kind === "held-out"
        ? "later deals of the history, which taught nothing"
        : `${formatCount(basis.waiting, "more lead")} handed over and without an outcome yet`,
  });
}

function showRanking(shadow: ShadowFindings): Markup {
  const name = html`${term("auc", "AUC")}, rules → model`;
  const { auc, n } = chooseAnswering(shadow);
  return showFigure({
    name,
    figure: showPair(demandSpread(auc.rules), demandSpread(auc.model), three),
    note: html`${term("paired-auc", "difference")} ${formatInterval(auc.difference, signedThree)}; n = ${n}`,
  });
}

function showWorked(shadow: ShadowFindings): Markup {
  const answering = chooseAnswering(shadow);
  const { capacity } = answering;
  const name = html`${term("top-precision", "Win rate of those worked")}, rules → model`;
  if (capacity === undefined) {
    const reason = "how many leads sales can work is not set";
    return showFigure({ name, figure: showReason(reason), note: "" });
  }
  const { top, comparison } = capacity;
  if (!isEstimated(comparison)) {
    return showFigure({ name, figure: showReason(comparison.notEstimable), note: nameTop(top) });
  }
  const { precision, taken } = comparison;
  const difference = demandSpreadOfTops(precision.difference, comparison);
  const whole: FormatValue = (share) => formatShare(share, 0);
  const n = answering.isWeighted
    ? `weighted, n = ${formatNumber(answering.worked)}`
    : `n = ${formatNumber(taken)} by each`;
  return showFigure({
    name,
    figure: showPair(demandSpread(precision.first), demandSpread(precision.second), whole),
    note: html`difference of 100 leads worked ${formatInterval(difference, perHundred)}; ${term("capacity", nameTop(top))}, ${n}`,
  });
}

function showLoss(shadow: ShadowFindings): Markup {
  const name = html`${term("log-loss", "Log loss")}, model less rules`;
  const { logLoss, n } = shadow.overall;
  return showFigure({
    name,
    figure: isEstimated(logLoss.difference)
      ? showDifference(logLoss.difference, signedThree)
      : showReason(logLoss.difference.notEstimable),
    note: html`below 0 the model's ${term("calibration", "probabilities")} are nearer to what came; n = ${formatCount(n, "lead")}`,
  });
}

function showDifference(difference: Interval, format: FormatValue): Markup {
  return html`<span class="big">${format(difference.value)}</span> <span class="interval">${formatRange(difference, format)}</span>`;
}

function showPair(
  rules: Estimable<Interval>,
  model: Estimable<Interval>,
  format: FormatValue,
): Markup {
  return isEstimated(rules) && isEstimated(model)
    ? html`<span class="big">${format(rules.value)} → ${format(model.value)}</span> <span class="interval">${formatRange(rules, format)} → ${formatRange(model, format)}</span>`
    : html`<span class="reason">rules ${formatInterval(rules, format)}; model ${formatInterval(model, format)}</span>`;
}

/** Of which leads the figures are. */
function describeBasis({ shadow, asOf }: AbReport): Content {
  const read = html`Ranges are 95% ${term("interval", "intervals")} unless said otherwise. Underlined words are explained where you point at them or tab to them, and in the <a href="#glossary">glossary</a>. As of ${formatDay(asOf)}.`;
  if (!isEstimated(shadow)) return read;
  const { basis, overall } = shadow;
  const which =
    basis.kind === "served"
      ? "handed over by this service, scored as they stood then"
      : "of the stored history, scored by rules and by a model that only earlier deals taught";
  const when =
    basis.from === null || basis.to === null
      ? ""
      : `, from ${formatDay(basis.from)} to ${formatDay(basis.to)}`;
  const together =
    basis.clusteredBy === null || overall.clusters === null
      ? ""
      : ` ${asSentence(`intervals allow for leads of one ${basis.clusteredBy} going together, ${formatCount(overall.clusters, basis.clusteredBy)} in all`)}`;
  const share = overall.n === 0 ? "" : ` (${percent(overall.won / overall.n)})`;
  return html`${term("shadow-comparison", "Shadow figures")} are of ${formatCount(overall.n, "lead")} ${which}${when}; ${formatNumber(overall.won)}${share} of them were won.${together} ${read}`;
}
