import type { AttributeType } from "../mapping.ts";
import type { CandidateColumn } from "./candidate-columns.ts";
import { toHeaderWords } from "./header-words.ts";

/** Columns of an existing score, all of one file, and those that say the same in words. */
export interface Scores {
  readonly columns: readonly string[];
  readonly bands: readonly string[];
  readonly from: "deals" | "leads";
}

/** The score that the export brings along, the deals' own first; no columns where there is none. */
export function findScores(candidates: readonly CandidateColumn[]): Scores {
  for (const from of ["deals", "leads"] as const) {
    const named = candidates
      .filter((candidate) => candidate.from === from && candidate.profile.filled > 0)
      .map(({ column, profile }) => ({ column, type: profile.type }));
    const columns = findExistingScore(named);
    if (columns.length === 0) continue;
    const bands = named
      .map(({ column }) => column)
      .filter((column) => !columns.includes(column) && belongsToScore(column, columns));
    return { columns, bands, from };
  }
  return { columns: [], bands: [], from: "deals" };
}

interface NamedColumn {
  readonly column: string;
  readonly type: AttributeType;
}

const SCORE = /\bscore\b/;
const NO_LEAD_SCORE =
  /\b(credit|nps|promoter|test|exam|quality score|health|risk|satisfaction|csat|sat|gmat|sync(ed)?|scored|modified|relative|needs|at)\b/;
/** Scores of the whole lead, as opposed to one part of it. */
const WHOLE =
  /^(hub ?spot|lead|contact|deal|opportunity|account|einstein|predictive|total|overall|mkto \d+ lead|marketo|pi|pardot|act on lead)\b.*\bscore$|^score$|^(likelihood to close|contact priority)$/;

/**
 * The columns whose sum is a score that somebody computes already.
 *
 * A score of the whole lead stands by itself, the first in file order; else the parts that share
 * their first word are added up (Activity Score and Profile Score of one vendor).
 *
 * @returns empty when there is none
 * Cost O(columns).
 */
export function findExistingScore(columns: readonly NamedColumn[]): readonly string[] {
  const scores = columns.filter(({ column, type }) => type === "number" && isScore(column));
  const whole = scores.find(({ column }) => WHOLE.test(toHeaderWords(column)));
  if (whole !== undefined) return [whole.column];
  const families = new Map<string, string[]>();
  for (const { column } of scores) {
    const family = toHeaderWords(column).split(" ")[0] ?? "";
    families.set(family, [...(families.get(family) ?? []), column]);
  }
  const largest = [...families.values()].toSorted((a, b) => b.length - a.length)[0];
  return largest ?? [];
}

/**
 * Whether a column is a score or says a score in words: the Index, Grade or Band beside it.
 *
 * @param scores columns that findExistingScore gave
 */
export function belongsToScore(column: string, scores: readonly string[]): boolean {
  if (isScore(column)) return true;
  const stem = toHeaderWords(column).replace(/ (index|grade|band|level|rating|tier)$/, "");
  if (stem === toHeaderWords(column)) return false;
  return scores.some((score) => toHeaderWords(score).replace(/ score$/, "") === stem);
}

function isScore(column: string): boolean {
  const words = toHeaderWords(column);
  return (SCORE.test(words) || WHOLE.test(words)) && !NO_LEAD_SCORE.test(words);
}
