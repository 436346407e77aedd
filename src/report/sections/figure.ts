import { type Estimable, type Interval, isEstimated } from "../../statistics/estimate.ts";
import { type FormatValue, formatNumber, formatPValue, formatRange } from "../format.ts";
import { type Content, html, type Markup } from "../markup.ts";

/** A value over its interval, or the reason why there is none. */
export function showInterval(estimate: Estimable<Interval>, format: FormatValue): Markup {
  if (!isEstimated(estimate)) return showReason(estimate.notEstimable);
  return html`<span class="value">${format(estimate.value)}</span> <span class="interval">${formatRange(estimate, format)}</span>`;
}

/** A value that has no interval, or the reason why there is none. */
export function showValue(estimate: Estimable<number>, format: FormatValue): Markup {
  return isEstimated(estimate)
    ? html`<span class="value">${format(estimate)}</span>`
    : showReason(estimate.notEstimable);
}

/** As showInterval, with the number of deals or answers that the rate stands on. */
export function showRate(
  rate: Estimable<Interval & { readonly n: number }>,
  format: FormatValue,
): Markup {
  if (!isEstimated(rate)) return showReason(rate.notEstimable);
  return html`${showInterval(rate, format)} <span class="interval">n = ${formatNumber(rate.n)}</span>`;
}

/** A difference over its interval with its p-value, or the reason why there is none. */
export function showTested(
  estimate: Estimable<Interval & { readonly pValue: number }>,
  format: FormatValue,
): Markup {
  if (!isEstimated(estimate)) return showReason(estimate.notEstimable);
  return html`${showInterval(estimate, format)} <span class="interval">${formatPValue(estimate.pValue)}</span>`;
}

/** A figure that carries the answer, large, in the list of those on the first screen. */
export function showFigure(parts: {
  readonly name: Content;
  readonly figure: Content;
  readonly note: Content;
}): Markup {
  return html`<div><dt>${parts.name}</dt><dd>${parts.figure}</dd><dd class="note">${parts.note}</dd></div>`;
}

/** Names and facts, one under another; empty facts are left out. */
export function showFacts(facts: readonly (readonly [name: Content, fact: Content])[]): Markup {
  const told = facts.filter(
    ([, fact]) => fact !== "" && !(Array.isArray(fact) && fact.length === 0),
  );
  return html`<dl class="facts">
${told.map(([name, fact]) => html`<div><dt>${name}</dt><dd>${fact}</dd></div>\n`)}</dl>`;
}

export function showReason(reason: string): Markup {
  return html`<span class="reason">not estimable: ${reason}</span>`;
}

export interface Column<Row> {
  readonly head: string;
  /** The head with links, where it has any. */
  readonly linkedHead?: Markup;
  readonly cell: (row: Row) => Content;
  /** Numbers stand to the right; the first column heads its row. */
  readonly align?: "right";
}

export interface TableOptions<Row> {
  /** Without links, which a caption may not hold. */
  readonly caption: string;
  /** What else there is to say of a row, under it over the whole width; "" where there is nothing. */
  readonly detail?: (row: Row) => Content;
  /** Cards put one row under another on narrow screens; else the table scrolls in its own box. */
  readonly narrow?: "cards";
}

/** A table whose first column heads the rows, in a box of its own that scrolls when it is narrow. */
export function showTable<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  { caption, narrow, detail }: TableOptions<Row>,
): Markup {
  const cards = narrow === "cards";
  const align = (column: Column<Row>) => (column.align === "right" ? html` class="number"` : "");
  const label = (column: Column<Row>) => (cards ? html` data-label="${column.head}"` : "");
  const heads = columns.map(
    (column) =>
      html`<th scope="col" role="columnheader"${align(column)}>${column.linkedHead ?? column.head}</th>`,
  );
  const body = rows.map((row) => {
    const cells = columns.map((column, i) =>
      i === 0
        ? html`<th scope="row" role="rowheader">${column.cell(row)}</th>`
        : html`<td role="cell"${align(column)}${label(column)}>${cards ? html`<div class="cell">${column.cell(row)}</div>` : column.cell(row)}</td>`,
    );
    const more = detail?.(row) ?? "";
    const below = html`<tr role="row" class="detail"><td role="cell" colspan="${columns.length}">${more}</td></tr>\n`;
    return html`<tr role="row">${cells}</tr>\n${more === "" ? "" : below}`;
  });
  return html`<div class="${cards ? "table cards" : "table"}" role="group" tabindex="0" aria-label="Table, scrolls sideways where it is too wide">
<table role="table"><caption>${caption}</caption>
<thead role="rowgroup"><tr role="row">${heads}</tr></thead>
<tbody role="rowgroup">
${body}</tbody></table></div>`;
}
