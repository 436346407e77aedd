import { isEstimated } from "../../../statistics/estimate.ts";
import { html, type Markup } from "../../markup.ts";
import { showPicture } from "../../sections/picture.ts";
import type { RenderedChart } from "../../svg.ts";
import type { ShadowFindings } from "../findings.ts";
import { showPartFigures } from "./part-figures.ts";
import { showParts, tellMultiplicity } from "./parts.ts";

/** Both scores by each attribute, with what allows for looking at many. */
export function renderSegments(
  { segments, measures }: ShadowFindings,
  charts: readonly RenderedChart[],
): Markup {
  const tables = segments.map(
    (compared) => html`<h3 class="part">By ${compared.by}</h3>
<p>${tellMultiplicity(compared, "segments")}${tellUncounted(compared)}</p>
${showParts(compared, { head: "Segment", caption: `Both scores by ${compared.by}, with 95% intervals, model less rules` })}
${showPartFigures(compared, measures, "Segment")}
`,
  );
  return html`<section id="segments" aria-labelledby="segments-title">
<h2 id="segments-title">By segment</h2>
${segments.length === 0 ? html`<p>There are no segments to tell leads apart by.</p>` : ""}
${showPicture(charts, "segments", "")}
${tables}
</section>`;
}

/** That some segments cannot be judged, and count nowhere. */
function tellUncounted({ parts }: ShadowFindings["segments"][number]): string {
  const left = parts.filter(({ auc }) => !isEstimated(auc.difference)).length;
  return left === 0
    ? ""
    : ` ${left} of ${parts.length} segments cannot be judged and are not counted.`;
}
