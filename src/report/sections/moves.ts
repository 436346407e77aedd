import { isEstimated } from "../../statistics/estimate.ts";
import type { Calibration } from "../calibration.ts";
import { formatCount, formatNumber, formatRange, formatShare } from "../format.ts";
import { term } from "../glossary.ts";
import { html, type Markup } from "../markup.ts";
import { collapseMoves, layMoves, type MoveField, type MoveMatrix } from "../moves.ts";
import { showTable } from "./figure.ts";

const SHADES = 5;

/** Who moves from which grade, band and cell to which, as heat tables; the cells folded away. */
export function renderMoves({ moves }: Calibration["backtest"]): Markup | "" {
  if (moves.length === 0) return "";
  const [grades, bands] = [collapseMoves(moves, "grade"), collapseMoves(moves, "band")];
  const cells = showMatrix(layMoves(moves), "Cells: from the row to the column");
  return html`<h3>Who moves</h3>
<p>From the ${term("cell", "class")} of the row today to that of the column as recommended. Each field holds how many deals move so, their win rate and its 95% interval; the darker, the larger its part of the row. On the diagonal nothing changes.</p>
${
  grades === null || bands === null
    ? cells
    : html`<div class="pair">${showMatrix(grades, "Grades, by fit")}${showMatrix(bands, "Bands, by engagement")}</div>
<details class="all-cells"><summary>The same for all ${formatCount(layMoves(moves).classes.length, "cell")}</summary>${cells}</details>`
}`;
}

function showMatrix({ classes, fields }: MoveMatrix, caption: string): Markup {
  const rows = classes.map((name, i) => ({ name, fields: fields[i] ?? [] }));
  const most = Math.max(...fields.flat().map((field) => field?.shareOfRow ?? 0));
  return html`<div class="heat">${showTable(
    rows,
    [
      { head: "Now", cell: ({ name }) => name },
      ...classes.map((to, k) => ({
        head: `→ ${to}`,
        align: "right" as const,
        cell: (row: (typeof rows)[number]) =>
          showField(row.fields[k] ?? null, { most, isStay: row.name === to }),
      })),
    ],
    { caption },
  )}</div>`;
}

function showField(
  field: MoveField | null,
  { most, isStay }: { readonly most: number; readonly isStay: boolean },
): Markup {
  if (field === null) return html`<span class="none">0</span>`;
  const { deals, winRate, shareOfRow } = field;
  const percent = (share: number) => formatShare(share, 0);
  const heat = Math.ceil((SHADES * shareOfRow) / most);
  const rate = isEstimated(winRate)
    ? html`<span class="rate">${percent(winRate.value)} won</span> <span class="range">${formatRange(winRate, (share) => formatNumber(100 * share))}%</span>`
    : html`<span class="range">${winRate.notEstimable}</span>`;
  return html`<span class="field heat-${heat}${isStay ? " stays" : ""}"><span class="count">${formatNumber(deals)}</span> ${rate}</span>`;
}
