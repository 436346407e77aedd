import { Refusal } from "../refusal.ts";
import { findAliasedStandard } from "./aliasing.ts";
import type { StandardDesign } from "./standard-design.ts";

/** Won and lost cannot be told apart where there is only one of them, or no deal at all. */
export function refuseOneClass({ wonWeight, totalWeight }: StandardDesign): Refusal {
  const found =
    totalWeight === 0 ? "There are no deals" : `All deals are ${wonWeight > 0 ? "won" : "lost"}`;
  return new Refusal(
    "one-class",
    `${found}, so there is nothing to learn.`,
    "Give deals of both outcomes, or a longer period.",
  );
}

/** Columns with a flat prior that are constant or repeat others, which leaves their weights open. */
export function findUndetermined(design: StandardDesign): Refusal | undefined {
  const isFlat = design.precisions.slice(1).map((precision) => (precision === 0 ? 1 : 0));
  const { aliased } = findAliasedStandard(design, isFlat);
  const columns = aliased.filter((column) => isFlat[column] === 1);
  return columns.length > 0 ? refuseUndetermined(columns) : undefined;
}

/** @param columns those to name, where they are known */
export function refuseUndetermined(columns: Uint32Array = new Uint32Array(0)): Refusal {
  return new Refusal(
    "nothing-varies",
    "Some columns are constant or repeat other columns, so they have no weight of their own.",
    "Leave them out, or give them a prior.",
    Array.from(columns, (column) => ({
      where: `column ${column}`,
      reason: "is constant or a sum of the columns before it",
    })),
  );
}
