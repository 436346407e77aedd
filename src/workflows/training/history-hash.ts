import { createHash } from "node:crypto";
import type { Deal, History } from "../../history/history.ts";
import { writeCanonicalJson } from "../../scorecard/canonical-json.ts";

/**
 * SHA-256 of what a history teaches: each closed deal with its moments, its outcome and its lead as it
 * was known then. The same data have the same hash, read from files or from the store.
 */
export function hashHistory({ deals }: Pick<History, "deals">): string {
  const hash = createHash("sha256");
  for (const deal of deals) hash.update(`${writeDeal(deal)}\n`);
  return hash.digest("hex");
}

function writeDeal({ id, outcome, createdAt, closedAt, asOf, lead }: Deal): string {
  const activities = lead.activities
    .map((activity) => [activity.at, writeCanonicalJson(activity)] as const)
    .toSorted(([at, text], [other, otherText]) => at - other || (text < otherText ? -1 : 1))
    .map(([, text]) => text);
  const known = Object.entries(lead.attributes).filter(([, value]) => value !== null);
  return writeCanonicalJson([
    id,
    outcome,
    createdAt,
    closedAt,
    asOf,
    lead.id,
    Object.fromEntries(known),
    activities,
  ]);
}
