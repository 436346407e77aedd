import type { AttributeValue } from "../../scorecard/lead.ts";
import type { LeakReason } from "../mapping.ts";
import { findLeakName, type Preset } from "./leak-names.ts";
import { findOnlyOutcome } from "./one-sided-fill.ts";

export interface ScreenedColumn {
  readonly name: string;
  /** One for each deal, in the order of the outcomes. */
  readonly values: readonly AttributeValue[];
  /** Its values are no attribute whatever they hold, so only the name is worth a word. */
  readonly byNameOnly?: boolean;
}

/** Why a column is taken to know the outcome, in words. Cost O(n). */
export function explainLeak(
  { name, values }: ScreenedColumn,
  reasons: readonly LeakReason[],
  outcomes: Uint8Array,
  preset: Preset | undefined,
): string {
  const says = findLeakName(name, preset) ?? "it is filled in with or after the decision";
  const onlyFor = findOnlyOutcome(values, outcomes) ?? "one outcome's";
  const explanations: Readonly<Record<LeakReason, string>> = {
    name: `by its name, ${says}`,
    "tells-outcome": "alone it tells the outcome better than anything known beforehand should",
    "filled-for-one-outcome": `it is filled almost only for ${onlyFor} deals`,
    "decides-alone":
      "values after which hardly a deal ends otherwise hold most of an outcome's deals",
    "after-outcome": "many of its dates lie on the day of the decision or after it",
    "grows-with-time":
      "among won and among lost deals it grows with the time until the close or the export, as counts do that go on",
    "trailing-digits":
      "among amounts of about its size, exact figures and round ones end differently, as when the figure is set right with the contract; rounded to two digits it may be kept",
  };
  return reasons.map((reason) => explanations[reason]).join("; ");
}
