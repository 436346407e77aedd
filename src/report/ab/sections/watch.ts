import { ARMS, type ArmName } from "../../../experiment/assignment.ts";
import { isEstimated } from "../../../statistics/estimate.ts";
import { formatCount, formatList, formatNumber, formatTested } from "../../format.ts";
import { term } from "../../glossary.ts";
import { type Content, html, type Markup } from "../../markup.ts";
import { showFacts, showInterval, showTable } from "../../sections/figure.ts";
import { showPicture } from "../../sections/picture.ts";
import { Reasons } from "../../sections/reasons.ts";
import type { RenderedChart } from "../../svg.ts";
import type { WatchFindings } from "../findings.ts";
import type { AbReport } from "../schema.ts";
import { describeAlarm, describeInflation, describeRetraining } from "../sentences/watch.ts";
import { ARM_LABELS, asSentence, embed, formatDay, signedTwo, three, two } from "../words.ts";
import { showParts, showQ } from "./parts.ts";
import { showTrends } from "./periods.ts";

/** What the daily watch found of the live versions. */
export function renderWatch({ watch }: AbReport, charts: readonly RenderedChart[]): Markup {
  const body: Content = isEstimated(watch)
    ? renderFindings(watch, charts)
    : html`<p>${asSentence(watch.notEstimable)}</p>`;
  return html`<section id="watch" aria-labelledby="watch-title">
<h2 id="watch-title">Watch</h2>
${body}
</section>`;
}

function renderFindings(watch: WatchFindings, charts: readonly RenderedChart[]): Markup {
  return html`<p>As found on ${formatDay(watch.at)}. ${watch.notes.join(" ")}</p>
${renderAlarms(watch)}
${showFacts([
  ["Train again now?", describeRetraining(watch.retraining)],
  [term("score-inflation", "Score inflation"), describeInflation(watch.inflation)],
  ...ARMS.map((arm) => tellDrift(watch, arm)),
])}
<h3 class="part">Lines</h3>
${tabulateLines(watch)}
${renderPower(watch, charts)}
${showPicture(charts, "calibration-over-time", tabulateCalibration(watch))}`;
}

function renderAlarms({ alarms }: WatchFindings): Markup {
  if (alarms.length === 0) return html`<p>No alarm stands.</p>`;
  return html`<div class="callout" role="note" aria-label="Alarms">${alarms.map(
    (alarm) => html`<p><strong>Alarm.</strong> ${describeAlarm(alarm)}</p>\n`,
  )}</div>`;
}

function tellDrift({ calibration }: WatchFindings, arm: ArmName): readonly [Content, Content] {
  const drift = calibration[arm];
  const name = `Calibration of the ${arm} a year`;
  if (!isEstimated(drift)) return [name, asSentence(`not estimable: ${drift.notEstimable}`)];
  const n = drift.periods.reduce((sum, period) => sum + period.n, 0);
  return [
    name,
    html`in ${term("log-odds", "log-odds")} ${formatTested(drift.shiftPerYear, signedTwo)}; its ${term("calibration-slope", "slope")} ${formatTested(drift.slopePerYear, signedTwo)}; n = ${formatNumber(n)} leads`,
  ];
}

const STATES = { moved: "moved", steady: "steady", "not-yet-known": "not yet known" } as const;

function tabulateLines({ lines }: WatchFindings): Markup {
  if (lines.length === 0) return html`<p>There are no lines to watch.</p>`;
  const known = lines.filter(({ stability }) => isEstimated(stability));
  return html`${known.length === 0 ? "" : tabulateKnown(known)}${tellUnknown(lines)}`;
}

const MOST_NAMED = 5;

/** The lines of which nothing can be said, by the reason, in place of a row each. */
function tellUnknown(lines: WatchFindings["lines"]): Markup[] {
  const labels = new Map<string, string[]>();
  for (const { label, stability } of lines) {
    if (isEstimated(stability)) continue;
    labels.set(stability.notEstimable, [...(labels.get(stability.notEstimable) ?? []), label]);
  }
  return [...labels].map(([reason, names]) => {
    const which = names.length > MOST_NAMED ? formatCount(names.length, "line") : formatList(names);
    return html`<p>Not estimable for ${which}: ${embed(reason)}.</p>\n`;
  });
}

function tabulateKnown(lines: WatchFindings["lines"]): Markup {
  return showTable(
    lines,
    [
      { head: "Line", cell: ({ label }) => html`<span class="line-label">${label}</span>` },
      { head: "State", cell: ({ state }) => STATES[state] },
      {
        head: "Stability index",
        linkedHead: term("stability-index", "Stability index"),
        align: "right",
        cell: ({ stability }) => showInterval(stability, three),
      },
      {
        head: "q-value",
        linkedHead: term("q-value", "q-value"),
        align: "right",
        cell: ({ qValue }) => (qValue === null ? "none" : showQ(qValue)),
      },
    ],
    { narrow: "cards", caption: "How far the doses of each line have moved, with 95% intervals" },
  );
}

function renderPower({ power }: WatchFindings, charts: readonly RenderedChart[]): Markup {
  if (!isEstimated(power)) {
    return html`<h3 class="part">Power over time</h3>
<p>${asSentence(power.notEstimable)}</p>`;
  }
  const numbers = showParts(power, {
    head: "Period",
    caption: "AUC of the live versions by period, with 95% intervals, model less rules",
  });
  return html`${showPicture(charts, "power", numbers)}
${showTrends(power)}`;
}

function tabulateCalibration({ calibration }: WatchFindings): Markup {
  const reasons = new Reasons();
  const rows = ARMS.flatMap((arm) => {
    const drift = calibration[arm];
    return isEstimated(drift) ? drift.periods.map((period) => ({ arm, ...period })) : [];
  });
  const table = showTable(
    rows,
    [
      { head: "Period", cell: ({ name }) => name },
      { head: "Score", cell: ({ arm }) => ARM_LABELS[arm] },
      { head: "Leads", align: "right", cell: ({ n }) => formatNumber(n) },
      {
        head: "Log-odds off",
        align: "right",
        cell: ({ shift }) => reasons.showInterval(shift, signedTwo),
      },
      {
        head: "Slope",
        align: "right",
        cell: ({ slope }) => reasons.showInterval(slope, two),
      },
    ],
    { narrow: "cards", caption: "Calibration by period, with 95% intervals" },
  );
  return html`${table}\n${reasons.list()}`;
}
