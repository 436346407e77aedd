/** Pictures, facts, notes and glossary. */
export const PART_STYLES = `
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
.reasons { list-style: none; margin: 0 0 1rem; padding: 0; color: var(--muted); font-size: .875rem; }
sup { line-height: 0; }
.part { margin-top: 2.75rem; }
:is(.table, .reasons) + figure { margin-top: 2.75rem; }
.glossary { columns: 2 22rem; column-gap: 3rem; margin: 0; }
.glossary > div { break-inside: avoid; padding-bottom: .9rem; scroll-margin-top: 1rem; }
.glossary > div:target { background: var(--panel); box-shadow: 0 0 0 .5rem var(--panel); }
.glossary dfn { font-style: normal; font-weight: 600; }
.glossary dd { margin: 0; color: var(--muted); font-size: .9375rem; }
footer { margin-top: 4rem; padding-block: 1.5rem 3rem; color: var(--muted); font-size: .875rem; }
`;
