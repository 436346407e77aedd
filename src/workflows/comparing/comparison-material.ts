import type { AbFindings } from "../../report/ab/findings.ts";
import type { ScorecardSet } from "../../scorecard/schema.ts";
import type { Clustering } from "./clusters.ts";
import type { Stored } from "./held-out-leads.ts";
import type { Served } from "./served-leads.ts";

/** Which leads are compared. */
export const bases = ["served", "held-out"] as const;
export type Basis = (typeof bases)[number];

/** What is wished of a comparison; null: what the data allow. */
export interface ComparisonWish {
  readonly basis: Basis | null;
  readonly clustering: Clustering | null;
}

/** All that the report of rules against model is made of. */
export interface ComparisonMaterial
  extends ComparisonWish,
    Pick<AbFindings, "asOf" | "seed" | "scorecard" | "model" | "live" | "watch"> {
  /** The live one. */
  readonly set: ScorecardSet;
  /** When a person last took points of the live ones from deals, epoch milliseconds; null: never. */
  readonly taughtUntil: number | null;
  /** Leads a week that sales can work, by threshold. */
  readonly capacity: Readonly<Record<string, number>>;
  readonly served: Served;
  /** Null where the served leads are enough. */
  readonly stored: Stored | null;
}
