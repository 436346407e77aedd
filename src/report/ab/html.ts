import { isEstimated } from "../../statistics/estimate.ts";
import { type Content, html } from "../markup.ts";
import { layPage } from "../page.ts";
import type { RenderedChart } from "../svg.ts";
import type { AbReport } from "./schema.ts";
import { renderDifferences } from "./sections/differences.ts";
import { renderHeadline } from "./sections/headline.ts";
import { renderLive } from "./sections/live.ts";
import { renderMethod } from "./sections/method.ts";
import { renderPayoff } from "./sections/payoff.ts";
import { renderPeriods } from "./sections/periods.ts";
import { renderProbabilities } from "./sections/probabilities.ts";
import { renderRanking } from "./sections/ranking.ts";
import { renderSegments } from "./sections/segments.ts";
import { renderSelection } from "./sections/selection.ts";
import { renderWatch } from "./sections/watch.ts";
import { demandOutcomes } from "./spread.ts";
import { embed } from "./words.ts";

/** What a reader looks for, in the order of the page. */
const CONTENTS = [
  {
    name: "Which is better, and does it pay",
    parts: [
      ["live", "Live experiments"],
      ["ranking", "Ranking"],
      ["payoff", "Does it pay"],
      ["probabilities", "Probabilities"],
    ],
  },
  {
    name: "Where and when",
    parts: [
      ["differences", "Where they differ"],
      ["segments", "By segment"],
      ["periods", "Over time"],
    ],
  },
  {
    name: "What it stands on",
    parts: [
      ["selection", "How leads were chosen"],
      ["watch", "Watch"],
      ["method", "How it was done"],
      ["glossary", "Glossary"],
    ],
  },
] as const;

/** Sections that there are only where both scores could be compared. */
const OF_SHADOW: ReadonlySet<string> = new Set([
  "payoff",
  "probabilities",
  "differences",
  "segments",
  "periods",
  "selection",
]);

/**
 * The report of rules against model as one HTML page that needs no network and no script. All text is
 * escaped; pure, same input same bytes.
 *
 * @param charts pictures of the same findings; may be empty
 */
export function renderPage(report: AbReport, charts: readonly RenderedChart[]): string {
  const { scorecard } = report;
  const shadow = demandOutcomes(report.shadow);
  return layPage({
    title: `Rules against model: ${scorecard.name}`,
    header: renderHeadline(report),
    contents: CONTENTS.map(({ name, parts }) => ({
      name,
      parts: parts.filter(([id]) => isEstimated(shadow) || !OF_SHADOW.has(id)),
    })).filter(({ parts }) => parts.length > 0),
    sections: [
      renderLive(report, charts),
      ...renderShadow(shadow, charts),
      renderWatch(report, charts),
      renderMethod(report),
    ],
    footer: html`All figures of this page, and more decimals of them, stand in the same report as JSON.`,
  });
}

function renderShadow(
  shadow: AbReport["shadow"],
  charts: readonly RenderedChart[],
): readonly Content[] {
  if (!isEstimated(shadow)) {
    return [
      html`<section id="ranking" aria-labelledby="ranking-title">
<h2 id="ranking-title">Which score ranks leads better?</h2>
<p>Cannot be told: ${embed(shadow.notEstimable)}.</p>
</section>`,
    ];
  }
  return [
    renderRanking(shadow),
    renderPayoff(shadow, charts),
    renderProbabilities(shadow, charts),
    renderDifferences(shadow),
    renderSegments(shadow, charts),
    renderPeriods(shadow, charts),
    renderSelection(shadow),
  ];
}
