import { describe, expect, it } from "vitest";
import type { Scorecard } from "../../../src/scorecard/schema.ts";
import { readLive } from "../../../src/store/live.ts";
import { findScorecard } from "../../../src/store/versions.ts";
import type { Context } from "../../../src/workflows/context.ts";
import { setApprovals } from "../../../src/workflows/versions/approvals.ts";
import { approveVersion, recordMeeting } from "../../../src/workflows/versions/approve-version.ts";
import { draftScorecard } from "../../../src/workflows/versions/draft-scorecard.ts";
import {
  publishScorecard,
  rollBackScorecard,
} from "../../../src/workflows/versions/publish-scorecard.ts";
import { readScorecardVersion } from "../../../src/workflows/versions/read-versions.ts";
import { NOW } from "../../scorecard/cards.ts";
import { markBackTested } from "../../store/back-tested.ts";
import {
  ACTOR,
  accept,
  draftCard,
  listAudit,
  makeCard,
  publishCard,
  useContext,
} from "./version-fixture.ts";

const SECOND = { name: "person:2" };
const THIRD = { name: "person:3" };

function publish(context: Context, version: number, more: object = {}, actor = ACTOR) {
  return publishScorecard(context, actor, { slug: "small", version, ...more });
}

function withThresholds(scores: readonly number[], card = makeCard()): Scorecard {
  const thresholds = scores.map((score, i) => ({ id: `t${i}`, name: `T${i}`, score }));
  return { ...card, thresholds };
}

describe("publishing a draft", () => {
  it("gives the lineage its name, which a mere draft does not", async () => {
    const context = await useContext();
    await publishCard(context, makeCard());
    const { name } = (await findScorecard(context.database, "small"))!;
    await draftCard(context, { ...makeCard({ large: 20 }), name: "Renamed" });
    expect(await findScorecard(context.database, "small")).toMatchObject({ name });
    accept(await publish(context, 2, { force: true }));
    expect(await findScorecard(context.database, "small")).toMatchObject({ name: "Renamed" });
  });

  it("is refused without a back-test of this very document", async () => {
    const context = await useContext();
    await publishCard(context, makeCard());
    const document = makeCard({ large: 20 });
    accept(await draftScorecard(context, ACTOR, { slug: "small", document }));
    expect(await publish(context, 2)).toMatchObject({
      code: "back-test-missing",
      remedy: expect.stringContaining("/v1/scorecards/small/versions/2/back-test"),
    });
    await markBackTested(context.database, "small", 2);
    // As a hand in the database would do it: the service never changes a version.
    await context.database.sql`
      UPDATE scorecard_version SET document = jsonb_set(document, '{fallback,name}', '"Other"')
      WHERE version = 2`;
    expect(await publish(context, 2)).toMatchObject({ code: "back-test-missing" });
    await markBackTested(context.database, "small", 2);
    expect(accept(await publish(context, 2)).version.live).toBe(true);
  });

  it.each([[[40, 20]], [[20, 40, 40]]])("is refused with thresholds at %j", async (scores) => {
    const context = await useContext();
    await publishCard(context, makeCard());
    await draftCard(context, withThresholds(scores));
    const last = scores.length - 1;
    expect(await publish(context, 2)).toMatchObject({
      code: "thresholds-out-of-order",
      details: [
        {
          where: `threshold:small/t${last}`,
          reason: `expected T${last}, at ${scores[last]}, above T${last - 1}, at ${scores[last - 1]}`,
        },
      ],
    });
    expect(await publish(context, 2, { force: true })).toMatchObject({
      code: "thresholds-out-of-order",
    });
  });

  it("is refused where somebody published meanwhile, who is told what changed", async () => {
    const context = await useContext();
    await publishCard(context, makeCard());
    await draftCard(context, makeCard({ large: 20 }));
    await draftCard(context, makeCard({ large: 15 }));
    accept(await publish(context, 3, {}, SECOND));
    expect(await publish(context, 2)).toMatchObject({
      code: "version-outdated",
      details: [
        { where: "basedOn", reason: "small/1" },
        {
          where: "live",
          reason: `small/3, published by person:2 at ${new Date(NOW).toISOString()}`,
        },
        { where: "line-points large", reason: "10 became 15" },
      ],
    });
    expect(accept(await publish(context, 2, { force: true })).version.live).toBe(true);
  });

  it("by two at once lets one through", async () => {
    const context = await useContext();
    await publishCard(context, makeCard());
    await draftCard(context, makeCard({ large: 20 }));
    await draftCard(context, makeCard({ large: 15 }));
    const outcomes = await Promise.all([2, 3].map((version) => publish(context, version)));
    const codes = outcomes.map((outcome) => ("code" in outcome ? outcome.code : "published"));
    expect(codes.toSorted()).toEqual(["published", "version-outdated"]);
  });

  it("is refused for a draft whose base nobody named", async () => {
    const context = await useContext();
    const early = accept(
      await draftScorecard(context, ACTOR, { slug: "small", document: makeCard({ large: 3 }) }),
    );
    await markBackTested(context.database, "small", early.version);
    await publishCard(context, makeCard(), { force: true });
    expect(await publish(context, early.version)).toMatchObject({
      code: "version-outdated",
      details: [{ where: "basedOn", reason: "none" }, { where: "live" }],
    });
  });

  it("knows the version that it was made from, by name or as the live one", async () => {
    const context = await useContext();
    await publishCard(context, makeCard());
    await publishCard(context, makeCard({ large: 20 }));
    const draft = async (basedOn?: number) =>
      draftScorecard(context, ACTOR, { slug: "small", document: makeCard(), basedOn });
    expect(accept(await draft())).toMatchObject({ basedOn: { slug: "small", version: 2 } });
    expect(accept(await draft(1))).toMatchObject({ basedOn: { slug: "small", version: 1 } });
    expect(await draft(9)).toMatchObject({ code: "version-unknown" });
    const other = { slug: "other", document: makeCard() };
    expect(accept(await draftScorecard(context, ACTOR, other))).toMatchObject({ basedOn: null });
  });

  it("needs nothing for the first version of all", async () => {
    const context = await useContext();
    await setApprovals(context, ACTOR, { required: true });
    const document = withThresholds([40, 20]);
    accept(await draftScorecard(context, ACTOR, { slug: "small", document }));
    expect(accept(await publish(context, 1)).version.live).toBe(true);
  });
});

