import { Refusal } from "../../refusal.ts";
import { findFallingCuts, listRisingCuts, type RisingCut } from "../../scorecard/cut-order.ts";
import type { Scorecard, ScorecardSet } from "../../scorecard/schema.ts";

/** Why a set may not be published for the order of its cuts; null where they rise. */
export function refuseDisorderedSet({ segments, fallback }: ScorecardSet): Refusal | null {
  const cards = [...segments.map(({ scorecard }) => scorecard), fallback];
  return refuseDisorder(
    cards.flatMap((card) => listRisingCuts(card).map((cuts) => ({ card, cuts }))),
  );
}

/** Cuts of a scorecard, from the lowest up. */
interface CardCuts {
  readonly card: Scorecard;
  readonly cuts: readonly RisingCut[];
}

export function refuseDisorder(lists: readonly CardCuts[]): Refusal | null {
  const details = lists.flatMap(({ card, cuts }) =>
    findFallingCuts(cuts).map(({ lower, upper }) => ({
      where: `${upper.kind}:${card.id}/${upper.key}`,
      reason: `expected ${upper.name}, at ${upper.score}, above ${lower.name}, at ${lower.score}`,
    })),
  );
  if (details.length === 0) return null;
  return new Refusal(
    "thresholds-out-of-order",
    "Thresholds, grades or bands are out of order: one does not lie above the one below it.",
    "Change the cuts named, so that each lies above the one before it.",
    details,
  );
}
