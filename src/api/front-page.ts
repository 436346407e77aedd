import { html, Markup, STYLES } from "../workflows/page-parts.ts";
import { EXAMPLE } from "./example.ts";

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

/**
 * The page at /: what this is, and how to ask it. Anybody may see it, so it tells nothing of what
 * is stored.
 *
 * @param origin address of the service as its caller sees it, such as http://127.0.0.1:8787
 */
export function renderFrontPage(origin: string): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Counterweight</title>
<link rel="icon" href="data:,">
<style>${new Markup(STYLES + OWN_STYLES)}</style>
</head>
<body>
<main>
<header class="headline">
<p class="kicker">Counterweight</p>
<h1>A second opinion on lead scores</h1>
<p class="verdict">Every lead is scored twice: by the points of your scorecard, and by what closed deals say each of its lines is worth.</p>
<p><a href="/docs">Read what the service takes and gives</a>, and try it there.</p>
</header>
${renderExample(origin)}
${renderAddresses()}
</main>
<footer><p>Calling it takes a key. An administrator makes one with <code>counterweight keys create</code> or POST /v1/keys.</p></footer>
</body>
</html>
`.text;
}

function renderExample(origin: string): Markup {
  const command = [
    `curl ${origin}/v1/score \\`,
    "  --header 'authorization: Bearer KEY' \\",
    "  --header 'content-type: application/json' \\",
    `  --data '${JSON.stringify(EXAMPLE, null, 2)}'`,
  ].join("\n");
  return html`<section aria-labelledby="score">
<h2 id="score">Score a lead</h2>
<pre><code>${command}</code></pre>
<p>The answer holds the score with its ledger, the probability to be won with its interval, and whether the two disagree strongly: a threshold has the score on one side, and the model's whole 95% interval on the other. Nothing of this lead is stored. <code>asOf</code> may name the moment to score at; else it is now.</p>
</section>`;
}

const ADDRESSES: readonly (readonly [method: string, path: string, gives: string])[] = [
  ["POST", "/v1/score", "both scores of one lead that is not stored"],
  ["POST", "/v1/leads", "keeps leads, and scores them at everything they do"],
  [
    "GET",
    "/v1/reports/ab",
    "which score is better, rules or model, by how much, and how sure that is",
  ],
  [
    "GET",
    "/v1/reports/calibration",
    "what each line of the scorecard is worth by the closed deals",
  ],
  ["GET", "/docs", "every address, with its fields and who may call it"],
  ["GET", "/openapi.json", "the same for programs (OpenAPI 3.1)"],
  ["GET", "/healthz", "whether it is up"],
];

/** Those that answer anybody; a link to another would lead to a refusal. */
const OPEN = new Set(["/docs", "/openapi.json", "/healthz"]);

function renderAddresses(): Markup {
  return html`<section aria-labelledby="addresses">
<h2 id="addresses">Addresses</h2>
<dl class="facts">
${ADDRESSES.map(
  ([method, path, gives]) =>
    html`<div><dt><code>${method} ${OPEN.has(path) ? html`<a href="${path}">${path}</a>` : path}</code></dt><dd>${gives}</dd></div>`,
)}
</dl>
</section>`;
}
