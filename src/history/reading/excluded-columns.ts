import { createRandom } from "../../statistics/random.ts";
import type { Deal, ExcludedColumn } from "../history.ts";
import { explainLeak } from "../leaks/leak-explanations.ts";
import { estimateColumnAuc, readColumnAuc } from "../leaks/one-column-auc.ts";
import type { Mapping } from "../mapping.ts";

/** Folds are drawn alike in every reading, so that a column's figure does not change by itself. */
const SEED = 1;

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
      explanation: explainLeak({ name: column, values }, reasons, outcomes, mapping.preset),
      kept: keep,
    };
  });
}
