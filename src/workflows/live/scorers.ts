import { Refusal } from "../../refusal.ts";
import type { Database, Session } from "../../store/database.ts";
import { type LiveVersions, readLive, readVersionDocuments } from "../../store/live.ts";
import { type LiveScorer, makeLiveScorer } from "./live-scorer.ts";

export interface Scorers {
  /** The scorer of versions; versions never change, so each is compiled once. */
  of(session: Session, versions: LiveVersions): Promise<LiveScorer>;
  /** The live scorer as it was within the last second, for scoring that stores nothing. */
  current(): Promise<LiveScorer | Refusal>;
}

const FRESH_MS = 1000;
const KEPT = 16;

export const NOTHING_LIVE = new Refusal(
  "nothing-live",
  "No scorecard is published yet, so there is nothing to score by.",
  "Publish one (POST /v1/scorecards, then publish its version), or start with --sample.",
);

/** @param clock milliseconds that only rise, such as performance.now */
export function createScorers(database: Database, clock: () => number): Scorers {
  const compiled = new Map<string, Promise<LiveScorer>>();
  const of = (session: Session, versions: LiveVersions): Promise<LiveScorer> => {
    const key = `${versions.scorecardVersionId}/${versions.modelVersionId}`;
    const known = compiled.get(key);
    if (known !== undefined) return known;
    if (compiled.size >= KEPT) compiled.delete(compiled.keys().next().value!);
    const made = readVersionDocuments(session, versions).then((documents) =>
      makeLiveScorer(versions, documents),
    );
    compiled.set(key, made);
    made.catch(() => compiled.delete(key));
    return made;
  };
  const readCurrent = async () => {
    const versions = await readLive(database);
    return versions === null ? NOTHING_LIVE : of(database, versions);
  };
  let current: { readonly scorer: ReturnType<typeof readCurrent>; readonly at: number } | null =
    null;
  return {
    of,
    current: () => {
      if (current === null || clock() - current.at > FRESH_MS) {
        const scorer = readCurrent();
        current = { scorer, at: clock() };
        scorer.catch(() => (current = null));
      }
      return current.scorer;
    },
  };
}
