import { formatDate, formatNumber, formatShare, formatSigned } from "./format.ts";
import type { LeadScore } from "./lead-score.ts";

interface Row {
  readonly label: string;
  readonly dose: number;
  readonly worth: number;
  readonly contribution: number;
}

/** One lead's scores line by line, as text: each part sums to its score. */
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

function alignRows(unit: string, rows: readonly Row[], total: number): readonly string[] {
  const shown = roundInSum(rows.map((row) => row.contribution));
  const cells = [
    ["line", "dose", "worth", unit],
    ...rows.map((row, k) => [
      row.label,
      formatNumber(row.dose, 2),
      formatSigned(row.worth, 2),
      formatSigned(shown[k]!, 2),
    ]),
    ["sum", "", "", formatSigned(total, 2)],
  ];
  const widths = [0, 1, 2, 3].map((k) => Math.max(...cells.map((row) => row[k]!.length)));
  return cells.map((row) =>
    row
      .map((cell, k) => (k === 0 ? cell.padEnd(widths[k]!) : cell.padStart(widths[k]!)))
      .join("  "),
  );
}

/** Hundredths whose sum is the sum in hundredths: each ends where the running sum, rounded, stands. */
function roundInSum(values: readonly number[]): readonly number[] {
  let sum = 0;
  let shown = 0;
  return values.map((value) => {
    sum += value;
    const hundredths = Math.round(sum * 100) - shown;
    shown += hundredths;
    return hundredths / 100;
  });
}
