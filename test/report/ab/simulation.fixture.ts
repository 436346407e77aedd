import { decideHandOver } from "../../../src/experiment/assignment.ts";
import type { ShadowLeads } from "../../../src/experiment/shadow-leads.ts";
import { createRandom, drawNormal } from "../../../src/statistics/random.ts";

export const DAY = 86_400_000;
const START = Date.UTC(2025, 0, 6);
export const AS_OF = Date.UTC(2026, 5, 1, 9);

export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** Leads as columns, with when each was handed over and where it comes from. */
export interface Simulated extends ShadowLeads {
  readonly times: Float64Array;
  readonly sources: Int32Array;
}

export const SOURCES = ["Referral", "Webinar", "Inbound form", "Trade fair", "List bought in"];

/** Rules in whole points, and a model that sees what leads are worth more or less sharply. */
export function simulateLeads(
  n: number,
  noise: { readonly rules: number; readonly model: number },
  seed = 1,
): Simulated {
  const random = createRandom(seed);
  const truth = Float64Array.from({ length: n }, () => 1.2 * drawNormal(random));
  const rules = truth.map((x) => Math.round(40 + 10 * (x + noise.rules * drawNormal(random))));
  const model = truth.map((x) => x + noise.model * drawNormal(random));
  return {
    rules: { scores: rules, probabilities: rules.map((s) => sigmoid((s - 40) / 18 - 1)) },
    model: { scores: model, probabilities: model.map((s) => sigmoid(1.15 * s - 1.25)) },
    outcomes: Uint8Array.from(truth, (x) => (random() < sigmoid(x - 1.1) ? 1 : 0)),
    clusters: Uint32Array.from(truth, (_, i) => (i * 7) % Math.max(1, Math.floor(n / 3))),
    times: Float64Array.from(truth, (_, i) => START + (i / Math.max(1, n)) * 480 * DAY),
    sources: Int32Array.from(truth, () => Math.floor(random() ** 1.7 * SOURCES.length)),
  };
}

/** What scores so many points or more is handed over, and a share of the rest. */
export function handOver(scores: Float64Array, share: number, least = 42) {
  const decisions = Array.from(scores, (score, i) =>
    decideHandOver({ unit: `lead-${i}`, passes: score >= least }, { salt: "s", share }),
  );
  return {
    worked: Uint8Array.from(decisions, ({ handedOver }) => (handedOver ? 1 : 0)),
    propensities: Float64Array.from(decisions, ({ propensity }) => propensity),
  };
}
