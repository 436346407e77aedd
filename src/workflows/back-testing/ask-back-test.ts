import { Refusal } from "../../refusal.ts";
import { writeAudit } from "../../store/audit.ts";
import { findWaitingBackTest, readBackTest as readStoredBackTest } from "../../store/back-tests.ts";
import { enqueueJob } from "../../store/jobs.ts";
import { readLive } from "../../store/live.ts";
import { findScorecardVersion, readScorecardVersion } from "../../store/versions.ts";
import type { Actor, Context } from "../context.ts";
import { NOTHING_LIVE } from "../live/scorers.ts";
import { readStored } from "../versions/make-live.ts";
import { refuseUnknownVersion } from "../versions/unknown-version.ts";
import type { BackTestDocument } from "./back-test-version.ts";
import { hashDocument } from "./document-hash.ts";
import { type ToldDraft, tellDraft } from "./tell-draft.ts";

export interface NamedVersion {
  readonly slug: string;
  readonly version: number;
}

/** Asks for a version to be held against what is live on all that is stored; returns the job. */
export async function askBackTest(
  { database }: Context,
  actor: Actor,
  { slug, version }: NamedVersion,
): Promise<number | Refusal> {
  return database.transact(async (session) => {
    const found = await findScorecardVersion(session, slug, version);
    if (found === null) return refuseUnknownVersion("scorecard");
    if ((await readLive(session)) === null) return NOTHING_LIVE;
    const waiting = await findWaitingBackTest(session, found.id);
    if (waiting !== null) return waiting;
    const input = { scorecardVersionId: found.id };
    const job = await enqueueJob(session, { kind: "back-test", input, createdBy: actor.name });
    await writeAudit(session, actor, "scorecard.back-test", `scorecard:${slug}/${version}`, {
      job,
    });
    return job;
  });
}

export interface ToldBackTest extends ToldDraft, NamedVersion {
  readonly backTestedAt: number;
  readonly documentHash: string;
  readonly comparedWith: NamedVersion;
  /** Whether it was made of this very document, against what is live now. */
  readonly isCurrent: boolean;
}

/** What the last back-test of a version gave. */
export async function readBackTest(
  { database }: Context,
  { slug, version }: NamedVersion,
): Promise<ToldBackTest | Refusal> {
  const found = await findScorecardVersion(database, slug, version);
  if (found === null) return refuseUnknownVersion("scorecard");
  const stored = await readStoredBackTest(database, found.id);
  if (stored === null) return NOT_BACK_TESTED;
  const { documentHash, comparedWith, ...judged } = stored.backTest as BackTestDocument;
  const versions = await readLive(database);
  const live =
    versions === null ? null : await readScorecardVersion(database, versions.scorecardVersionId);
  return {
    slug,
    version,
    backTestedAt: stored.backTestedAt,
    documentHash,
    comparedWith,
    isCurrent:
      documentHash === hashDocument(readStored(found.document)) &&
      live?.slug === comparedWith.slug &&
      live.version === comparedWith.version,
    ...(await tellDraft(database, judged)),
  };
}

const NOT_BACK_TESTED = new Refusal(
  "back-test-unknown",
  "This version was not back-tested yet.",
  "Ask for it: POST to this address, and follow the job that is answered.",
);
