import { renderGlossary } from "./glossary.ts";
import { type Content, html, Markup } from "./markup.ts";
import { STYLES } from "./styles.ts";

/** Parts of a page that a reader may look for, with the ids of their sections. */
export interface ContentsGroup {
  readonly name: string;
  readonly parts: readonly (readonly [id: string, words: string])[];
}

export interface PageParts {
  readonly title: string;
  readonly header: Markup;
  readonly contents: readonly ContentsGroup[];
  readonly sections: readonly Content[];
  /** What else to know of the page, after who made it. */
  readonly footer: Content;
}

/**
 * One HTML page that needs no network and no script. At its end stands the glossary of the words that
 * it explains. All plain text is escaped; same input, same bytes.
 */
export function layPage({ title, header, contents, sections, footer }: PageParts): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Counterweight">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${new Markup(STYLES)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the report</a>
<main id="main">
${header}
${layContents(contents)}
${sections.map((section) => html`${section}\n`)}${renderGlossary([header, sections])}
</main>
<footer><p>Made by Counterweight. ${footer}</p></footer>
</body>
</html>
`.text;
}

function layContents(contents: readonly ContentsGroup[]): Markup {
  const groups = contents.map(({ name, parts }, i) => {
    const links = parts.map(([id, words]) => html`<li><a href="#${id}">${words}</a></li>`);
    return html`<div><p id="contents-${i}">${name}</p><ul aria-labelledby="contents-${i}">${links}</ul></div>\n`;
  });
  return html`<nav aria-label="Contents">
${groups}</nav>`;
}
