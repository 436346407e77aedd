import { isDeepStrictEqual } from "node:util";
import type { Revision } from "../../store/imports.ts";

/**
 * Revisions of a lead that is there, with those that an import tells.
 *
 * What the import tells holds at its own moments. A revision that is told at another moment keeps what
 * it says, and gains attributes that it does not know. Both rise by time.
 *
 * @returns all revisions, rising; null where the import tells nothing new
 */
export function mergeRevisions(
  kept: readonly Revision[],
  told: readonly Revision[],
): readonly Revision[] | null {
  const moments = [...new Set([...kept, ...told].map(({ knownFrom }) => knownFrom))];
  const merged = moments
    .toSorted((a, b) => a - b)
    .map((knownFrom): Revision => {
      const before = latestUpTo(kept, knownFrom);
      const news = latestUpTo(told, knownFrom);
      const isTold = news?.knownFrom === knownFrom;
      return {
        knownFrom,
        attributes: isTold
          ? { ...before?.attributes, ...news.attributes }
          : { ...news?.attributes, ...before?.attributes },
      };
    });
  return isDeepStrictEqual(merged, kept) ? null : merged;
}

function latestUpTo(revisions: readonly Revision[], at: number): Revision | undefined {
  return revisions.findLast(({ knownFrom }) => knownFrom <= at);
}
