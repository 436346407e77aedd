import { type Estimable, isEstimated } from "../../statistics/estimate.ts";
import { formatList, formatNumber } from "../format.ts";
import { plainText, wrapText } from "./table.ts";

export interface TextOptions {
  /** Width of the terminal; at least 20. */
  readonly columns: number;
  readonly colour: "none" | "ansi";
}

/** Lines of text that belong together. */
export type Block = readonly string[];

/** Stands in a table where there is no figure; the reason follows under the table. */
export const UNKNOWN = "–";

const MOST_NAMES = 3;

type Figure = number | { readonly value: number };

export function headBlock(text: string, options: TextOptions): Block {
  return wrapText(text, options.columns).map((line) => paintAs(line, "1", options));
}

/** Wraps text in an ANSI code where colour is wanted. */
export function paintAs(text: string, code: string, { colour }: TextOptions): string {
  return colour === "ansi" ? `\u001B[${code}m${text}\u001B[0m` : text;
}

/** Reasons for the figures that a table could not show, each with the rows that lack it. */
export function explainUnknown(
  rows: readonly { readonly name: string; readonly figures: readonly Estimable<Figure>[] }[],
  { columns }: TextOptions,
): Block {
  const namesByReason = new Map<string, Set<string>>();
  for (const { name, figures } of rows)
    for (const figure of figures) {
      if (isEstimated(figure)) continue;
      const names = namesByReason.get(figure.notEstimable) ?? new Set();
      namesByReason.set(figure.notEstimable, names.add(plainText(name)));
    }
  return [...namesByReason].flatMap(([reason, names]) =>
    wrapText(`${UNKNOWN} not estimable: ${plainText(reason)} (${listSome([...names])})`, columns),
  );
}

function listSome(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  return more <= 1
    ? formatList(names)
    : formatList([...names.slice(0, MOST_NAMES), `${formatNumber(more)} more`]);
}
