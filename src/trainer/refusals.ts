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

/** A flat prior leaves the weights of constant and repeated columns open; names them. */
export function refuseAliased(design: StandardDesign): Refusal {
  const { aliased } = findAliasedStandard(design);
  return new Refusal(
    "nothing-varies",
    "Some columns are constant or repeat other columns, so they have no weight of their own.",
    "Leave them out, or give them a prior.",
    Array.from(aliased, (column) => ({
      where: `column ${column}`,
      reason: "is constant or a sum of the columns before it",
    })),
  );
}
