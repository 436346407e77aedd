import type { Mapping } from "../mapping.ts";

type OutcomeMapping = Mapping["deals"]["outcome"];

/** What each word of the outcome column was taken for, and how many rows say it. */
export function describeWords(
  { column, won, lost, open }: Extract<OutcomeMapping, { by: "words" }>,
  labels: Int8Array,
  { blanks, unclearRows }: { readonly blanks: readonly string[]; readonly unclearRows: number },
): string {
  const counts = countLabels(labels, unclearRows);
  const undecided = [...open, ...blanks];
  const rest = undecided.length === 0 ? "" : `, ${undecided.join(", ")} = open (${counts.open})`;
  return `Outcome: column ${column}, ${won.join(", ")} = won (${counts.won}), ${lost.join(", ")} = lost (${counts.lost})${rest}.`;
}

/** Words of the outcome column that a person must place. */
export function describeUnclear(column: string, unclear: readonly string[], rows: number): string {
  const words = unclear.map((word) => JSON.stringify(word)).join(", ");
  return `To decide: whether ${words} of column ${column} ${unclear.length === 1 ? "means" : "mean"} won, lost or open; calibrate rejects such rows (${format(rows)}) until mapping.json lists each word under deals.outcome.`;
}

export function countLabels(
  labels: Int8Array,
  unclearRows = 0,
): Record<"won" | "lost" | "open", string> {
  const count = (wanted: number) => labels.reduce((n, label) => n + Number(label === wanted), 0);
  return { won: format(count(1)), lost: format(count(0)), open: format(count(-1) - unclearRows) };
}

function format(count: number): string {
  return count.toLocaleString("en-US");
}
