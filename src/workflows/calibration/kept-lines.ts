import type { History } from "../../history/history.ts";
import type { Mapping } from "../../history/mapping.ts";
import { buildCharacteristic } from "../../history/proposal/starter-scorecard.ts";
import { listDoseAttributes } from "../../scorecard/dose.ts";
import type { Characteristic, Scorecard, ScorecardSet } from "../../scorecard/schema.ts";
import { mapScorecards } from "./recommended-scorecards.ts";

/**
 * The scorecards with unrated lines for columns that are kept for this run, where they have none:
 * else keeping a column would change nothing.
 *
 * @param mapping with these columns kept
 * @param before  as it was written
 */
export function draftKeptLines(
  set: ScorecardSet,
  { deals }: History,
  mapping: Mapping,
  before: Mapping,
): ScorecardSet {
  const wasKept = new Set(before.excludedColumns.filter((c) => c.keep).map((c) => c.column));
  const drafts = mapping.excludedColumns.flatMap(({ column, type, keep }): Characteristic[] => {
    if (!keep || wasKept.has(column)) return [];
    const values = deals.map(({ lead }) => lead.attributes[column] ?? null);
    const drafted = buildCharacteristic(column, type, values);
    return drafted === null ? [] : [drafted];
  });
  if (drafts.length === 0) return set;
  return mapScorecards(set, (card) => addBucket(card, drafts));
}

function addBucket(card: Scorecard, drafts: readonly Characteristic[]): Scorecard {
  const lines = card.buckets.flatMap((bucket) => bucket.characteristics.flatMap((c) => c.lines));
  const known = new Set(lines.flatMap((line) => listDoseAttributes(line.dose)));
  const missing = drafts.filter(({ name }) => !known.has(name));
  if (missing.length === 0) return card;
  const id = "kept-for-this-run";
  const bucket = { id, name: "Kept for this run", axis: "fit" as const, weight: 100 };
  return { ...card, buckets: [...card.buckets, { ...bucket, characteristics: missing }] };
}
