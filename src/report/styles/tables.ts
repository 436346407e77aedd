/** Tables, what stands under their rows, and the heat tables of moves. */
export const TABLE_STYLES = `
.table { overflow-x: auto; margin: 0 0 1.25rem; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: lining-nums tabular-nums; }
caption { text-align: left; padding: 0 0 .6rem; }
th, td { text-align: left; vertical-align: top; padding: .75rem .8rem; border-bottom: 1px solid var(--hairline); }
th:first-child, td:first-child { padding-left: 0; }
th:last-child, td:last-child { padding-right: 0; }
thead th { vertical-align: bottom; border-bottom: 1.5px solid var(--ink); font-size: .875rem; font-weight: 600; line-height: 1.3; }
tbody th { font-weight: 500; min-width: 9rem; }
.number { text-align: right; }
.cards tbody th { min-width: 8rem; }
.cards .reason { min-width: 6.5rem; }
.value, .nowrap, .change { white-space: nowrap; }
td .interval, .line-place { display: block; }
td .interval { white-space: nowrap; }
.reason { display: inline-block; max-width: 15rem; min-width: 8rem; font-style: italic; }
.line-label { font-weight: 600; }
.change { display: block; font-weight: 650; font-size: 1.1rem; margin-bottom: .25rem; }
.why { display: block; margin-top: .2rem; min-width: 13rem; max-width: 22rem; font-weight: 400; }
.badge { display: inline-block; white-space: nowrap; font-size: .875rem; font-weight: 600; line-height: 1.3;
  padding: .1rem .55rem; border: 1.5px solid currentColor; border-radius: 99px; color: var(--muted); }
.badge-raise { background: var(--accent); border-color: var(--accent); color: var(--paper); }
.badge-lower { color: var(--accent); }
.badge-drop { color: var(--warm); }
.badge-turn-round { background: var(--warm); border-color: var(--warm); color: var(--paper); }
.badge-too-little-evidence { border-style: dashed; }
tr:has(+ .detail) > * { border-bottom: 0; padding-bottom: .15rem; }
.detail > td { padding-top: 0; padding-bottom: .6rem; }
.detail details { margin-top: 0; }
.detail summary { font-size: .875rem; }
.detail .facts { margin: .2rem 0 .6rem; font-size: .9375rem; }
.line-name { font-weight: 600; }
.line-fact { display: block; }
.paste { margin: 0 0 .8rem; padding: .8rem 1rem; max-width: 44rem; overflow-x: auto; background: var(--panel); border: 1px solid var(--hairline);
  font: .8125rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; user-select: all; -webkit-user-select: all; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr)); gap: 0 2.5rem; }
.heat { min-width: 0; }
.heat th, .heat td { padding: .3rem .25rem; border: 0; }
.heat tbody th { min-width: 0; font-weight: 600; vertical-align: middle; }
.heat tbody td { padding: 1px; height: 1px; }
.heat td .field { display: block; height: 100%; min-width: 4.4rem; padding: .35rem .4rem; line-height: 1.3; }
.heat td .none { display: block; padding: .35rem .4rem; color: var(--muted); font-size: .75rem; }
.field > span { display: block; white-space: nowrap; font-size: .75rem; }
.field > .count { font-size: 1rem; font-weight: 600; }
.all-cells td .field { min-width: 0; padding: .3rem .2rem; }
.all-cells .field > span { font-size: .6875rem; letter-spacing: -.02em; }
.all-cells .field > .count { font-size: .875rem; }
.stays { outline: 1.5px solid var(--muted); outline-offset: -1.5px; }
.heat-1 { background: color-mix(in srgb, var(--accent-soft) 15%, transparent); }
.heat-2 { background: color-mix(in srgb, var(--accent-soft) 35%, transparent); }
.heat-3 { background: color-mix(in srgb, var(--accent-soft) 55%, transparent); }
.heat-4 { background: color-mix(in srgb, var(--accent-soft) 75%, transparent); }
.heat-5 { background: var(--accent-soft); }
`;
