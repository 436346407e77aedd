import type { PeriodsComparison } from "../../../experiment/parts.ts";
import { type Estimable, isEstimated } from "../../../statistics/estimate.ts";
import type { Trend } from "../../../statistics/several.ts";
import { formatCount, formatTested } from "../../format.ts";
import { term } from "../../glossary.ts";
import { type Content, html, type Markup } from "../../markup.ts";
import { showFacts } from "../../sections/figure.ts";
import { showPicture } from "../../sections/picture.ts";
import type { RenderedChart } from "../../svg.ts";
import type { ShadowFindings } from "../findings.ts";
import { asSentence, signedThree } from "../words.ts";
import { showPartFigures } from "./part-figures.ts";
import { showParts, tellMultiplicity } from "./parts.ts";

/** Both scores over time. */
export function renderPeriods(
  { periods, measures }: ShadowFindings,
  charts: readonly RenderedChart[],
): Markup {
  const body: Content = isEstimated(periods)
    ? html`<p>${tellMultiplicity(periods, "periods")}</p>
${showTrends(periods)}
${showPicture(charts, "periods", showParts(periods, { head: "Period", caption: "Both scores by when the lead was handed over, with 95% intervals, model less rules" }))}
${showPartFigures(periods, measures, "Period")}`
    : html`<p>${asSentence(periods.notEstimable)}</p>`;
  return html`<section id="periods" aria-labelledby="periods-title">
<h2 id="periods-title">Over time</h2>
${body}
</section>`;
}

/** How AUC and its difference move. */
export function showTrends({ trend, multiplicity }: PeriodsComparison): Markup {
  const say = (moved: Estimable<Trend>) =>
    isEstimated(moved)
      ? `${formatTested(moved, signedThree)}, n = ${formatCount(multiplicity.among, "period")}`
      : `not estimable: ${moved.notEstimable}`;
  return showFacts([
    [html`${term("trend", "Trend")} of the rules' AUC a year`, say(trend.rules)],
    ["Of the model's AUC a year", say(trend.model)],
    ["Of the difference a year", say(trend.difference)],
  ]);
}
