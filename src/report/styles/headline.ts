/** What to change and whether it pays, and the contents. */
export const HEADLINE_STYLES = `
.headline { padding-top: clamp(1.75rem, 4vw, 2.75rem); }
.kicker { margin: 0; color: var(--accent); font-weight: 600; letter-spacing: .02em; }
.version { color: var(--muted); font-size: .5em; white-space: nowrap; }
.verdict { font-size: clamp(1.25rem, 2.4vw, 1.6rem); line-height: 1.35; max-width: 60rem; text-wrap: pretty; }
.plain { font-size: 1.0625rem; max-width: 52rem; text-wrap: pretty; }
.judged { color: var(--muted); font-size: .9375rem; max-width: 60rem; }
.callout { margin: 0 0 1.25rem; padding: .8rem 1.1rem; max-width: 52rem; border-left: 4px solid var(--warm); background: var(--panel); }
.callout p { margin: 0; max-width: none; }
.callout p + p { margin-top: .35rem; }
.callout strong { color: var(--warm); }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 15rem), 1fr));
  gap: 0 2.25rem; margin: 1.75rem 0 0; }
.figures > div { display: grid; grid-row: span 3; grid-template-rows: subgrid; align-content: start;
  border-top: 2px solid var(--accent); padding: .7rem 0 1.5rem; }
.figures dt { font-weight: 600; line-height: 1.35; }
.figures dd { margin: .3rem 0 0; }
.big { display: block; font-size: 1.85rem; font-variant-numeric: lining-nums tabular-nums; white-space: nowrap; }
.note, .interval, .line-place, .why, .reason, caption, figcaption { color: var(--muted); font-size: .875rem; line-height: 1.45; }

nav { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 16rem), 1fr)); gap: .6rem 2.25rem;
  margin: 1.5rem 0 0; padding: .9rem 0; border-block: 1px solid var(--hairline); }
nav p { margin: 0; font-weight: 600; font-size: .875rem; }
nav ul { display: flex; flex-wrap: wrap; gap: .1rem 1.1rem; list-style: none; margin: 0; padding: .15rem 0; }
nav a { display: inline-block; padding: .15rem 0; }
section { padding-top: 3.5rem; }
nav + section { padding-top: 2.25rem; }
h3 { scroll-margin-top: 1rem; }
`;
