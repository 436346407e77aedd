import { plainText } from "../text/table.ts";

/** One column of a Markdown table. */
export interface MarkdownColumn<Row> {
  readonly head: string;
  /** Plain text; it is escaped on its way into the table. */
  readonly cell: (row: Row) => string;
  readonly align?: "right";
}

/**
 * Plain text for Markdown, on one line. Nothing in it is markup, an HTML tag, a table's border, a
 * reference to an issue or a call to a person.
 */
export function escapeMarkdown(text: string): string {
  return plainText(text)
    .replace(/[\\`*_[\]<>|~$]/g, "\\$&")
    .replaceAll("&", "&amp;")
    .replaceAll("#", "&#35;")
    .replaceAll("@", "&#64;")
    .replaceAll("://", "&#58;//")
    .trim()
    .replace(/^[-+=](?=[-+=\s]|$)/, "\\$&")
    .replace(/^(\d+)([.)])(?=\s|$)/, "$1\\$2");
}

/** A table in the form that GitHub reads. */
export function layMarkdown<Row>(
  rows: readonly Row[],
  columns: readonly MarkdownColumn<Row>[],
): string {
  const lay = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    lay(columns.map(({ head }) => escapeMarkdown(head))),
    lay(columns.map(({ align }) => (align === "right" ? "---:" : "---"))),
    ...rows.map((row) => lay(columns.map(({ cell }) => escapeMarkdown(cell(row))))),
  ].join("\n");
}

/** Plain sentences as a list; empty ones are left out. */
export function listMarkdown(sentences: readonly string[]): string {
  return sentences
    .filter((sentence) => sentence !== "")
    .map((sentence) => `- ${escapeMarkdown(sentence)}`)
    .join("\n");
}
