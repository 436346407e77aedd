import type { Calibration } from "../calibration.ts";
import { formatCount, formatInterval, formatNumber, formatShare } from "../format.ts";
import { term } from "../glossary.ts";
import { html, type Markup } from "../markup.ts";

const three = (value: number): string => formatNumber(value, 3);

/** What sales said, held against the scores and the outcomes. */
export function renderFeedback({ feedback }: Calibration): Markup {
  const title = html`<h2 id="feedback-title">Feedback from sales</h2>`;
  if (feedback === null)
    return html`<section id="feedback" aria-labelledby="feedback-title">${title}<p>No feedback was given with this history.</p></section>`;
  const { entries, matched, accepted } = feedback;
  const share = matched > 0 ? ` (${formatShare(accepted / matched)})` : "";
  return html`<section id="feedback" aria-labelledby="feedback-title">
${title}
<dl class="facts">
<div><dt>Answers</dt><dd>${formatCount(entries, "answer")}, ${formatNumber(matched)} of them on leads of this history</dd></div>
<div><dt>Accepted</dt><dd>${formatNumber(accepted)}${share}</dd></div>
<div><dt>${term("auc", "AUC")} of the rules for acceptance</dt><dd>${formatInterval(feedback.rulesAuc, three)}</dd></div>
<div><dt>${term("auc", "AUC")} of the model for acceptance</dt><dd>${formatInterval(feedback.modelAuc, three)}</dd></div>
<div><dt>${term("kappa", "Kappa")} of acceptance with the outcome</dt><dd>${formatInterval(feedback.kappaWithOutcome, (value) => formatNumber(value, 2))}</dd></div>
</dl>
<p>Where sales saw today's score before it answered, agreement with the rules may be an echo of them.</p>
</section>`;
}
