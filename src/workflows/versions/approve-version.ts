import { Refusal } from "../../refusal.ts";
import { writeAudit } from "../../store/audit.ts";
import { shareLock } from "../../store/locks.ts";
import { markApproved, writeMeeting } from "../../store/version-approval.ts";
import { findScorecardVersion, type ScorecardVersion } from "../../store/versions.ts";
import type { Actor, Context } from "../context.ts";
import type { Meeting } from "./meeting.ts";
import { refuseUnknownVersion } from "./unknown-version.ts";

interface Numbered {
  readonly slug: string;
  readonly version: number;
}

/**
 * Approves a draft as a second person. A version never changes, so what was approved is what is
 * published: a changed document is another version, which nobody has approved yet.
 */
export async function approveVersion(
  { database, now }: Context,
  actor: Actor,
  { slug, version }: Numbered,
): Promise<ScorecardVersion | Refusal> {
  return database.transact(async (session) => {
    // No version is published meanwhile.
    await shareLock(session, "live");
    const found = await findScorecardVersion(session, slug, version);
    if (found === null) return refuseUnknownVersion("scorecard");
    if (found.state === "published") return PUBLISHED;
    if (found.createdBy === actor.name) return OWN_DRAFT;
    if (found.approvedBy === actor.name) return found;
    await markApproved(session, found.id, { by: actor.name, at: now() });
    await writeAudit(session, actor, "scorecard.approve", `scorecard:${slug}/${version}`);
    return (await findScorecardVersion(session, slug, version))!;
  });
}

const PUBLISHED = new Refusal(
  "version-published",
  "This version is published already, so there is nothing to approve.",
  "Approve drafts before they are published.",
);

const OWN_DRAFT = new Refusal(
  "approval-own",
  "Who drafted a version cannot be the second person who approves it.",
  "Have somebody else look at it and approve it.",
);

/** Writes down who agreed to a version when they met, in place of what was written before. */
export async function recordMeeting(
  { database }: Context,
  actor: Actor,
  { slug, version, ...meeting }: Numbered & Meeting,
): Promise<ScorecardVersion | Refusal> {
  return database.transact(async (session) => {
    const found = await findScorecardVersion(session, slug, version);
    if (found === null) return refuseUnknownVersion("scorecard");
    await writeMeeting(session, found.id, meeting);
    const { heldAt, attendees } = meeting;
    const agreed = attendees.filter((attendee) => attendee.agreed).length;
    const detail = { heldAt, attendees: attendees.length, agreed };
    await writeAudit(session, actor, "scorecard.meeting", `scorecard:${slug}/${version}`, detail);
    return (await findScorecardVersion(session, slug, version))!;
  });
}
