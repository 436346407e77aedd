import { createHash } from "node:crypto";
import { OTHER_SEED } from "../../store/reports.ts";

/** What a report on stored leads and outcomes is about. */
export interface ReportSubject {
  /** Of all that is stored to learn from. */
  readonly fingerprint: string;
  readonly scorecardVersionId: number;
  readonly seed: number;
}

/** Rises when the same data would be reported otherwise, so that no older report is shown for it. */
const EDITION = 1;

/** The seed of whoever names none. */
export const DEFAULT_SEED = 1;

/** SHA-256 of all that a report rests on, marked where it is of another seed than most ask for. */
export function hashBasis({ fingerprint, scorecardVersionId, seed }: ReportSubject): string {
  return markSeed(seed, JSON.stringify([EDITION, fingerprint, scorecardVersionId, seed]));
}

/** SHA-256 of a basis as text, marked so that reports of other seeds only displace one another. */
export function markSeed(seed: number, basis: string): string {
  return markBasis(seed === DEFAULT_SEED, basis);
}

/** The same for reports that are or are not the one that is served unasked. */
export function markBasis(isUsual: boolean, basis: string): string {
  const hash = createHash("sha256").update(basis).digest("hex");
  return isUsual ? hash : `${OTHER_SEED}${hash}`;
}
