import type { Scorecard } from "../scorecard/schema.ts";
import {
  formatCount,
  formatDate,
  formatList,
  formatNumber,
  html,
  Markup,
  type Serving,
  STYLES,
} from "../workflows/serving.ts";
import { buildExample } from "./example.ts";

const OWN_STYLES = `
pre { margin: 0 0 1.25rem; padding: 1rem 1.2rem; background: var(--panel); border-left: 2px solid var(--accent);
  white-space: pre-wrap; overflow-wrap: anywhere; font: .875rem/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
code { font: .9375em ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
.facts { columns: 1; }
.facts > div { grid-template-columns: 17rem 1fr; }
.facts :is(dt, dd) { overflow-wrap: anywhere; }
@media (max-width: 46rem) {
  .facts > div { grid-template-columns: 1fr; }
  pre { padding: .8rem; font-size: .75rem; }
}
`;

interface Frame {
  /** Address of the service as its caller sees it, such as http://127.0.0.1:8787. */
  readonly origin: string;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** The page at /: what is served, and how to ask for it. */
export function renderFrontPage(serving: Serving, frame: Frame): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Counterweight: ${formatList(serving.scorecards.map(({ name }) => name))}</title>
<link rel="icon" href="data:,">
<style>${new Markup(STYLES + OWN_STYLES)}</style>
</head>
<body>
<main>
<header class="headline">
<p class="kicker">Counterweight</p>
<h1>A second opinion on lead scores</h1>
<p class="verdict">Every lead is scored twice: by the points of your scorecard, and by what closed deals say each of its lines is worth.</p>
${linkReport(serving)}
</header>
${renderServed(serving)}
${renderExample(serving, frame)}
${renderAddresses(serving)}
</main>
<footer><p>Only programs on this computer may call this service. It writes down nothing of the leads that it scores.</p></footer>
</body>
</html>
`.text;
}

function linkReport({ report }: Serving): Markup {
  return report === null
    ? html`<p>No report is shown: start the service with <code>--report</code> and the folder that <code>counterweight calibrate</code> wrote to.</p>`
    : html`<p><a href="/report">Read the report</a>: which points to change, by how much, and how sure that is.</p>`;
}

function renderServed({ scorecards, trained }: Serving): Markup {
  const { deals, won, firstAsOf, lastAsOf } = trained;
  const span =
    firstAsOf === null || lastAsOf === null
      ? ""
      : `, scored as of ${formatDate(firstAsOf)} to ${formatDate(lastAsOf)}`;
  return html`<section aria-labelledby="served">
<h2 id="served">What is served</h2>
<dl class="facts">
${scorecards.map(describeScorecard)}
<div><dt>Model</dt><dd>learnt from ${formatCount(deals, "closed deal")}, ${formatNumber(won)} of them won${span}</dd></div>
</dl>
<p>All of it was read when the service started. Start it again after a new calibration.</p>
</section>`;
}

function describeScorecard({ name, version, thresholds }: Scorecard): Markup {
  const cuts = thresholds.map((cut) => `${cut.name} from ${formatNumber(cut.score)} points`);
  return html`<div><dt>Scorecard</dt><dd>${name}, version ${version}</dd></div>
<div><dt>Its thresholds</dt><dd>${cuts.length === 0 ? "none" : formatList(cuts)}</dd></div>`;
}

function renderExample({ scorecards }: Serving, { origin, now }: Frame): Markup {
  const example = JSON.stringify(buildExample(scorecards.at(-1)!, now), null, 2);
  const command = [
    `curl ${origin}/v1/score \\`,
    "  --header 'content-type: application/json' \\",
    // An apostrophe would end the shell's quotation; JSON has another way to write it.
    `  --data '${example.replaceAll("'", String.raw`\u0027`)}'`,
  ].join("\n");
  return html`<section aria-labelledby="score">
<h2 id="score">Score a lead</h2>
<pre><code>${command}</code></pre>
<p>The answer holds the score with its ledger, the probability to be won with its interval, and whether the two disagree strongly: a threshold has the score on one side, and the model's whole 95% interval on the other. <code>asOf</code> may name the moment to score at; else it is now.</p>
</section>`;
}

function renderAddresses({ report }: Serving): Markup {
  const addresses: readonly (readonly [method: string, path: string, gives: string])[] = [
    ["POST", "/v1/score", "both scores of one lead"],
    ...(report === null
      ? []
      : ([
          ["GET", "/report", "the report of the calibration"],
          ["GET", "/report/calibration.json", "all its figures"],
        ] as const)),
    ["GET", "/openapi.json", "what the service takes and gives (OpenAPI 3.1)"],
    ["GET", "/healthz", "whether it is up"],
  ];
  return html`<section aria-labelledby="addresses">
<h2 id="addresses">Addresses</h2>
<dl class="facts">
${addresses.map(
  ([method, path, gives]) =>
    html`<div><dt><code>${method} ${method === "GET" ? html`<a href="${path}">${path}</a>` : path}</code></dt><dd>${gives}</dd></div>`,
)}
</dl>
</section>`;
}
