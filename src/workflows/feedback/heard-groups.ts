import type { HeardLead } from "../../feedback/heard-lead.ts";
import type { Said } from "../../feedback/sales-says.ts";
import { trimKappa } from "../../feedback/threshold-agreement.ts";
import type { HeardGroup, HeardReason } from "../../report/feedback-findings.ts";
import type { Estimable, Interval } from "../../statistics/estimate.ts";
import { estimateProportion } from "../../statistics/proportion.ts";

/** What sales said of a group of leads beside how their deals ended. */
export function describeGroup<S extends Said>(
  said: S,
  group: readonly HeardLead[],
): S & HeardGroup {
  const closed = keepClosed(group);
  return { ...said, won: estimateWon(closed), kappaWithOutcome: agreeWithOutcome(closed) };
}

/** Cohen's kappa of accepted with won. */
export function agreeWithOutcome(closed: readonly ClosedLead[]): Estimable<Interval> {
  const table: [[number, number], [number, number]] = [
    [0, 0],
    [0, 0],
  ];
  for (const { accepted, won } of closed) table[accepted ? 1 : 0][won ? 1 : 0]++;
  return trimKappa(table);
}

/** Every reason that was given, the commonest first. */
export function describeReasons(
  heard: readonly HeardLead[],
  reasons: readonly (readonly string[])[],
): readonly HeardReason[] {
  const groups = new Map<string, HeardLead[]>();
  heard.forEach((lead, i) => {
    for (const code of reasons[i]!) {
      const group = groups.get(code);
      if (group === undefined) groups.set(code, [lead]);
      else group.push(lead);
    }
  });
  return [...groups]
    .map(([code, group]) => ({
      code,
      given: group.length,
      reps: new Set(group.map(({ rep }) => rep).filter((rep) => rep !== null)).size,
      rejected: estimateProportion(group.filter(({ accepted }) => !accepted).length, heard.length),
      won: estimateWon(keepClosed(group)),
    }))
    .toSorted((a, b) => b.given - a.given || (a.code < b.code ? -1 : 1));
}

export type ClosedLead = HeardLead & { readonly won: boolean };

export function keepClosed(heard: readonly HeardLead[]): readonly ClosedLead[] {
  return heard.filter((lead): lead is ClosedLead => lead.won !== null);
}

function estimateWon(closed: readonly ClosedLead[]) {
  return estimateProportion(closed.filter(({ won }) => won).length, closed.length);
}
