import type { Score } from "../scorecard/score.ts";
import type { ModelScore } from "../trainer/compiled-model.ts";

/** Both scores of one lead as of one moment. */
export interface LeadScore {
  readonly lead: string;
  /** Epoch milliseconds; 0 where the export has no dates. */
  readonly asOf: number;
  readonly rules: Score;
  readonly model: ModelScore;
}

export interface Reason {
  readonly label: string;
  /** Points in the rules, log-odds in the model. */
  readonly contribution: number;
}

const STRONGEST = 3;

/** The strongest reasons for and against, each side from the strongest on. */
export function findReasons(entries: readonly Reason[]): {
  readonly for: readonly Reason[];
  readonly against: readonly Reason[];
} {
  const strip = ({ label, contribution }: Reason): Reason => ({ label, contribution });
  const sorted = entries.toSorted((a, b) => b.contribution - a.contribution).map(strip);
  const speaksFor = sorted.filter((entry) => entry.contribution > 0);
  const speaksAgainst = sorted.filter((entry) => entry.contribution < 0).toReversed();
  return { for: speaksFor.slice(0, STRONGEST), against: speaksAgainst.slice(0, STRONGEST) };
}
