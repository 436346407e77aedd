import type { LiveVersions } from "../../store/live.ts";
import { DEFAULT_SEED, markBasis } from "../training/report-basis.ts";
import type { ComparisonWish } from "./comparison-material.ts";

/** What a report of rules against model is about. */
export interface ComparisonSubject extends LiveVersions, ComparisonWish {
  readonly seed: number;
}

interface Fingerprints {
  /** Of the history. */
  readonly fingerprint: string;
  /** Of hand-overs, triage, experiments, outcomes and the watch. */
  readonly comparison: string;
  /** Leads a week that sales can work, by threshold. */
  readonly capacity: Readonly<Record<string, number>>;
  /** Epoch milliseconds; its day (UTC) is what counts. */
  readonly now: number;
}

/** Rises when the same data would be reported otherwise, so that no older report is shown for it. */
const EDITION = 1;

const DAY_MS = 86_400_000;

/** SHA-256 of all that a report of rules against model rests on. */
export function hashComparison(
  { scorecardVersionId, modelVersionId, seed, basis, clustering }: ComparisonSubject,
  { fingerprint, comparison, capacity, now }: Fingerprints,
): string {
  const isUsual = seed === DEFAULT_SEED && basis === null && clustering === null;
  return markBasis(
    isUsual,
    JSON.stringify([
      "ab",
      EDITION,
      [scorecardVersionId, modelVersionId, seed, basis, clustering],
      [fingerprint, comparison, Math.floor(now / DAY_MS)],
      Object.entries(capacity).toSorted(([a], [b]) => (a < b ? -1 : 1)),
    ]),
  );
}
