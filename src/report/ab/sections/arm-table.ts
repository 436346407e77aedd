import { type Estimable, type Interval, isEstimated } from "../../../statistics/estimate.ts";
import { type FormatValue, formatPValue } from "../../format.ts";
import { type Content, html, type Markup } from "../../markup.ts";
import { type Column, showTable } from "../../sections/figure.ts";
import { Reasons } from "../../sections/reasons.ts";

/** One figure of both arms, and model less rules where that says something. */
export interface ArmRow {
  readonly name: Content;
  /** Which way is better. */
  readonly best?: string;
  readonly rules: Estimable<Interval>;
  readonly model: Estimable<Interval>;
  readonly format: FormatValue;
  readonly difference?: Difference;
  readonly formatDifference?: FormatValue;
}

type Difference = Estimable<Interval & { readonly pValue?: number }>;

/** Figures of both arms beside each other, with their reasons where there are none. */
export function showArms(
  rows: readonly ArmRow[],
  { caption }: { readonly caption: string },
): Markup {
  const reasons = new Reasons();
  const columns: readonly Column<ArmRow>[] = [
    {
      head: "Figure",
      cell: ({ name, best }) =>
        html`${name}${best === undefined ? "" : html` <span class="line-place">${best}</span>`}`,
    },
    { head: "Rules", align: "right", cell: (row) => reasons.showInterval(row.rules, row.format) },
    { head: "Model", align: "right", cell: (row) => reasons.showInterval(row.model, row.format) },
    {
      head: "Model less rules",
      align: "right",
      cell: ({ difference, format, formatDifference }) =>
        difference === undefined
          ? ""
          : html`${reasons.showInterval(difference, formatDifference ?? format)}${showP(difference)}`,
    },
  ];
  const isCompared = rows.some(({ difference }) => difference !== undefined);
  const table = showTable(rows, isCompared ? columns : columns.slice(0, -1), {
    caption,
    narrow: "cards",
  });
  return html`${table}
${reasons.list()}`;
}

function showP(difference: Difference): Markup | "" {
  return isEstimated(difference) && difference.pValue !== undefined
    ? html` <span class="interval">${formatPValue(difference.pValue)}</span>`
    : "";
}
