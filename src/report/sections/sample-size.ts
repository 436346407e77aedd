import type { Calibration } from "../calibration.ts";
import { term } from "../glossary.ts";
import { html, type Markup } from "../markup.ts";
import { describeSampleSize } from "../sentences/sample-size.ts";

/** How many deals such a model wants. */
export function renderSampleSize(calibration: Calibration): Markup {
  return html`<section id="sample-size" aria-labelledby="sample-size-title">
<h2 id="sample-size-title">How many deals it wants</h2>
<p>${describeSampleSize(calibration)}</p>
<p class="note">A ${term("sample-size", "sample size")} is worked out from the number of lines, the win rate and the order that is reached, after Riley and others; it is a rule of planning, not a measurement, so it has no interval.</p>
</section>`;
}
