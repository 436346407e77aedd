import { createRandom } from "../statistics/random.ts";
import type { Deal, ExcludedColumn } from "./history.ts";
import type { LeakReason, Mapping } from "./mapping.ts";
import { estimateColumnAuc, readColumnAuc } from "./one-column-auc.ts";

/** Folds are drawn alike in every reading, so that a column's figure does not change by itself. */
const SEED = 1;

const EXPLANATIONS = {
  name: "by its name it is filled in with or after the decision",
  "tells-outcome": "alone it tells the outcome better than anything known beforehand should",
  "filled-for-one-outcome": "it is filled almost only for one outcome",
} as const satisfies Record<LeakReason, string>;

/** The columns that the mapping excludes as leaks, each with what it would have told. */
export function describeExcluded(deals: readonly Deal[], mapping: Mapping): ExcludedColumn[] {
  const outcomes = Uint8Array.from(deals, (deal) => (deal.outcome === "won" ? 1 : 0));
  return mapping.excludedColumns.map(({ column, reasons, keep }) => {
    const values = deals.map(
      ({ excluded, lead }) => (keep ? lead.attributes : excluded)[column] ?? null,
    );
    return {
      column,
      reasons,
      auc: readColumnAuc(estimateColumnAuc(values, outcomes, createRandom(SEED))),
      explanation: reasons.map((reason) => EXPLANATIONS[reason]).join("; "),
      kept: keep,
    };
  });
}
