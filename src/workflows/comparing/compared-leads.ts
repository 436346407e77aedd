import type { ShadowLeads } from "../../experiment/shadow-leads.ts";
import type { Estimable } from "../../statistics/estimate.ts";

/** An attribute by which leads can be told apart. */
export interface SegmentAttribute {
  readonly name: string;
  /** One a lead, as it was known when the lead was scored; null where it was not. */
  readonly values: readonly (string | null)[];
}

/** Leads that both arms scored and that have an outcome, with what else is known of each. */
export interface ComparedLeads {
  readonly kind: "served" | "held-out";
  /** Rules: points. Model: probabilities, on both scales. */
  readonly leads: Omit<ShadowLeads, "clusters">;
  /** The sender's own ids. */
  readonly ids: readonly string[];
  /** Epoch milliseconds as of which they were scored; null where that is not known. */
  readonly times: Float64Array | null;
  readonly accounts: readonly (string | null)[];
  readonly reps: readonly (string | null)[];
  /** Name of the scorecard of the set that applied. */
  readonly scorecards: readonly (string | null)[];
  readonly attributes: readonly SegmentAttribute[];
  /** Handed over, and without an outcome yet. */
  readonly waiting: number;
  /** Leads a week, those that wait among them. */
  readonly perWeek: Estimable<number>;
  /** How the scores came to be, as sentences. */
  readonly notes: readonly string[];
}
