import { isEstimated } from "../../statistics/estimate.ts";
import type { Calibration } from "../calibration.ts";
import {
  formatCount,
  formatDate,
  formatNumber,
  formatPValue,
  formatRange,
  formatShare,
  formatSigned,
} from "../format.ts";
import { term } from "../glossary.ts";
import { html, type Markup } from "../markup.ts";
import {
  describeMatchedCatch,
  describeMoves,
  isParting,
  nameThreshold,
} from "../sentences/back-test.ts";
import type { RenderedChart } from "../svg.ts";
import { type Column, showInterval, showReason, showTable } from "./figure.ts";
import { renderMoves } from "./moves.ts";
import { showPicture } from "./picture.ts";

type Volume = Calibration["backtest"]["volumes"][number];
type Crossing = Volume["newlyPassing"];

/** The judging deals re-scored: who moves where, who passes which threshold, and how they ended. */
export function renderBackTest(
  { backtest, thresholds }: Calibration,
  charts: readonly RenderedChart[],
): Markup {
  const named = backtest.volumes.map((volume) => ({
    ...volume,
    name: nameThreshold(volume.threshold, thresholds),
    parting: isParting(volume, thresholds),
  }));
  return html`<section id="back-test" aria-labelledby="back-test-title">
<h2 id="back-test-title">Back-test</h2>
<p>The ${formatCount(backtest.deals, "judging deal")}, re-scored by what the training deals alone recommend: a ${term("back-test", "back-test")} on deals that had no say. ${describeMoves(backtest)}</p>
${
  named.length === 0
    ? html`<p>The scorecard has no thresholds that deals could pass.</p>`
    : html`<h3>Who passes</h3>
<ul class="notes">${named.map((volume) => html`<li>${describeMatchedCatch(volume, thresholds)}</li>\n`)}</ul>
${showTable(named, COLUMNS, { narrow: "cards", caption: "Each threshold now and as recommended, with 95% intervals" })}`
}
${showPicture(charts, "weekly-volumes", tabulateWeeks(named))}
${renderMoves(backtest)}
</section>`;
}

const one = (value: number): string => formatNumber(value, 1);

const COLUMNS: readonly Column<Volume & { readonly name: string; readonly parting: boolean }>[] = [
  { head: "Threshold", cell: ({ name }) => html`<span class="line-label">${name}</span>` },
  {
    head: "Leads a week, now",
    linkedHead: html`${term("volume", "Leads a week")}, now`,
    align: "right",
    cell: ({ before }) => showInterval(before, one),
  },
  {
    head: "Leads a week, recommended",
    align: "right",
    cell: ({ after }) => showInterval(after, one),
  },
  {
    head: "Change",
    align: "right",
    cell: ({ change }) => showInterval(change, (value) => formatSigned(value, 1)),
  },
  { head: "Newly passing", align: "right", cell: ({ newlyPassing }) => showCrossing(newlyPassing) },
  {
    head: "No longer passing",
    align: "right",
    cell: ({ noLongerPassing }) => showCrossing(noLongerPassing),
  },
  {
    head: "At the same volume, wins gained and missed",
    linkedHead: html`At the same volume, wins gained and missed (${term("mcnemar", "McNemar")})`,
    align: "right",
    cell: (volume) =>
      volume.parting ? showMatched(volume) : showReason("as many pass as before in any case"),
  },
];

function showCrossing({ deals, won, winRate }: Crossing): Markup {
  const rate = isEstimated(winRate)
    ? html`<span class="interval">${formatShare(winRate.value)} won</span> <span class="interval">${formatRange(winRate, (share) => formatShare(share))}</span>`
    : showReason(winRate.notEstimable);
  return html`<span class="value">${formatNumber(deals)}</span> <span class="interval">${formatNumber(won)} of them won</span> ${rate}`;
}

function showMatched({ winsGained, winsMissed, pValue }: Volume): Markup {
  return html`<span class="value">${formatSigned(winsGained)}, ${formatSigned(-winsMissed)}</span> <span class="interval">${formatPValue(pValue)}</span>`;
}

function tabulateWeeks(volumes: readonly (Volume & { readonly name: string })[]): Markup {
  const rows = volumes.flatMap(({ name, weekly }) => weekly.map((week) => ({ name, ...week })));
  return showTable(
    rows,
    [
      { head: "Week from", cell: ({ week }) => formatDate(week) },
      { head: "Threshold", cell: ({ name }) => name },
      { head: "Now", align: "right", cell: ({ before }) => formatNumber(before) },
      { head: "Recommended", align: "right", cell: ({ after }) => formatNumber(after) },
    ],
    { caption: "Judging deals over each threshold, by the week in which they were scored" },
  );
}
