import { Refusal } from "../../refusal.ts";
import type { Mapping } from "../mapping.ts";

/**
 * The mapping with some of its excluded columns kept, as an attribute like any other.
 *
 * @param columns names as the mapping writes them, compared without case and surrounding space
 * @returns `option-invalid` where the mapping excludes no column of such a name
 * Cost O(columns).
 */
export function keepColumns(mapping: Mapping, columns: readonly string[]): Mapping | Refusal {
  const toKey = (column: string) => column.trim().toLowerCase();
  const kept = new Set(columns.map(toKey));
  const excluded = new Set(mapping.excludedColumns.map(({ column }) => toKey(column)));
  const unknown = columns.filter((column) => !excluded.has(toKey(column)));
  if (unknown.length > 0)
    return new Refusal(
      "option-invalid",
      `The mapping does not leave out ${unknown.join(", ")}, so there is nothing to keep.`,
      `Columns that it leaves out: ${mapping.excludedColumns.map(({ column }) => column).join(", ") || "none"}.`,
    );
  return {
    ...mapping,
    excludedColumns: mapping.excludedColumns.map((each) =>
      kept.has(toKey(each.column)) ? { ...each, keep: true } : each,
    ),
  };
}
