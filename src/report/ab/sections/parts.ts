import type { PartComparison, PartsComparison } from "../../../experiment/parts.ts";
import { isEstimated } from "../../../statistics/estimate.ts";
import { formatCount, formatNumber, formatPValue, formatRange } from "../../format.ts";
import { term } from "../../glossary.ts";
import { type Content, html, type Markup } from "../../markup.ts";
import { type Column, showTable } from "../../sections/figure.ts";
import { Reasons } from "../../sections/reasons.ts";
import { demandSpread } from "../spread.ts";
import { signedFour, signedThree, three } from "../words.ts";

/** Both scores by segment or period: own and simultaneous intervals, and q-values. */
export function showParts(
  { parts }: PartsComparison,
  { head, caption }: { readonly head: string; readonly caption: string },
): Markup {
  const reasons = new Reasons();
  const table = showTable(parts, listColumns(head, reasons), { narrow: "cards", caption });
  return html`${table}
${reasons.list()}`;
}

function listColumns(head: string, reasons: Reasons): readonly Column<PartComparison>[] {
  const column = (
    name: string,
    cell: Column<PartComparison>["cell"],
    linkedHead?: Markup,
  ): Column<PartComparison> => ({
    head: name,
    align: "right",
    cell,
    ...(linkedHead !== undefined && { linkedHead }),
  });
  return [
    { head, cell: ({ name }) => html`<span class="line-label">${name}</span>` },
    column("Leads", showSize),
    column("AUC, rules", ({ auc }) => reasons.showInterval(demandSpread(auc.rules), three)),
    column("AUC, model", ({ auc }) => reasons.showInterval(demandSpread(auc.model), three)),
    column(
      "Difference, own interval",
      ({ auc }) => reasons.showInterval(auc.difference, signedThree),
      html`${term("paired-auc", "Difference")}, own interval`,
    ),
    column("For all at once", showSimultaneous, term("simultaneous", "For all at once")),
    column(
      "q-value",
      ({ judged }) => (judged === null ? "none" : showQ(judged.qValue)),
      term("q-value", "q-value"),
    ),
    column("Log loss, difference", ({ logLoss }) => reasons.showInterval(logLoss, signedFour)),
  ];
}

function showSize({ n, won }: PartComparison): Markup {
  return html`<span class="value">${formatNumber(n)}</span> <span class="interval">${formatNumber(won)} won</span>`;
}

function showSimultaneous({ judged }: PartComparison): Content {
  return judged === null
    ? "none"
    : html`<span class="nowrap">${formatRange(judged.simultaneous, signedThree)}</span>`;
}

/** A q-value on one line. */
export function showQ(qValue: number): Markup {
  return html`<span class="nowrap">${formatPValue(qValue).replace("p", "q")}</span>`;
}

const METHODS = {
  "benjamini-hochberg": "Benjamini and Hochberg",
  "benjamini-yekutieli":
    "Benjamini and Yekutieli, as leads that go together stand in several parts",
} as const;

/** How the number of parts is allowed for, and whether they differ among each other. */
export function tellMultiplicity(
  { multiplicity, heterogeneity }: PartsComparison,
  parts: string,
): Content {
  const { among, qValues } = multiplicity;
  const many = `Of ${formatCount(among, "difference")} looked at, some may lie off 0 by chance alone: q-values (${METHODS[qValues]}) and the wider intervals (Bonferroni) allow for that.`;
  if (!isEstimated(heterogeneity)) {
    return html`${many} Whether the differences differ among ${parts} cannot be told: ${heterogeneity.notEstimable}.`;
  }
  const { chiSquare, degrees, pValue } = heterogeneity;
  const says =
    pValue < 0.05 ? "vary by more than chance makes" : "vary by no more than chance may make";
  return html`${many} Among ${parts} the differences ${says} (${term("heterogeneity", "heterogeneity")}, chi-square ${formatNumber(chiSquare, 1)} with ${formatCount(degrees, "degree")} of freedom, ${formatPValue(pValue)}).`;
}
