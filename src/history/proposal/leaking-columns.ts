import type { Preset } from "../leaks/leak-names.ts";
import { type LeakFinding, screenColumns } from "../leaks/leak-screen.ts";
import type { CandidateColumn, ClosedDeals } from "./candidate-columns.ts";
import type { Scores } from "./existing-score.ts";

/** A column that knows the outcome, and what gave it away. */
export interface LeakingColumn extends LeakFinding {
  readonly candidate: CandidateColumn;
}

/** Folds of the screen are drawn alike each time, so that a proposal does not change by itself. */
const SEED = 1;
const NOTHING_TO_SCREEN = new Set(["empty", "technical", "constant"]);
/** The rest are no attributes whatever they hold, so only their names are worth a word. */
const SCREENED_BY_CONTENT = new Set(["attribute", "date"]);

/** Candidates that the leak screen stops, in the order of the files. Cost O(columns · n log n). */
export function findLeakingColumns(
  candidates: readonly CandidateColumn[],
  { outcomes }: ClosedDeals,
  known: { readonly scores: Scores; readonly preset: Preset | undefined },
): readonly LeakingColumn[] {
  const aside = new Set([...known.scores.columns, ...known.scores.bands]);
  return candidates.flatMap((candidate) => {
    const { column, profile, values } = candidate;
    if (aside.has(column) || NOTHING_TO_SCREEN.has(profile.use)) return [];
    const context = { preset: known.preset, seed: SEED };
    const [finding] = screenColumns([{ name: column, values }], outcomes, context);
    if (finding === undefined) return [];
    const counts = finding.reasons.includes("name") || SCREENED_BY_CONTENT.has(profile.use);
    return counts ? [{ ...finding, candidate }] : [];
  });
}
