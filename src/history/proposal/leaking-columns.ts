import type { DealDates } from "../leaks/deal-dates.ts";
import type { Preset } from "../leaks/leak-names.ts";
import { type LeakFinding, screenEach } from "../leaks/leak-screen.ts";
import type { CandidateColumn, ClosedDeals } from "./candidate-columns.ts";
import type { Scores } from "./existing-score.ts";

/** A column that knows the outcome, and what gave it away. */
export interface LeakingColumn extends LeakFinding {
  readonly candidate: CandidateColumn;
}

/** Folds of the screen are drawn alike each time, so that a proposal does not change by itself. */
const SEED = 1;
const NOTHING_TO_SCREEN = new Set(["empty", "technical", "constant"]);
const SCREENED_BY_CONTENT = new Set(["attribute", "date"]);

/**
 * Candidates that the leak screen stops, in the order of the files.
 *
 * @param known.dates of the closed deals, in the order of the outcomes; without them nothing is said
 *                    of growth and of dates after the outcome
 * Cost O(columns · n log n).
 */
export function findLeakingColumns(
  candidates: readonly CandidateColumn[],
  { outcomes }: ClosedDeals,
  known: {
    readonly scores: Scores;
    readonly preset: Preset | undefined;
    readonly dates?: DealDates | undefined;
  },
): readonly LeakingColumn[] {
  const { scores, preset, dates } = known;
  const aside = new Set([...scores.columns, ...scores.bands]);
  const screened = candidates.filter(
    ({ column, profile }) => !aside.has(column) && !NOTHING_TO_SCREEN.has(profile.use),
  );
  const findings = screenEach(
    screened.map(({ column, profile, values }) => ({
      name: column,
      values,
      byNameOnly: !SCREENED_BY_CONTENT.has(profile.use),
    })),
    outcomes,
    { preset, dates, seed: SEED },
  );
  return screened.flatMap((candidate, i) => {
    const finding = findings[i] ?? null;
    return finding === null ? [] : [{ ...finding, candidate }];
  });
}
