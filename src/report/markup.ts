/** Text that is already HTML. Everything else is escaped on its way into `html`. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Content = string | number | Markup | readonly Content[];

/**
 * HTML from a template: plain text that is put in is escaped, `Markup` is not, lists are joined.
 * Safe between tags and inside double-quoted attributes; not inside script or style.
 */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return new Markup(
    parts.map((part, i) => (i === 0 ? part : toText(values[i - 1] ?? "") + part)).join(""),
  );
}

/**
 * Control characters other than tab and line end, and marks that turn the writing direction, become
 * U+FFFD: the latter would turn the figures beside a name around.
 */
export function replaceControls(text: string): string {
  return text.replace(/(?![\t\n\r])[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu, "\uFFFD");
}

/** Escapes text for HTML, and replaces control characters. */
export function escapeText(text: string): string {
  return replaceControls(text)
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;")
    .replace(/'/g, "&#39;");
}

function toText(content: Content): string {
  if (content instanceof Markup) return content.text;
  if (typeof content === "string") return escapeText(content);
  if (typeof content === "number") return escapeText(String(content));
  return content.map(toText).join("");
}
