import type { Estimable } from "../statistics/estimate.ts";
import { type Alpha, estimateAlpha } from "../statistics/krippendorff.ts";
import type { Random } from "../statistics/random.ts";
import type { HeardLead } from "./heard-lead.ts";

export interface RepAgreement {
  /** Krippendorff's alpha of accepted and rejected. */
  readonly verdicts: Estimable<Alpha>;
  /** The same of ratings from 1 to 5, in their order. */
  readonly ratings: Estimable<Alpha>;
}

/**
 * How far reps agree with each other on the leads that more than one of them judged. Of a rep's
 * several words on one lead the last one counts; feedback without a rep is left out.
 *
 * @param random uniform draws from [0, 1), for the intervals, which resample leads
 * Cost O(n) and two bootstraps.
 */
export function compareReps(heard: readonly HeardLead[], random: Random): RepAgreement {
  const last = keepLast(heard.filter(({ rep }) => rep !== null));
  const verdicts = groupByLead(last, ({ accepted }) => Number(accepted));
  const rated = last.filter(({ rating }) => rating !== null);
  const ratings = groupByLead(rated, ({ rating }) => rating! - 1);
  return {
    verdicts: estimateAlpha({ ratings: verdicts, categories: 2, scale: "nominal", random }),
    ratings: estimateAlpha({ ratings, categories: 5, scale: "ordinal", random }),
  };
}

/** The last of each rep's words on each lead; of those at one moment the one that stands later. */
function keepLast(heard: readonly HeardLead[]): HeardLead[] {
  const last = new Map<string, HeardLead>();
  for (const word of heard) {
    const key = JSON.stringify([word.leadId, word.rep]);
    const known = last.get(key);
    if (known === undefined || (word.at ?? 0) >= (known.at ?? 0)) last.set(key, word);
  }
  return [...last.values()];
}

function groupByLead(
  heard: readonly HeardLead[],
  categoryOf: (lead: HeardLead) => number,
): number[][] {
  const byLead = new Map<string, number[]>();
  for (const word of heard) {
    const known = byLead.get(word.leadId);
    if (known === undefined) byLead.set(word.leadId, [categoryOf(word)]);
    else known.push(categoryOf(word));
  }
  return [...byLead.values()];
}
