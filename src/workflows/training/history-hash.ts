import { createHash } from "node:crypto";
import type { Deal, FeedbackEntry, History } from "../../history/history.ts";
import { writeCanonicalJson } from "../../scorecard/canonical-json.ts";

/**
 * SHA-256 of what a history teaches: each closed deal with its moments, its outcome and its lead as it
 * was known then, and what sales said. The same data have the same hash, read from files or from the
 * store.
 */
export function hashHistory(
  { deals }: Pick<History, "deals">,
  feedback: readonly FeedbackEntry[] | null = null,
): string {
  const hash = createHash("sha256");
  for (const deal of deals) hash.update(`${writeDeal(deal)}\n`);
  for (const entry of (feedback ?? []).map(writeEntry).toSorted()) hash.update(`${entry}\n`);
  return hash.digest("hex");
}

/** What is not known of an entry, be it nothing or not there, and its comment teach nothing. */
function writeEntry({ lead, ...said }: FeedbackEntry): string {
  const known = Object.entries(said).filter(
    ([name, value]) => value !== null && name !== "comment",
  );
  const { attributes, activities } = lead ?? { attributes: {}, activities: [] };
  return writeCanonicalJson([Object.fromEntries(known), attributes, activities]);
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
