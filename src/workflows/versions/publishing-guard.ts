import { Refusal, type RefusalDetail } from "../../refusal.ts";
import { diffScorecards } from "../../scorecard/diff.ts";
import { readBackTest } from "../../store/back-tests.ts";
import type { Session } from "../../store/database.ts";
import { type LiveVersions, readLive } from "../../store/live.ts";
import {
  findScorecardVersion,
  readScorecardVersion,
  type ScorecardVersion,
} from "../../store/versions.ts";
import { hashDocument } from "../back-testing/document-hash.ts";
import type { Actor } from "../context.ts";
import { type Approvals, readApprovals } from "./approvals.ts";
import { readStored } from "./make-live.ts";
import { refuseDisorderedSet } from "./refuse-disorder.ts";

interface Publishing {
  readonly actor: Actor;
  /** Whether it may replace a version that it was not drafted from. */
  readonly force?: boolean | undefined;
}

/**
 * Why a version may not be published; null where it may. The first version of all, and one that was
 * live before, may always be: a rollback must not wait for anything.
 */
export async function refusePublishing(
  session: Session,
  version: ScorecardVersion,
  { actor, force = false }: Publishing,
): Promise<Refusal | null> {
  const live = await readLive(session);
  if (live === null || version.state === "published") return null;
  const outdated = force ? null : await refuseOutdated(session, version, live);
  return (
    outdated ??
    refuseDisorderedSet(readStored(version.document)) ??
    (await refuseUntested(session, version)) ??
    refuseUnapproved(version, actor, await readApprovals(session))
  );
}

const CHANGES_SHOWN = 100;

async function refuseOutdated(
  session: Session,
  { basedOn }: ScorecardVersion,
  { scorecardVersionId }: LiveVersions,
): Promise<Refusal | null> {
  const live = await readScorecardVersion(session, scorecardVersionId);
  if (basedOn?.slug === live.slug && basedOn.version === live.version) return null;
  const details: RefusalDetail[] = [
    { where: "basedOn", reason: basedOn === null ? "none" : `${basedOn.slug}/${basedOn.version}` },
    { where: "live", reason: describeLive(live) },
  ];
  if (basedOn !== null) details.push(...(await listChanges(session, basedOn, live)));
  return new Refusal(
    "version-outdated",
    "Another version is live than the one that this draft was made from, so publishing it may undo what others changed.",
    "Draft it again from the live version, or send force where it is to replace that one as it stands.",
    details,
  );
}

function describeLive({ slug, version, publishedBy, publishedAt }: ScorecardVersion): string {
  const when = publishedAt === null ? "" : ` at ${new Date(publishedAt).toISOString()}`;
  return `${slug}/${version}${publishedBy === null ? "" : `, published by ${publishedBy}${when}`}`;
}

/** What is live now and was not on the version that a draft was made from. */
async function listChanges(
  session: Session,
  { slug, version }: NonNullable<ScorecardVersion["basedOn"]>,
  live: ScorecardVersion,
): Promise<readonly RefusalDetail[]> {
  const base = (await findScorecardVersion(session, slug, version))!;
  return diffScorecards(readStored(base.document), readStored(live.document))
    .slice(0, CHANGES_SHOWN)
    .map(({ what, key, from, to }) => ({
      where: `${what} ${key}`,
      reason: `${from ?? "none"} became ${to ?? "none"}`,
    }));
}

/** A back-test speaks for the very document that it was made of. */
async function refuseUntested(
  session: Session,
  { id, slug, version, document }: ScorecardVersion,
): Promise<Refusal | null> {
  const tested = (await readBackTest(session, id))?.backTest as
    | { readonly documentHash?: unknown }
    | undefined;
  if (tested?.documentHash === hashDocument(readStored(document))) return null;
  return new Refusal(
    "back-test-missing",
    "Nobody has seen yet what this version would have done with the leads and deals that there are.",
    `Back-test it first: POST /v1/scorecards/${slug}/versions/${version}/back-test.`,
  );
}

function refuseUnapproved(
  { slug, version, createdBy, approvedBy }: ScorecardVersion,
  actor: Actor,
  { required }: Approvals,
): Refusal | null {
  if (!required || (approvedBy !== null && ![createdBy, actor.name].includes(approvedBy)))
    return null;
  return new Refusal(
    "approval-missing",
    approvedBy === null
      ? "Nobody has approved this version yet."
      : "Who approved this version is who drafted it, or who publishes it now.",
    `Have somebody else approve it: POST /v1/scorecards/${slug}/versions/${version}/approve.`,
    approvedBy === null ? [] : [{ where: "approvedBy", reason: approvedBy }],
  );
}
