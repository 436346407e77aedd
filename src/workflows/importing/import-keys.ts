import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import type { FeedbackEntry } from "../../history/history.ts";
import type { Mapping } from "../../history/mapping.ts";
import type { Activity } from "../../scorecard/lead.ts";

/** What an import reads. */
export interface ImportSources {
  readonly exports: readonly string[];
  readonly activities?: string;
  readonly feedback?: string;
}

/** Rises when the same files would be cut or read in another way, so that no cursor misleads. */
const FORMAT = 1;

/** One key for the same files and mapping, whatever the files are called and wherever they lie. */
export async function makeImportKey(sources: ImportSources, mapping: Mapping): Promise<string> {
  const { activities, feedback } = sources;
  const exports = await Promise.all(sources.exports.map(hashFile));
  const parts = [
    FORMAT,
    exports.toSorted(),
    activities === undefined ? null : await hashFile(activities),
    feedback === undefined ? null : await hashFile(feedback),
    mapping,
  ];
  return `import:${createHash("sha256").update(JSON.stringify(parts)).digest("hex")}`;
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

/**
 * A key for each activity of a lead, so that an activity that stands in several exports is one.
 * Activities alike in everything are told apart by their number, in the order of the file. Keys of one
 * lead lie side by side, which is where an index takes them fastest.
 *
 * @param leadId internal id of the lead
 */
export function keyActivities(leadId: number, activities: readonly Activity[]): readonly string[] {
  return keyRepeats(
    leadId,
    activities.map(({ at, type, asset, category, minutes }) =>
      JSON.stringify([at, type, asset ?? null, category ?? null, minutes ?? null]),
    ),
  );
}

/** As keyActivities, for what sales said of a lead. */
export function keyFeedback(leadId: number, entries: readonly FeedbackEntry[]): readonly string[] {
  return keyRepeats(
    leadId,
    entries.map(({ at, accepted, rating, reason, rep }) =>
      JSON.stringify([at, accepted, rating, reason, rep]),
    ),
  );
}

/** Characters of 6 bits each: of a thousand activities of one lead, two share a key once in 10^21. */
const HASH = 15;

function keyRepeats(leadId: number, texts: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return texts.map((text) => {
    const repeat = seen.get(text) ?? 0;
    seen.set(text, repeat + 1);
    const hash = createHash("sha256").update(`${repeat}${text}`).digest("base64url");
    return `import:${leadId}:${hash.slice(0, HASH)}`;
  });
}
