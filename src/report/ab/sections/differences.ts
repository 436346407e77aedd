import { formatNumber, formatPoints, formatShare } from "../../format.ts";
import { term } from "../../glossary.ts";
import { type Content, html, type Markup } from "../../markup.ts";
import { showRate, showTable } from "../../sections/figure.ts";
import type { ShadowFindings } from "../findings.ts";
import { describeAgreement, describeDisputed } from "../sentences/differences.ts";
import { percent } from "../words.ts";

type Agreement = ShadowFindings["overall"]["agreement"][number];

/** Where the scores decide differently, and who was right. */
export function renderDifferences(shadow: ShadowFindings): Markup {
  const { overall, cuts } = shadow;
  const tables = overall.agreement.map((table) => {
    const cut = cuts.find(({ name }) => name === table.name);
    const at =
      cut === undefined
        ? table.name
        : `${table.name}: rules from ${formatPoints(cut.points)} points, model from ${formatShare(cut.probability)}`;
    return html`<h3 class="part">${at}</h3>
<p>${describeAgreement(table)}</p>
${tabulate(table)}
`;
  });
  const caution =
    overall.clusters === null || tables.length === 0
      ? ""
      : html`<p>Kappa and the intervals of win rates take every lead for itself; leads of one account or rep go together, so that these are narrower than they should be.</p>`;
  return html`<section id="differences" aria-labelledby="differences-title">
<h2 id="differences-title">Where they decide differently</h2>
<p>${term("agreement", "Agreement")} of the cuts of both scores that stand for the same decision, with ${term("mcnemar-wins", "McNemar's test")} of who is right where they differ.</p>
${tables.length === 0 ? html`<p>No cuts are set that stand for the same decision.</p>` : tables}
${caution}
${renderDisputed(shadow)}
</section>`;
}

function tabulate(table: Agreement): Markup {
  const rows = [
    { name: "Both take", cell: table.both },
    { name: "Only the rules take", cell: table.onlyRules },
    { name: "Only the model takes", cell: table.onlyModel },
    { name: "Both leave", cell: table.neither },
  ];
  return showTable(
    rows,
    [
      { head: "Leads", cell: ({ name }) => name },
      { head: "Number", align: "right", cell: ({ cell }) => formatNumber(cell.n) },
      { head: "Won", align: "right", cell: ({ cell }) => formatNumber(cell.won) },
      { head: "Win rate", align: "right", cell: ({ cell }) => showRate(cell.winRate, percent) },
    ],
    { narrow: "cards", caption: `Leads by who takes them at ${table.name}, with 95% intervals` },
  );
}

function renderDisputed(shadow: ShadowFindings): Markup {
  const { leads } = shadow.overall.disagreement;
  const list: Content =
    leads.length === 0
      ? html`<p>There is no lead that they place apart.</p>`
      : html`<details><summary>The ${formatNumber(leads.length)} leads placed furthest apart</summary>${tabulateLeads(leads)}</details>`;
  return html`<h3 class="part">Leads on which they disagree most</h3>
<p>${describeDisputed(shadow)} See ${term("disputed", "disputed leads")}.</p>
${list}`;
}

function tabulateLeads(leads: ShadowFindings["overall"]["disagreement"]["leads"]): Markup {
  const place = (share: number) => formatShare(share, 0);
  return showTable(
    leads,
    [
      { head: "Lead", cell: ({ lead }) => lead },
      { head: "Points", align: "right", cell: ({ points }) => formatPoints(points) },
      { head: "Above, by rules", align: "right", cell: ({ rules }) => place(rules) },
      { head: "Probability", align: "right", cell: ({ probability }) => percent(probability) },
      { head: "Above, by model", align: "right", cell: ({ model }) => place(model) },
      { head: "Outcome", cell: ({ won }) => (won ? "won" : "lost") },
      { head: "Right", cell: ({ right }) => right },
    ],
    {
      narrow: "cards",
      caption:
        "Scores as they stood then; above: the share of all leads that each score places below it",
    },
  );
}
