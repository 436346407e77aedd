/** Narrow screens and paper. */
export const MEDIA_STYLES = `
@media (max-width: 46rem) {
  .table:not(.cards) tbody th { position: sticky; left: 0; background: var(--paper); padding-right: .75rem; min-width: 7rem; }
  .cards table, .cards tbody, .cards tr, .cards th, .cards td, .cards caption { display: block; }
  .table:not(.cards) caption { max-width: calc(100vw - 2rem); }
  .cards thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .cards tr { border-top: 1.5px solid var(--ink); padding: .8rem 0 1.2rem; }
  .cards tbody :is(th, td), .cards :is(.why, .reason) { min-width: 0; }
  .cards tbody :is(th, td) { border: 0; padding: .25rem 0; text-align: left; }
  .cards td { display: grid; grid-template-columns: 8.5rem 1fr; gap: 0 1rem; }
  .cell { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 .7rem; }
  .cell :is(.change, .interval) { display: inline; }
  .cards td::before { content: attr(data-label); color: var(--muted); font-size: .875rem; }
  .facts > div { grid-template-columns: 1fr; gap: 0; }
  .cards tr:has(+ .detail) { padding-bottom: .2rem; }
  .cards tr.detail { border-top: 0; padding: 0 0 .8rem; }
  .cards .detail td { display: block; }
  .cards .detail td::before { content: none; }
}
@media (max-width: 66rem) {
  figure { display: block; max-width: 36rem; }
  figure > .picture { margin-bottom: .75rem; }
}

@media print {
  @page { margin: 16mm; }
  :root { font-size: 9pt; }
  nav, .skip, figure details, .detail { display: none; }
  tr:has(+ .detail) > * { border-bottom: 1px solid var(--hairline); }
  section { padding-top: 1.75rem; }
  .table { overflow: visible; }
  h2, h3, thead { break-after: avoid; }
  tr, figure, .figures > div, .picture { break-inside: avoid; }
  th, td { padding: .4rem .35rem; }
  figure { display: block; max-width: 36rem; }
  .why, .reason { min-width: 0; }
  .cards tbody th { min-width: 9rem; }
  .badge { padding-inline: .35rem; }
  .all-cells { display: none; }
  .figures { grid-template-columns: 1fr 1fr; }
  a { color: inherit; text-decoration: none; }
  .badge, .field { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  details:not([open]) > summary { display: none; }
  details::details-content { content-visibility: visible; block-size: auto; }
}
`;
