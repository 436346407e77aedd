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
 * @returns clusters are numbered anew, so that what sums by cluster costs no more than these leads
 * Cost O(rows), and O(clusters) where leads go together.
 */
export function takeLeads(leads: ShadowLeads, rows: Uint32Array): ShadowLeads {
  const { rules, model, outcomes, clusters } = leads;
  return {
    rules: takeArm(rules, rows),
    model: takeArm(model, rows),
    outcomes: take(outcomes, new Uint8Array(rows.length), rows),
    clusters: clusters && renumber(take(clusters, new Uint32Array(rows.length), rows)),
  };
}

function takeArm({ scores, probabilities }: ArmColumns, rows: Uint32Array): ArmColumns {
  return {
    scores: take(scores, new Float64Array(rows.length), rows),
    probabilities: take(probabilities, new Float64Array(rows.length), rows),
  };
}

function take<T extends Float64Array | Uint32Array | Uint8Array>(
  values: T,
  into: T,
  rows: Uint32Array,
): T {
  for (let k = 0; k < rows.length; k++) into[k] = values[rows[k]!]!;
  return into;
}

/** Clusters numbered from 0 in order of appearance, in place. */
function renumber(clusters: Uint32Array): Uint32Array {
  const most = clusters.reduce((highest, cluster) => Math.max(highest, cluster), -1);
  const numbers = new Uint32Array(most + 1);
  let next = 0;
  for (let i = 0; i < clusters.length; i++) {
    const cluster = clusters[i]!;
    if (numbers[cluster] === 0) numbers[cluster] = ++next;
    clusters[i] = numbers[cluster]! - 1;
  }
  return clusters;
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
