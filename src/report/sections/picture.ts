import { type Content, html, Markup } from "../markup.ts";
import type { RenderedChart } from "../svg.ts";

/** A picture with what it shows in words, and its numbers folded away; "" where it was not drawn. */
export function showPicture(
  charts: readonly RenderedChart[],
  id: string,
  numbers: Content,
): Markup | "" {
  const chart = charts.find((each) => each.id === id);
  if (chart === undefined) return "";
  return html`<figure aria-labelledby="${id}-caption">
<h3 id="${id}-caption">${chart.title}</h3>
<div class="picture">
${new Markup(chart.light)}
${new Markup(chart.dark)}
</div>
<figcaption>${chart.description}</figcaption>
${numbers === "" ? "" : html`<details><summary>The numbers of this picture</summary>${numbers}</details>`}
</figure>`;
}
