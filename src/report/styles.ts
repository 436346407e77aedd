import { PALETTES, type Palette, type Theme } from "./palette.ts";
import { HEADLINE_STYLES } from "./styles/headline.ts";
import { MEDIA_STYLES } from "./styles/media.ts";
import { PART_STYLES } from "./styles/parts.ts";
import { TABLE_STYLES } from "./styles/tables.ts";

/** Colours of both themes, letters, and words that the glossary explains. */
const BASE_STYLES = `
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
.term { color: inherit; text-decoration: underline dotted var(--muted); }
.term:is(:hover, :focus-visible)::after { content: attr(data-meaning); content: attr(data-meaning) / ""; position: fixed; z-index: 2;
  inset: auto 1rem 1rem; width: fit-content; max-width: min(24rem, 100vw - 2rem); padding: .55rem .8rem; color: var(--ink); background: var(--panel);
  border: 1px solid var(--muted); border-radius: 4px; font: 400 .875rem/1.45 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
  text-align: left; text-wrap: pretty; white-space: normal; letter-spacing: normal; }
@supports (position-area: block-start) {
  .term:is(:hover, :focus-visible) { anchor-name: --term; }
  .term:is(:hover, :focus-visible)::after { position-anchor: --term; inset: auto; position-area: block-start span-all; justify-self: anchor-center;
    position-try-fallbacks: flip-block; }
}
.skip { position: absolute; left: -100vw; background: var(--paper); padding: .5rem 1rem; z-index: 1; }
.skip:focus { left: 1rem; top: 1rem; }
`;

/** The style sheet of the report: system fonts, one accent, two themes, a narrow and a print form. */
export const STYLES = [BASE_STYLES, HEADLINE_STYLES, TABLE_STYLES, PART_STYLES, MEDIA_STYLES].join(
  "",
);

function variables(theme: Theme): string {
  const palette: Palette = PALETTES[theme];
  return Object.entries(palette)
    .map(
      ([name, colour]) =>
        `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}: ${colour};`,
    )
    .join(" ");
}
