import { createHash } from "node:crypto";
import { Refusal } from "../../refusal.ts";
import { writeCanonicalJson } from "../../scorecard/canonical-json.ts";
import { writeAudit } from "../../store/audit.ts";
import type { Session } from "../../store/database.ts";
import { insertRecommendation } from "../../store/recommendations.ts";
import { readScorecardVersion } from "../../store/versions.ts";
import type { Context } from "../context.ts";
import type { Following } from "../progress.ts";
import { calibrateInThread } from "../training/calibrate-in-thread.ts";
import { readStoredHistory } from "../training/stored-history.ts";
import { toCalibrateSettings } from "../training/training-settings.ts";
import { readStored } from "../versions/make-live.ts";
import { type Decided, listDecidable } from "./decidable.ts";
import type { RecommendingInput } from "./recommending-input.ts";

/** The job that a recommendation is the work of. */
export interface RecommendingJob {
  readonly id: number;
  readonly createdBy: string;
  readonly input: RecommendingInput;
}

interface Keeping extends Following {
  /** Called last in the transaction that keeps the recommendation. */
  readonly onKept: (session: Session, result: RecommendingResult) => Promise<void>;
}

export interface RecommendingResult {
  readonly recommendation: number;
  /** Lines, thresholds, grades and bands that it would change. */
  readonly changes: number;
  readonly deals: number;
  readonly won: number;
  readonly resultHash: string;
}

/**
 * Calibrates a scorecard version on what is stored and keeps what it recommends, for people to decide
 * on. The same history, version, seed and settings give the same documents, to the byte.
 */
export async function makeRecommendation(
  { database }: Context,
  { id: jobId, createdBy, input }: RecommendingJob,
  following: Keeping,
): Promise<RecommendingResult | Refusal> {
  const { scorecardVersionId, seed, settings } = input;
  following.onProgress("reading the history");
  const stored = await readScorecardVersion(database, scorecardVersionId);
  const { history, mapping, feedback } = await readStoredHistory(database);
  const found = await calibrateInThread(
    {
      from: "history",
      set: readStored(stored.document),
      history,
      mapping,
      feedback,
      settings: toCalibrateSettings({ ...settings, seed }),
      rendering: "figures",
    },
    following,
  );
  if (found instanceof Refusal) return found;
  const { calibration, recommended, historyHash } = found;
  const { deals, won } = calibration.history;
  const resultHash = hashResult({ calibration, recommended });
  const changes = listDecidable({ calibration, recommended }).filter(
    (item) => item.current !== item.recommended,
  ).length;
  following.onProgress("keeping the recommendation");
  return database.transact(async (session) => {
    const run = { scorecardVersionId, historyHash, seed, settings, calibration, recommended };
    const kept = { ...run, resultHash, jobId, createdBy };
    const recommendation = await insertRecommendation(session, kept);
    const by = { name: createdBy };
    await writeAudit(session, by, "recommendation.made", `recommendation:${recommendation}`);
    const result = { recommendation, changes, deals, won, resultHash };
    await following.onKept(session, result);
    return result;
  });
}

/** SHA-256 of what was found and what is recommended. */
export function hashResult({ calibration, recommended }: Decided): string {
  return createHash("sha256")
    .update(writeCanonicalJson([calibration, recommended]))
    .digest("hex");
}
