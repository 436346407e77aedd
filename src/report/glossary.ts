import { type Content, html, type Markup } from "./markup.ts";
import { TERMS, type TermId } from "./terms.ts";

/**
 * A word that links to its entry in the glossary, and shows the meaning when pointed at or tabbed
 * to.
 */
export function term(id: TermId, words: string): Markup {
  return html`<a class="term" href="#term-${id}" data-meaning="${TERMS[id].meaning}">${words}</a>`;
}

/** The glossary of the words that a page explains, in alphabetical order. */
export function renderGlossary(page: Content): Markup {
  const { text } = html`${page}`;
  const entries = Object.entries(TERMS)
    .filter(([id]) => text.includes(`href="#term-${id}"`))
    .toSorted(([, a], [, b]) => (a.name < b.name ? -1 : 1));
  return html`<section id="glossary" aria-labelledby="glossary-title">
<h2 id="glossary-title">Glossary</h2>
<dl class="glossary">${entries.map(
    ([id, entry]) =>
      html`<div id="term-${id}"><dt><dfn>${entry.name}</dfn></dt><dd>${entry.meaning}</dd></div>\n`,
  )}</dl>
</section>`;
}
