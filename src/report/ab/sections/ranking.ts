import { formatCount } from "../../format.ts";
import { term } from "../../glossary.ts";
import { html, type Markup } from "../../markup.ts";
import type { ShadowFindings } from "../findings.ts";
import { demandSpread } from "../spread.ts";
import { countJudged, signedThree, three } from "../words.ts";
import { showArms } from "./arm-table.ts";
import { showVerdict } from "./live.ts";

/** Which score orders leads better. */
export function renderRanking(shadow: ShadowFindings): Markup {
  const { overall } = shadow;
  const { verdict, auc } = overall;
  const table = showArms(
    [
      {
        name: term("auc", "AUC"),
        best: "1 is best",
        rules: demandSpread(auc.rules),
        model: demandSpread(auc.model),
        difference: auc.difference,
        format: three,
        formatDifference: signedThree,
      },
    ],
    { caption: `Ranking, with 95% intervals, n = ${countJudged(overall)}${countClusters(shadow)}` },
  );
  return html`<section id="ranking" aria-labelledby="ranking-title">
<h2 id="ranking-title">Which score ranks leads better?</h2>
<p>${showVerdict(verdict)} ${verdict.reasons.join(" ")} The ${term("paired-auc", "difference in AUC")} is of the same leads by both ${term("ab-arm", "scores")}.</p>
${table}
</section>`;
}

/** `, of 533 accounts`, or nothing where leads stand alone. */
function countClusters({ overall, basis }: ShadowFindings): string {
  return overall.clusters === null || basis.clusteredBy === null
    ? ""
    : `, of ${formatCount(overall.clusters, basis.clusteredBy)}`;
}
