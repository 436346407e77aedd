import { rankMid } from "../statistics/auc.ts";
import { type Estimable, isEstimated } from "../statistics/estimate.ts";
import { sortOrder } from "../statistics/order.ts";
import {
  compareProportions,
  estimateProportion,
  type Proportion,
  type ProportionDifference,
} from "../statistics/proportion.ts";
import type { ArmName } from "./assignment.ts";
import type { ShadowLeads } from "./shadow-leads.ts";

/** A lead on which the arms disagree. */
export interface DisputedLead {
  /** Row of the lead. */
  readonly row: number;
  /** Share of all leads that each arm places below it, those level counting half. */
  readonly rules: number;
  readonly model: number;
  readonly won: boolean;
  /** The arm that placed it higher if it was won, lower if it was lost. */
  readonly right: ArmName;
}

export interface Disagreement {
  /** Those that the arms place furthest apart, furthest first. */
  readonly leads: readonly DisputedLead[];
  /** Among the most disputed share of the leads: win rates by who places them higher. */
  readonly disputed: {
    readonly share: number;
    readonly modelHigher: Estimable<Proportion>;
    readonly rulesHigher: Estimable<Proportion>;
    /** modelHigher less rulesHigher: above 0 where the model is right more often. */
    readonly difference: Estimable<ProportionDifference>;
    readonly right: ArmName | "neither";
  };
}

interface DisputeSettings {
  /** Leads to list. */
  readonly list?: number;
  /** Share of the leads that counts as most disputed, in (0, 1]. */
  readonly share?: number;
}

/**
 * The leads on which the arms disagree most, by their place among all leads, and who was right.
 *
 * @param leads columns of length n
 * @returns listed leads with a place apart; `right` is neither where the difference's interval holds 0
 * @throws RangeError on NaN scores or a share outside (0, 1]
 * Cost O(n).
 */
export function findDisagreement(
  leads: ShadowLeads,
  { list = 20, share = 0.1 }: DisputeSettings = {},
): Disagreement {
  if (!(share > 0 && share <= 1)) throw new RangeError("a share is above 0 and at most 1");
  const n = leads.outcomes.length;
  const place = (scores: Float64Array) => rankMid(scores).map((rank) => (rank - 0.5) / n);
  const [rules, model] = [place(leads.rules.scores), place(leads.model.scores)];
  const apart = rules.map((below, i) => Math.abs(model[i]! - below));
  const order = sortOrder(apart.map((distance) => -distance));
  const disputed = order.subarray(0, Math.ceil(share * n)).filter((row) => apart[row]! > 0);
  const describe = (row: number): DisputedLead => {
    const won = leads.outcomes[row] === 1;
    const isModelHigher = model[row]! > rules[row]!;
    const right = isModelHigher === won ? "model" : "rules";
    return { row, rules: rules[row]!, model: model[row]!, won, right };
  };
  return {
    leads: Array.from(disputed.subarray(0, list), describe),
    disputed: { share, ...judge(disputed, (row) => model[row]! > rules[row]!, leads.outcomes) },
  };
}

function judge(rows: Uint32Array, isModelHigher: (row: number) => boolean, outcomes: Uint8Array) {
  const sides = { model: { n: 0, successes: 0 }, rules: { n: 0, successes: 0 } };
  for (const row of rows) {
    const side = isModelHigher(row) ? sides.model : sides.rules;
    side.n++;
    side.successes += outcomes[row]!;
  }
  const difference = compareProportions(sides.model, sides.rules);
  let right: ArmName | "neither" = "neither";
  if (isEstimated(difference) && difference.low > 0) right = "model";
  if (isEstimated(difference) && difference.high < 0) right = "rules";
  return {
    modelHigher: estimateProportion(sides.model.successes, sides.model.n),
    rulesHigher: estimateProportion(sides.rules.successes, sides.rules.n),
    difference,
    right,
  };
}