describe("approval", () => {
  async function useApprovals() {
    const context = await useContext();
    await publishCard(context, makeCard());
    await setApprovals(context, SECOND, { required: true });
    await draftCard(context, makeCard({ large: 20 }));
    const approve = (actor = SECOND, version = 2) =>
      approveVersion(context, actor, { slug: "small", version });
    return { context, approve };
  }

  it("by a second person is asked for where the setting asks for it", async () => {
    const { context, approve } = await useApprovals();
    expect(await publish(context, 2)).toMatchObject({
      code: "approval-missing",
      remedy: expect.stringContaining("/v1/scorecards/small/versions/2/approve"),
    });
    expect(accept(await approve())).toMatchObject({ approvedBy: "person:2", approvedAt: NOW });
    expect(accept(await publish(context, 2)).version).toMatchObject({ approvedBy: "person:2" });
    expect(await listAudit(context)).toEqual(
      expect.arrayContaining([
        "person:2 settings.approvals setting:approvals",
        "person:2 scorecard.approve scorecard:small/2",
      ]),
    );
    expect(await approve(THIRD)).toMatchObject({ code: "version-published" });
    expect(await approve(THIRD, 9)).toMatchObject({ code: "version-unknown" });
  });

  it("is given neither by who drafted nor by who publishes", async () => {
    const { context, approve } = await useApprovals();
    expect(await approve(ACTOR)).toMatchObject({ code: "approval-own" });
    accept(await approve(SECOND));
    expect(await publish(context, 2, {}, SECOND)).toMatchObject({
      code: "approval-missing",
      details: [{ where: "approvedBy", reason: "person:2" }],
    });
    expect(accept(await publish(context, 2, {}, THIRD)).version.live).toBe(true);
  });

  it("falls with a change of the document, which is another version", async () => {
    const { context, approve } = await useApprovals();
    accept(await approve());
    const changed = await draftCard(context, makeCard({ large: 21 }));
    expect(changed).toMatchObject({ version: 3, approvedBy: null });
    expect(await publish(context, 3)).toMatchObject({ code: "approval-missing" });
  });

  it("is not asked for once the setting is off", async () => {
    const { context } = await useApprovals();
    await setApprovals(context, SECOND, { required: false });
    accept(await publish(context, 2));
  });
});

describe("rolling back", () => {
  it("brings any published version back at once, without back-test, approval or base", async () => {
    const context = await useContext();
    const first = await publishCard(context, makeCard());
    await publishCard(context, makeCard({ large: 20 }));
    await publishCard(context, makeCard({ large: 30 }));
    await setApprovals(context, SECOND, { required: true });
    const back = accept(await rollBackScorecard(context, ACTOR, { slug: "small", version: 1 }));
    expect(back).toMatchObject({
      version: { live: true, publishedBy: "person:1" },
      job: expect.any(Number),
      publication: expect.any(Number),
    });
    expect(await readLive(context.database)).toMatchObject({ scorecardVersionId: first.id });
    expect((await listAudit(context)).at(-1)).toBe("person:1 scorecard.rollback scorecard:small/1");
    expect(await rollBackScorecard(context, ACTOR, { slug: "small", version: 1 })).toMatchObject({
      job: null,
      publication: null,
    });
  });

  it("is refused to what was never published", async () => {
    const context = await useContext();
    await publishCard(context, makeCard());
    await draftCard(context, makeCard({ large: 20 }));
    const roll = (version: number) => rollBackScorecard(context, ACTOR, { slug: "small", version });
    expect(await roll(2)).toMatchObject({ code: "version-unpublished" });
    expect(await roll(3)).toMatchObject({ code: "version-unknown" });
  });
});

it("a meeting is kept with the version, and the audit log names nobody of it", async () => {
  const context = await useContext();
  await publishCard(context, makeCard());
  const meeting = {
    heldAt: "2025-06-02T09:00:00.000Z",
    attendees: [
      { name: "Ines", team: "sales", agreed: true },
      { name: "Olu", team: "marketing", agreed: false },
    ],
    note: "Try it for a quarter",
  } as const;
  const write = (note: string) =>
    recordMeeting(context, ACTOR, {
      slug: "small",
      version: 1,
      ...meeting,
      attendees: [...meeting.attendees],
      note,
    });
  accept(await write("first"));
  accept(await write(meeting.note));
  const read = accept(await readScorecardVersion(context, { slug: "small", version: 1 }));
  expect(read.meeting).toEqual(meeting);
  const [audit] = await context.database.sql`
    SELECT detail FROM audit_log WHERE action = 'scorecard.meeting'`;
  expect(audit!["detail"]).toEqual({ heldAt: meeting.heldAt, attendees: 2, agreed: 1 });
});
