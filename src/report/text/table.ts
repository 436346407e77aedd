/** One column of a plain-text table. */
export interface TextColumn {
  readonly head: string;
  readonly cells: readonly string[];
  readonly align?: "right";
  /** How narrow the first column may become; 16 unless given. */
  readonly least?: number;
  /** Where the table is too wide, columns of the lowest rank are left out first. */
  readonly rank: number;
}

/** Signs that paint a cell; they take no room. */
export type Paint = (text: string, column: number, row: number) => string;

const GAP = 2;
const LEAST = 16;

/**
 * A table of plain text whose lines are at most `columns` wide: the first column gives way first,
 * down to its least width, then columns of low rank are left out. Head, rule, rows; no trailing space.
 *
 * @throws RangeError on fewer than 20 columns
 */
export function layTable(
  table: readonly TextColumn[],
  columns: number,
  paint: Paint = (text) => text,
): readonly string[] {
  if (columns < 20) throw new RangeError("expected at least 20 columns");
  const shown = fitColumns(table, columns);
  const widths = shown.map((column) => naturalWidth(column));
  const others = widths.slice(1).reduce((sum, width) => sum + GAP + width, 0);
  widths[0] = Math.min(widths[0] ?? 0, columns - others);
  const lay = (cells: readonly string[], row: number) =>
    cells
      .map((cell, i) => {
        const text = padTo(shortenTo(cell, widths[i] ?? 0), widths[i] ?? 0, shown[i]?.align);
        const column = table.indexOf(shown[i] as TextColumn);
        const core = text.trim();
        return core === "" ? text : text.replace(core, () => paint(core, column, row));
      })
      .join(" ".repeat(GAP))
      .trimEnd();
  const rows = shown[0]?.cells.length ?? 0;
  const rule = "─".repeat(others + (widths[0] ?? 0));
  return [
    lay(
      shown.map((column) => column.head),
      -1,
    ),
    rule,
    ...Array.from({ length: rows }, (_, row) =>
      lay(
        shown.map((column) => column.cells[row] ?? ""),
        row,
      ),
    ),
  ];
}

/** Breaks text at spaces into lines of at most `columns`; longer words are cut. */
export function wrapText(text: string, columns: number, indent = 0): readonly string[] {
  const lines: string[] = [];
  let line = "";
  const room = columns - indent;
  for (const word of text.split(/\s+/).filter((word) => word !== "")) {
    const parts = cutWord(word, room);
    for (const part of parts) {
      if (line !== "" && widthOf(line) + 1 + widthOf(part) > room) {
        lines.push(line);
        line = "";
      }
      line = line === "" ? part : `${line} ${part}`;
    }
  }
  if (line !== "") lines.push(line);
  return lines.map((each) => " ".repeat(indent) + each);
}

/** Columns of a terminal that text takes: wide letters take two, combining marks none. */
export function widthOf(text: string): number {
  let width = 0;
  for (const letter of text) width += letterWidth(letter);
  return width;
}

/** Text for a terminal: control characters and marks that turn the writing direction are left out. */
export function plainText(text: string): string {
  return text.replace(/[\t\n\r\u2028\u2029]+/g, " ").replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, "");
}

const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303F\uFF01-\uFF60\uFFE0-\uFFE6]/u;

function letterWidth(letter: string): number {
  if (/[\p{Mn}\p{Me}\p{Cf}]/u.test(letter)) return 0;
  return WIDE.test(letter) ? 2 : 1;
}

function naturalWidth(column: TextColumn): number {
  return Math.max(widthOf(column.head), ...column.cells.map(widthOf));
}

function fitColumns(table: readonly TextColumn[], columns: number): readonly TextColumn[] {
  const [label, ...others] = table;
  if (label === undefined) return [];
  const need = [label, ...others].reduce(
    (sum, column, i) =>
      sum +
      (i === 0
        ? Math.min(column.least ?? LEAST, naturalWidth(column))
        : GAP + naturalWidth(column)),
    0,
  );
  if (need <= columns || others.length === 0) return table;
  const least = others.reduce((a, b) => (b.rank < a.rank ? b : a));
  return fitColumns(
    table.filter((column) => column !== least),
    columns,
  );
}

/** Cut in the middle: names that begin alike often differ at the end. */
function shortenTo(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  const letters = [...text];
  const end = takeWidth(letters.toReversed(), Math.floor((width - 1) / 2)).toReversed();
  const start = takeWidth(letters, width - 1 - widthOf(end.join("")));
  return `${start.join("")}…${end.join("")}`;
}

function takeWidth(letters: readonly string[], width: number): readonly string[] {
  let taken = 0;
  const next = letters.findIndex((letter) => (taken += letterWidth(letter)) > width);
  return next === -1 ? letters : letters.slice(0, next);
}

function padTo(text: string, width: number, align: "right" | undefined): string {
  const space = " ".repeat(Math.max(0, width - widthOf(text)));
  return align === "right" ? space + text : text + space;
}

function cutWord(word: string, room: number): readonly string[] {
  const parts = [""];
  for (const letter of word) {
    const last = parts[parts.length - 1] ?? "";
    if (last !== "" && widthOf(last) + letterWidth(letter) > room) parts.push(letter);
    else parts[parts.length - 1] = last + letter;
  }
  return parts;
}
