import type { ShadowLeads } from "../../src/experiment/shadow-leads.ts";
import { drawNormal, type Random } from "../../src/statistics/random.ts";
import { sigmoid } from "../../src/trainer/prediction.ts";

export interface SimulatedLeads extends ShadowLeads {
  readonly clusters: Uint32Array;
}

/** How much accounts differ in log-odds. */
const ACCOUNTS = 0.7;

/**
 * Leads of accounts, scored by rules in whole points and by a model that sees them more sharply;
 * both know the account as little as it shows in the lead. As many accounts as leads: each its own.
 */
export function simulateLeads(n: number, accounts: number, random: Random): SimulatedLeads {
  const worth = Float64Array.from({ length: accounts }, () => ACCOUNTS * drawNormal(random));
  const clusters = Uint32Array.from({ length: n }, (_, i) =>
    accounts === n ? i : Math.floor(random() * accounts),
  );
  const rules = { scores: new Float64Array(n), probabilities: new Float64Array(n) };
  const model = { scores: new Float64Array(n), probabilities: new Float64Array(n) };
  const outcomes = new Uint8Array(n);
  for (let i = 0; i < n; i++) {
    const truth = drawNormal(random) + worth[clusters[i]!]!;
    outcomes[i] = random() < sigmoid(truth - 1) ? 1 : 0;
    rules.scores[i] = Math.round(10 * (truth + 1.2 * drawNormal(random)));
    model.scores[i] = truth + 0.8 * drawNormal(random);
    rules.probabilities[i] = sigmoid(-1 + 0.05 * rules.scores[i]!);
    model.probabilities[i] = sigmoid(-1 + 0.7 * model.scores[i]!);
  }
  return { rules, model, outcomes, clusters };
}
