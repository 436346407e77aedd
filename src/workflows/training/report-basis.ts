import { createHash } from "node:crypto";

/** What a report on stored leads and outcomes is about. */
export interface ReportSubject {
  /** Of all that is stored to learn from. */
  readonly fingerprint: string;
  readonly scorecardVersionId: number;
  readonly seed: number;
}

/** Rises when the same data would be reported otherwise, so that no older report is shown for it. */
const EDITION = 1;

/** SHA-256 of all that a report rests on. */
export function hashBasis({ fingerprint, scorecardVersionId, seed }: ReportSubject): string {
  const basis = JSON.stringify([EDITION, fingerprint, scorecardVersionId, seed]);
  return createHash("sha256").update(basis).digest("hex");
}
