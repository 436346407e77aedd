import { type Estimable, isEstimated } from "../../statistics/estimate.ts";
import type { Calibration, Judge } from "../calibration.ts";
import { formatCount, formatNumber } from "../format.ts";

type Arms = Pick<Calibration, "arms">;

/** The label of the rules where they are the scorecard itself, not a score that was there already. */
const SCORECARD = "Rules";

/** The rules in a sentence, by their own name where they are a score that was there already. */
export function nameRules({ arms }: Arms): string {
  return arms.rules.label === SCORECARD ? "the rules" : arms.rules.label;
}

/** Whose points the recommended ones are held against. */
export function nameToday({ arms }: Arms): string {
  return arms.rules.label === SCORECARD ? "today's points" : `the points of ${arms.rules.label}`;
}

/** Whether today's points and the recommended ones are judged on different deals. */
export function areApart({ arms }: Arms): boolean {
  return arms.rules.judge.deals !== arms.recommended.judge.deals;
}

/** On how many deals each of them is judged. */
export function describeApart({ arms }: Arms): string {
  const { rules, recommended } = arms;
  return `${rules.label} on ${formatCount(rules.judge.deals, "deal")}, the recommended points on ${formatNumber(recommended.judge.deals)}`;
}

/**
 * What a difference in AUC stands against where today's points compare but have no AUC of their own:
 * that happens only where all deals score the same, which is no better than a coin. Else empty.
 */
export function explainEvenScore(rules: Judge, deltaAuc: Estimable<unknown>): string {
  return !isEstimated(rules.auc) && isEstimated(deltaAuc)
    ? "against 0.5, since all deals score the same"
    : "";
}
