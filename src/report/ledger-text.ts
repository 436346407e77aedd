import { formatDate, formatNumber, formatShare, formatSigned } from "./format.ts";
import type { LeadScore } from "./lead-score.ts";

interface Row {
  readonly label: string;
  readonly dose: number;
  readonly worth: number;
  readonly contribution: number;
}

/** One lead's scores line by line, as text: the last column of each part adds up to its score. */
export function renderLedger({ lead, asOf, rules, model }: LeadScore): string {
  const when = asOf === 0 ? "" : `, as it was known on ${formatDate(new Date(asOf).toISOString())}`;
  const reached = rules.thresholds.filter((cut) => cut.reached).map((cut) => cut.name);
  return [
    `Lead ${lead}${when}`,
    "",
    `Rules (${rules.scorecard}): ${formatNumber(rules.total, 2)} points, fit ${formatNumber(rules.fit, 2)}, engagement ${formatNumber(rules.engagement, 2)}`,
    `Cell ${rules.cell}: ${rules.nextAction}`,
    `Thresholds reached: ${reached.join(", ") || "none"}`,
    ...rules.categories.map(
      ({ name, points, actions }) =>
        `Category ${name}: ${formatNumber(points, 2)}${actions.map((action) => `; ${action}`).join("")}`,
    ),
    "",
    ...alignRows(
      "points",
      rules.ledger.map((entry) => ({ ...entry, worth: entry.points })),
      rules.total,
    ),
    "",
    `Model: ${formatShare(model.probability)} (${formatShare(model.low)} to ${formatShare(model.high)}) to be won, ${formatNumber(model.points, 2)} on the scale of points`,
    "",
    ...alignRows(
      "log-odds",
      [
        { label: "Intercept", dose: 1, worth: model.intercept, contribution: model.intercept },
        ...model.contributions.map((part) => ({ ...part, worth: part.coefficient })),
      ],
      model.logOdds,
    ),
    "",
  ].join("\n");
}

/** Rows as they round, each by itself; where the column then misses the sum, a last row says by how much. */
function alignRows(unit: string, rows: readonly Row[], total: number): readonly string[] {
  const decimals = chooseDecimals(
    rows.flatMap(({ dose, worth, contribution }) => [dose, worth, contribution]),
  );
  const scale = 10 ** decimals;
  const round = (value: number) => Math.round(value * scale);
  const show = (value: number) => formatSigned(round(value) / scale, decimals);
  const remainder =
    round(total) - rows.reduce((sum, { contribution }) => sum + round(contribution), 0);
  const cells = [
    ["line", "dose", "worth", unit],
    ...rows.map(({ label, dose, worth, contribution }) => [
      label,
      formatNumber(dose, decimals),
      show(worth),
      show(contribution),
    ]),
    ...(remainder === 0 ? [] : [["rounding", "", "", show(remainder / scale)]]),
    ["sum", "", "", show(total)],
  ];
  const widths = [0, 1, 2, 3].map((k) => Math.max(...cells.map((row) => row[k]!.length)));
  return cells.map((row) =>
    row
      .map((cell, k) => (k === 0 ? cell.padEnd(widths[k]!) : cell.padStart(widths[k]!)))
      .join("  "),
  );
}

/** Two decimals where they hold every value, else four. */
function chooseDecimals(values: readonly number[]): 2 | 4 {
  return values.every((value) => Math.abs(value * 100 - Math.round(value * 100)) < 1e-6) ? 2 : 4;
}
