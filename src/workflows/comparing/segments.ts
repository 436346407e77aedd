import { compileScorecards } from "../../scorecard/compiled.ts";
import { listAttributes } from "../../scorecard/condition.ts";
import { listDoseAttributes } from "../../scorecard/dose.ts";
import type { AttributeValue } from "../../scorecard/lead.ts";
import type { ScorecardSet } from "../../scorecard/schema.ts";
import type { ComparedLeads } from "./compared-leads.ts";

/** Leads by what one thing says of them. */
export interface Segmentation {
  readonly by: string;
  readonly names: readonly string[];
  /** Length n, index into the names. */
  readonly partOf: Int32Array;
}

const MOST_ATTRIBUTES = 4;
const MOST_LEVELS = 8;
const LEAST_LEADS = 20;
const UNKNOWN = "not known";
const OTHERS = "all others";

/** Attributes that the scorecards' conditions ask for, in the order in which they do. */
export function listSegmentAttributes(set: ScorecardSet): readonly string[] {
  const { lines } = compileScorecards(set);
  return [
    ...new Set([
      ...set.segments.flatMap(({ when }) => listAttributes(when)),
      ...lines.flatMap(({ line }) => listDoseAttributes(line.dose)),
    ]),
  ];
}

/** What an attribute says in words; null where it is not known, or no word. */
export function toLevel(value: AttributeValue | undefined): string | null {
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value !== "string" || value.trim() === "") return null;
  return value.trim();
}

/** By scorecard where several applied, then by the first few attributes that have a few large levels. */
export function segmentLeads({
  scorecards,
  attributes,
}: Pick<ComparedLeads, "scorecards" | "attributes">): readonly Segmentation[] {
  const byScorecard = splitByLevels(scorecards, { least: 1, most: Infinity });
  const byAttribute = attributes.flatMap(({ name, values }) => {
    const split = splitByLevels(values, { least: LEAST_LEADS, most: MOST_LEVELS });
    return split === null ? [] : [{ by: name, ...split }];
  });
  return [
    ...(byScorecard === null ? [] : [{ by: "scorecard", ...byScorecard }]),
    ...byAttribute.slice(0, MOST_ATTRIBUTES),
  ];
}

interface LevelBounds {
  /** Leads of a level that is told by itself. */
  readonly least: number;
  /** Levels that are told by themselves. */
  readonly most: number;
}

/** Large levels, the largest first, then all that are small; null where there are too few or many. */
function splitByLevels(values: readonly (string | null)[], { least, most }: LevelBounds) {
  const levels = new Map<string, { readonly name: string; leads: number }>();
  for (const value of values) {
    const key = keyOf(value);
    const level = levels.get(key);
    if (level === undefined) levels.set(key, { name: value ?? UNKNOWN, leads: 1 });
    else level.leads++;
  }
  const kept = [...levels].filter(([, { leads }]) => leads >= least);
  const known = kept.filter(([key]) => key !== keyOf(null));
  if (known.length === 0 || kept.length < 2 || kept.length > most) return null;
  kept.sort(([a, one], [b, other]) => other.leads - one.leads || (a < b ? -1 : 1));
  const places = new Map(kept.map(([key], place) => [key, place]));
  const partOf = Int32Array.from(values, (value) => places.get(keyOf(value)) ?? kept.length);
  const names = kept.map(([, { name }]) => name);
  return { names: kept.length < levels.size ? [...names, OTHERS] : names, partOf };
}

/** Conditions compare text without case, so that levels are told apart in the same way. */
function keyOf(value: string | null): string {
  return value === null ? "" : `=${value.toLowerCase()}`;
}
