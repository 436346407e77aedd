import { isEstimated } from "../../../statistics/estimate.ts";
import { formatCount, formatNumber } from "../../format.ts";
import { term } from "../../glossary.ts";
import { type Content, html, type Markup } from "../../markup.ts";
import { showFacts } from "../../sections/figure.ts";
import type { ShadowFindings } from "../findings.ts";
import type { AbReport } from "../schema.ts";
import { formatDay, nameArms } from "../words.ts";

/** What was compared and how, so that somebody else could do it again. */
export function renderMethod(report: AbReport): Markup {
  const { shadow, seed, asOf } = report;
  const basis = isEstimated(shadow) ? listBasis(shadow) : [];
  const notes = isEstimated(shadow) ? shadow.basis.notes : [];
  return html`<section id="method" aria-labelledby="method-title">
<h2 id="method-title">How it was done</h2>
${showFacts([["Compared", nameArms(report)], ["As of", formatDay(asOf)], ["Seed of all drawing", String(seed)], ...basis, ...METHODS])}
${notes.length === 0 ? "" : html`<ul class="notes">${notes.map((note) => html`<li>${note}</li>\n`)}</ul>`}
</section>`;
}

const KINDS = {
  served:
    "served: leads that this service handed over, with the scores that stood then, and the deals that closed later",
  "held-out":
    "held out: later deals of the stored history, scored by rules and by a model that only earlier deals taught",
} as const;

function listBasis({ basis, overall, leadsPerWeek }: ShadowFindings): [Content, Content][] {
  const { kind, leads, waiting, clusteredBy } = basis;
  return [
    ["Basis", KINDS[kind]],
    [
      "Leads",
      `${formatNumber(leads)} in all, ${formatNumber(overall.n)} with an outcome, ${formatNumber(overall.won)} won; ${formatNumber(waiting)} wait for an outcome and count nowhere`,
    ],
    [
      "Leads that go together",
      clusteredBy === null || overall.clusters === null
        ? "none: every lead stands alone"
        : `by ${clusteredBy}, ${formatCount(overall.clusters, clusteredBy)}`,
    ],
    [
      "Sales can work",
      leadsPerWeek === null ? "not set" : `${formatCount(leadsPerWeek, "lead")} a week`,
    ],
  ];
}

const METHODS: readonly (readonly [Content, Content])[] = [
  [
    "AUC",
    html`${term("paired-auc", "DeLong's paired interval")}, in its clustered form where leads go together; win rates of those worked likewise`,
  ],
  ["Losses", html`differences by ${term("bootstrap", "bootstrap")}`],
  [
    "Experiments",
    html`${term("every-look", "always-valid intervals")} by a normal mixture, tuned to the planned units; ${term("fixed-horizon", "Welch's t")} for the planned end`,
  ],
  [
    "Calibration",
    html`${term("corp-diagram", "CORP diagrams")} with bands of chance; ${term("reliability-band", "bands")} are drawn from like histories`,
  ],
  [
    "Many looks",
    html`${term("q-value", "q-values")} and ${term("simultaneous", "intervals for all at once")} for segments and periods`,
  ],
  [
    "Selection",
    html`${term("weighted", "inverse-probability weights")} by stored or guessed propensities`,
  ],
];
