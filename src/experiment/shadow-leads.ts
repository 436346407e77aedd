import type { ArmName } from "./assignment.ts";

/** What one arm said of each lead when it was handed over. */
export interface ArmColumns {
  /** Length n, any scale on which higher means likelier to be won. */
  readonly scores: Float64Array;
  /** Length n, of winning, in [0, 1]; of the rules, points as calibrated on earlier deals. */
  readonly probabilities: Float64Array;
}

/** Leads that both arms scored and that have an outcome, as columns. */
export interface ShadowLeads extends Readonly<Record<ArmName, ArmColumns>> {
  /** Length n, 1 = won, 0 = lost. */
  readonly outcomes: Uint8Array;
  /** Length n, whole numbers from 0: leads of one account or rep share one. Left out where they do not
   * go together. */
  readonly clusters?: Uint32Array | undefined;
}

/**
 * Some of the leads, in the order of the rows.
 *
 * @param rows indices of leads
 * Cost O(rows).
 */
export function takeLeads(leads: ShadowLeads, rows: Uint32Array): ShadowLeads {
  const take = (values: Float64Array) => Float64Array.from(rows, (i) => values[i]!);
  const arm = ({ scores, probabilities }: ArmColumns): ArmColumns => ({
    scores: take(scores),
    probabilities: take(probabilities),
  });
  const { clusters } = leads;
  return {
    rules: arm(leads.rules),
    model: arm(leads.model),
    outcomes: Uint8Array.from(rows, (i) => leads.outcomes[i]!),
    clusters: clusters && Uint32Array.from(rows, (i) => clusters[i]!),
  };
}

/** Log-odds of probabilities; nearer than 1e-15 to 0 or 1 counts as 1e-15 from it. */
export function toLogOdds(probabilities: Float64Array): Float64Array {
  return probabilities.map((probability) => {
    const p = Math.max(probability, NEAREST);
    const q = Math.max(1 - probability, NEAREST);
    return Math.log(p) - Math.log(q);
  });
}

const NEAREST = 1e-15;
