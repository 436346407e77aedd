import { PALETTES, type Palette, type Theme } from "./palette.ts";

/** The style sheet of the report: system fonts, one accent, two themes, a narrow and a print form. */
export const STYLES = `
:root { color-scheme: light dark; ${variables("light")} }
@media screen and (prefers-color-scheme: dark) { :root { ${variables("dark")} } }
* { box-sizing: border-box; }
html { scroll-behavior: smooth; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body { margin: 0; background: var(--paper); color: var(--ink); overflow-wrap: break-word;
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Open Sans", sans-serif; }
main, footer { max-width: 74rem; margin: 0 auto; padding: 0 clamp(1rem, 4vw, 3rem); }
h1, h2, h3, .verdict, .big { font-family: "Iowan Old Style", Charter, "Palatino Linotype", Georgia, serif;
  font-weight: 500; line-height: 1.2; text-wrap: balance; }
h1 { font-size: clamp(2rem, 5vw, 2.9rem); margin: .15rem 0 1.2rem; letter-spacing: -.01em; }
h2 { font-size: 1.7rem; margin: 0 0 1.1rem; }
h3 { font-size: 1.25rem; margin: 0 0 .75rem; }
p { max-width: 44rem; margin: 0 0 1rem; }
a { color: var(--accent); text-underline-offset: .18em; text-decoration-thickness: 1px; }
a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; border-radius: 2px; }
abbr { text-decoration: none; }
.term { color: inherit; text-decoration: underline dotted var(--muted); }
.skip { position: absolute; left: -100vw; background: var(--paper); padding: .5rem 1rem; z-index: 1; }
.skip:focus { left: 1rem; top: 1rem; }

.headline { padding-top: clamp(1.75rem, 4vw, 2.75rem); }
.kicker { margin: 0; color: var(--accent); font-weight: 600; letter-spacing: .02em; }
.version { color: var(--muted); font-size: .5em; white-space: nowrap; }
.answer { margin: 0 0 .4rem; font-weight: 600; }
.verdict { font-size: clamp(1.25rem, 2.4vw, 1.6rem); line-height: 1.35; max-width: 60rem; text-wrap: pretty; }
.judged { color: var(--muted); }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 15rem), 1fr));
  gap: 0 2.25rem; margin: 1.75rem 0 0; }
.figures > div { display: grid; grid-row: span 3; grid-template-rows: subgrid; align-content: start;
  border-top: 2px solid var(--accent); padding: .7rem 0 1.5rem; }
.figures dt { font-weight: 600; line-height: 1.35; }
.figures dd { margin: .3rem 0 0; }
.big { display: block; font-size: 1.85rem; font-variant-numeric: lining-nums tabular-nums; white-space: nowrap; }
.note, .interval, .line-place, .why, .reason, caption, figcaption { color: var(--muted); font-size: .875rem; line-height: 1.45; }

nav { margin: 1rem 0 0; border-block: 1px solid var(--hairline); }
nav ul { display: flex; flex-wrap: wrap; gap: .2rem 1.6rem; list-style: none; margin: 0; padding: .7rem 0; }
section { padding-top: 3.5rem; }
nav + section { padding-top: 2.25rem; }

.table { overflow-x: auto; margin: 0 0 1.25rem; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: lining-nums tabular-nums; }
caption { text-align: left; padding: 0 0 .6rem; }
th, td { text-align: left; vertical-align: top; padding: .75rem .8rem; border-bottom: 1px solid var(--hairline); }
th:first-child, td:first-child { padding-left: 0; }
th:last-child, td:last-child { padding-right: 0; }
thead th { vertical-align: bottom; border-bottom: 1.5px solid var(--ink); font-size: .875rem; font-weight: 600; line-height: 1.3; }
tbody th { font-weight: 500; min-width: 9rem; }
.number { text-align: right; }
.cards tbody th { min-width: 15rem; }
.cards .reason { min-width: 6.5rem; }
.value, .nowrap, .change { white-space: nowrap; }
td .interval, .line-place { display: block; }
td .interval { white-space: nowrap; }
.reason { display: inline-block; max-width: 15rem; min-width: 8rem; font-style: italic; }
.line-label { font-weight: 600; }
.change { font-weight: 650; font-size: 1.1rem; }
.why { display: block; margin-top: .35rem; min-width: 14rem; max-width: 20rem; }
.badge { display: inline-block; white-space: nowrap; font-size: .875rem; font-weight: 600; line-height: 1.3;
  padding: .1rem .55rem; border: 1.5px solid currentColor; border-radius: 99px; color: var(--muted); }
.badge-raise { background: var(--accent); border-color: var(--accent); color: var(--paper); }
.badge-lower { color: var(--accent); }
.badge-drop { color: var(--warm); }
.badge-turn-round { background: var(--warm); border-color: var(--warm); color: var(--paper); }
.badge-too-little-evidence { border-style: dashed; }

figure { display: grid; grid-template-columns: 36rem 1fr; grid-template-rows: auto 1fr auto; gap: 0 3rem; margin: 0 0 3.5rem; }
figure > :is(h3, figcaption) { grid-column: 2; }
figure > .picture { grid-area: 1 / 1 / span 2; }
figure > details { grid-column: 1 / -1; min-width: 0; }
figure :is(th, td) { padding-block: .35rem; }
.chart { display: block; width: 100%; height: auto; }
.chart-dark { display: none; }
@media screen and (prefers-color-scheme: dark) { .chart-dark { display: block; } .chart-light { display: none; } }
figcaption { max-width: 44rem; }
details { margin-top: .75rem; }
summary { cursor: pointer; color: var(--accent); width: fit-content; padding: .2rem 0; }
details[open] > summary { margin-bottom: .9rem; }

.facts { margin: 0 0 1.25rem; columns: 2 26rem; column-gap: 3rem; }
.facts > div { display: grid; grid-template-columns: 11rem 1fr; gap: .25rem 1.5rem; break-inside: avoid;
  padding: .55rem 0; border-bottom: 1px solid var(--hairline); }
.facts dt { color: var(--muted); }
.facts dd { margin: 0; font-variant-numeric: lining-nums tabular-nums; }
.notes { max-width: 44rem; padding-left: 1.2rem; }
.notes li { margin-bottom: .5rem; }
.glossary { columns: 2 22rem; column-gap: 3rem; margin: 0; }
.glossary > div { break-inside: avoid; padding-bottom: .9rem; scroll-margin-top: 1rem; }
.glossary > div:target { background: var(--panel); box-shadow: 0 0 0 .5rem var(--panel); }
.glossary dfn { font-style: normal; font-weight: 600; }
.glossary dd { margin: 0; color: var(--muted); font-size: .9375rem; }
footer { margin-top: 4rem; padding-block: 1.5rem 3rem; color: var(--muted); font-size: .875rem; }

@media (max-width: 46rem) {
  .table:not(.cards) tbody th { position: sticky; left: 0; background: var(--paper); padding-right: .75rem; min-width: 7rem; }
  .cards table, .cards tbody, .cards tr, .cards th, .cards td, .cards caption { display: block; }
  .cards thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .cards tr { border-top: 1.5px solid var(--ink); padding: .8rem 0 1.2rem; }
  .cards tbody :is(th, td), .cards :is(.why, .reason) { min-width: 0; }
  .cards tbody :is(th, td) { border: 0; padding: .25rem 0; text-align: left; }
  .cards td { display: grid; grid-template-columns: 8.5rem 1fr; gap: 0 1rem; }
  .cards td > * { grid-column: 2; justify-self: start; }
  .cards td::before { content: attr(data-label); grid-area: 1 / 1 / span 4; color: var(--muted); font-size: .875rem; }
  .facts > div { grid-template-columns: 1fr; gap: 0; }
}
@media (max-width: 66rem) {
  figure { display: block; max-width: 36rem; }
  figure > .picture { margin-bottom: .75rem; }
}

@media print {
  @page { margin: 16mm; }
  :root { font-size: 9pt; }
  nav, .skip, figure details { display: none; }
  section { padding-top: 1.75rem; }
  .table { overflow: visible; }
  h2, h3, thead { break-after: avoid; }
  tr, figure, .figures > div, .picture { break-inside: avoid; }
  th, td { padding: .4rem .45rem; }
  figure { display: block; max-width: 36rem; }
  .why, .reason, .cards tbody th { min-width: 0; }
  .figures { grid-template-columns: 1fr 1fr; }
  a { color: inherit; text-decoration: none; }
  .badge { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  details:not([open]) > summary { display: none; }
  details::details-content { content-visibility: visible; block-size: auto; }
}
`;

function variables(theme: Theme): string {
  const palette: Palette = PALETTES[theme];
  return Object.entries(palette)
    .map(
      ([name, colour]) =>
        `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}: ${colour};`,
    )
    .join(" ");
}
