import type { Calibration } from "../calibration.ts";
import { formatPoints, formatShare } from "../format.ts";
import { term } from "../glossary.ts";
import { html, type Markup } from "../markup.ts";
import { showRate, showTable, showValue } from "./figure.ts";

/** Cuts on the score that keep today's share of deals above them once the points have changed. */
export function renderThresholds({ thresholds }: Calibration): Markup {
  const several = new Set(thresholds.map((threshold) => threshold.scorecard)).size > 1;
  const table =
    thresholds.length === 0
      ? html`<p>The scorecard has no thresholds.</p>`
      : showTable(
          thresholds,
          [
            {
              head: "Threshold",
              cell: ({ name, scorecard }) => (several ? `${name} (${scorecard})` : name),
            },
            { head: "Now", align: "right", cell: (row) => formatPoints(row.current) },
            {
              head: "Recommended",
              align: "right",
              cell: (row) => showValue(row.recommended, formatPoints),
            },
            ...(
              [
                ["Deals above, now", "shareNow"],
                ["Deals above, recommended", "shareRecommended"],
                ["Win rate above, now", "precisionNow"],
                ["Win rate above, recommended", "precisionRecommended"],
              ] as const
            ).map(([head, field]) => ({
              head,
              align: "right" as const,
              cell: (row: Calibration["thresholds"][number]) =>
                showRate(row[field], (share) => formatShare(share)),
            })),
          ],
          {
            narrow: "cards",
            caption: "Score at which each threshold cuts, judged on deals that trained nothing",
          },
        );
  return html`<section id="thresholds" aria-labelledby="thresholds-title">
<h2 id="thresholds-title">Thresholds</h2>
<p>New points move every score. Each recommended ${term("threshold", "threshold")} keeps the share of deals above it that the old one has today.</p>
${table}
</section>`;
}
