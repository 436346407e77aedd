import type { Interval } from "../statistics/estimate.ts";

/** Whether the model's arm does better than the rules'. */
export const VERDICTS = [
  "better",
  "worse",
  "no-difference-worth-having",
  "not-yet-known",
  "broken",
] as const;

export interface Verdict {
  readonly verdict: (typeof VERDICTS)[number];
  /** Why, as sentences; at least one. */
  readonly reasons: readonly string[];
  /** What else a reader must know before acting on it. */
  readonly cautions: readonly string[];
}

/**
 * What an interval of a difference says, given the least difference that is worth having.
 *
 * @param interval model less rules, higher being better
 * @param minimumEffect above 0
 * @returns `no-difference-worth-having` where the whole interval lies within ± the minimum, even
 *          where it leaves out 0: such a difference is there, but too small to act on
 */
export function judgeInterval(
  { low, high }: Interval,
  minimumEffect: number,
): Exclude<Verdict["verdict"], "broken"> {
  if (low > -minimumEffect && high < minimumEffect) return "no-difference-worth-having";
  if (low > 0) return "better";
  if (high < 0) return "worse";
  return "not-yet-known";
}
