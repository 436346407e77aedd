import { describe, expect, it } from "vitest";
import { runDueJobs } from "../../../src/jobs/worker.ts";
import { enqueueJob } from "../../../src/store/jobs.ts";
import { insertWebhook } from "../../../src/store/webhooks.ts";
import type { Context } from "../../../src/workflows/context.ts";
import { recordActivities } from "../../../src/workflows/keeping/record-activities.ts";
import { setRouting } from "../../../src/workflows/settings/settings.ts";
import { draftScorecard } from "../../../src/workflows/versions/draft-scorecard.ts";
import { dryRunPublishing } from "../../../src/workflows/versions/dry-run.ts";
import type { EventPlan } from "../../../src/workflows/versions/make-live.ts";
import {
  listPublications,
  readPublication,
  releasePublication,
} from "../../../src/workflows/versions/publications.ts";
import {
  publishScorecard,
  rollBackScorecard,
} from "../../../src/workflows/versions/publish-scorecard.ts";
import { deliverDue } from "../../../src/workflows/webhooks/deliver-due.ts";
import { useTestDatabase } from "../../database.ts";
import {
  FADING_CARD,
  holdLead,
  makeContext,
  publishFading,
  storeVisitors,
} from "../../jobs/job-fixture.ts";
import { DAY, NOW } from "../../scorecard/cards.ts";
import { markBackTested } from "../../store/back-tested.ts";
import { ACTOR, accept, listAudit } from "./version-fixture.ts";

async function work(context: Context): Promise<void> {
  await runDueJobs(context, undefined, (fault) => {
    throw fault;
  });
}

/** A draft under which no visitor is warm any more, back-tested. */
async function draftCold(context: Context): Promise<number> {
  const document = { ...FADING_CARD, thresholds: [{ id: "warm", name: "Warm", score: 90 }] };
  const draft = accept(await draftScorecard(context, ACTOR, { slug: "fading", document }));
  await markBackTested(context.database, "fading", draft.version);
  return draft.version;
}

/** Warm leads, two webhooks, and a version that makes all of the leads cold. */
async function useStorm(leads: number) {
  const database = await useTestDatabase();
  const clock = { now: NOW };
  const context = makeContext(database, clock);
  await publishFading(database);
  await storeVisitors(
    context,
    Array.from({ length: leads }, () => 0),
  );
  for (const kinds of [["threshold"], ["threshold", "cell"]] as const)
    await insertWebhook(database, {
      url: "http://127.0.0.1:9/",
      kinds,
      secret: "x",
      createdBy: "t",
    });
  const version = await draftCold(context);
  const publish = async (plan: EventPlan) =>
    accept(await publishScorecard(context, ACTOR, { slug: "fading", version, ...plan }))
      .publication!;
  return { database, clock, context, version, publish };
}

/** State and minutes from now of each delivery, in the order of events, then webhooks. */
async function readDeliveries({ database: { sql } }: Context) {
  const rows = await sql<{ event: number; state: string; minutes: number }[]>`
    SELECT event_id::float8 AS event, state,
      round(extract(epoch FROM due_at - (SELECT min(due_at) FROM delivery)) / 6)::float8 / 10 AS minutes
    FROM delivery ORDER BY event_id, webhook_id`;
  return [...rows];
}

/** Kinds of events, with what caused them and how a webhook is told of them. */
async function readEvents({ database: { sql } }: Context) {
  const rows = await sql`
    SELECT DISTINCT kind, cause, publication_id::float8 AS publication, delivery.state
    FROM event LEFT JOIN delivery ON event_id = event.id ORDER BY kind, cause`;
  return [...rows];
}

describe("events that a new version causes", () => {
  it("are marked with the publication, and go out at once unless told", async () => {
    const { database, context, publish } = await useStorm(3);
    const publication = await publish({});
    await work(context);
    const events = await database.sql`
      SELECT kind, direction, cause, publication_id::float8 AS publication FROM event ORDER BY id`;
    expect(events).toEqual(
      Array.from({ length: 3 }, () => {
        return { kind: "threshold", direction: "down", cause: "version", publication };
      }),
    );
    const deliveries = await readDeliveries(context);
    expect(deliveries.map(({ state, minutes }) => [state, minutes])).toEqual(
      Array.from({ length: 6 }, () => ["waiting", 0]),
    );
    expect(await listPublications(context, { limit: 9 })).toMatchObject([
      {
        id: publication,
        scorecard: { slug: "fading", version: 2 },
        replacedScorecard: { slug: "fading", version: 1 },
        model: null,
        events: "send",
        caused: 3,
        waiting: 6,
        held: 0,
        publishedBy: "person:1",
        publishedAt: NOW,
      },
    ]);
  });

  it("are held until somebody releases them, then go out at the rate, each to all at once", async () => {
    const { context, publish } = await useStorm(4);
    const id = await publish({ events: "hold", note: "Quarter end" });
    await work(context);
    expect(new Set((await readDeliveries(context)).map(({ state }) => state))).toEqual(
      new Set(["held"]),
    );
    expect(await deliverDue(context, new AbortController().signal)).toBe(0);
    expect(accept(await readPublication(context, id))).toMatchObject({ held: 8, releasedAt: null });

    const released = accept(await releasePublication(context, ACTOR, { id, perMinute: 2 }));
    expect(released).toMatchObject({ released: 4, publication: { held: 0, waiting: 8 } });
    const due = await readDeliveries(context);
    expect(due.map(({ state, minutes }) => [state, minutes])).toEqual(
      [0, 0, 0.5, 0.5, 1, 1, 1.5, 1.5].map((minutes) => ["waiting", minutes]),
    );
    expect((await listAudit(context)).at(-1)).toBe(
      `person:1 publication.release publication:${id}`,
    );
    // The others are not due yet, whichever process looks.
    expect(await deliverDue(context, new AbortController().signal)).toBe(2);

    const faster = accept(await releasePublication(context, ACTOR, { id, perMinute: null }));
    expect(faster.released).toBe(3);
    const [late] = await context.database.sql`
      SELECT count(*)::int AS late FROM delivery WHERE attempts = 0 AND due_at > now()`;
    expect(late!["late"]).toBe(0);
  });

  it("that come after the release follow those before at the same rate", async () => {
    const { database, context, publish } = await useStorm(600);
    const id = await publish({ events: "hold" });
    const release = await holdLead(database, "lead-0550");
    const walk = work(context);
    await expect
      .poll(
        async () =>
          (await database.sql`SELECT cursor->'reached'->>'done' AS done FROM job`)[0]!["done"],
      )
      .toBe("500");
    accept(await releasePublication(context, ACTOR, { id, perMinute: 10 }));
    await release();
    await walk;
    const due = await readDeliveries(context);
    expect(due).toHaveLength(1200);
    expect(due.every(({ state }) => state === "waiting")).toBe(true);
    const events = due.filter((_, i) => i % 2 === 0).map(({ minutes }) => minutes);
    expect(events).toEqual(Array.from({ length: 600 }, (_, i) => Math.round(i) / 10));
  });

  it("go out at a rate from the start where that is asked for", async () => {
    const { context, publish } = await useStorm(3);
    await publish({ events: "send", perMinute: 1 });
    await work(context);
    const due = await readDeliveries(context);
    expect(due.map(({ state, minutes }) => [state, minutes])).toEqual(
      [0, 0, 1, 1, 2, 2].map((minutes) => ["waiting", minutes]),
    );
  });

  it("are written and told to nobody where they are dropped", async () => {
    const { database, context, publish } = await useStorm(3);
    const id = await publish({ events: "drop" });
    await work(context);
    expect(await readDeliveries(context)).toEqual([]);
    const [events] = await database.sql`
      SELECT count(*)::int AS events FROM event WHERE publication_id = ${id}`;
    expect(events!["events"]).toBe(3);
    expect(await releasePublication(context, ACTOR, { id })).toMatchObject({
      code: "publication-dropped",
    });
    for (const unknown of [
      await releasePublication(context, ACTOR, { id: 99 }),
      await readPublication(context, 99),
    ])
      expect(unknown).toMatchObject({ code: "publication-unknown" });
  });

  it("are told apart from what time does, where the day's walk comes first to a lead", async () => {
    const { database, clock, context, publish } = await useStorm(3);
    await setRouting(context, ACTOR, { D4: { by: "round-robin", owners: ["ann"] } });
    const id = await publish({ events: "hold" });
    await database.sql`DELETE FROM job`;
    clock.now = NOW + 40 * DAY;
    await enqueueJob(database, { kind: "rescore", input: { cause: "time" }, createdBy: "test" });
    await work(context);
    expect(await readEvents(context)).toEqual([
      { kind: "threshold", cause: "version", publication: id, state: "held" },
      { kind: "cell", cause: "time", publication: null, state: "waiting" },
      { kind: "handover", cause: "time", publication: null, state: null },
    ]);
  });

  it("are told apart from what a lead does before the walk comes to it", async () => {
    const { database, context, publish } = await useStorm(1);
    await setRouting(context, ACTOR, { D1: { by: "round-robin", owners: ["ann"] } });
    const id = await publish({ events: "hold" });
    const visits = [1, 2].map((k) => {
      return { key: `again-${k}`, lead: "lead-0000", type: "visit", at: NOW - k };
    });
    await recordActivities(context, visits);
    // 96 points reach the new cut of 90; under the version alone the lead had fallen below it.
    expect(await readEvents(context)).toEqual([
      { kind: "threshold", cause: "lead", publication: null, state: "waiting" },
      { kind: "threshold", cause: "version", publication: id, state: "held" },
    ]);
    await work(context);
    expect(await database.sql`SELECT FROM event`).toHaveLength(2);
  });

  it("are none for leads that were never scored before", async () => {
    const database = await useTestDatabase();
    const context = makeContext(database);
    await storeVisitors(context, [0, 0]);
    const document = FADING_CARD;
    accept(await draftScorecard(context, ACTOR, { slug: "fading", document }));
    accept(await publishScorecard(context, ACTOR, { slug: "fading", version: 1 }));
    await work(context);
    const [counts] = await database.sql`
      SELECT (SELECT count(*)::int FROM lead_score) AS scores,
        (SELECT count(*)::int FROM event) AS events`;
    expect(counts).toEqual({ scores: 2, events: 0 });
  });
});

describe("a dry run", () => {
  it("tells to the last event what publishing then causes, and writes nothing", async () => {
    const { database, clock, context, version, publish } = await useStorm(50);
    clock.now = NOW + 8 * DAY;
    const before = await database.sql`SELECT count(*)::int AS rows FROM audit_log`;
    const told = accept(await dryRunPublishing(context, ACTOR, { slug: "fading", version }));
    expect(told).toMatchObject({ leads: 50, refusal: null });
    expect(await database.sql`SELECT count(*)::int AS rows FROM audit_log`).toEqual(before);
    expect(await database.sql`SELECT FROM event`).toHaveLength(0);
    await publish({});
    await work(context);
    const events = await database.sql`
      SELECT kind, subject, direction, name, count(*)::int AS events FROM event
      GROUP BY kind, subject, direction, name`;
    expect(new Set(told.kinds)).toEqual(new Set(events));
    expect(told.events).toBe(events.reduce((sum, row) => sum + row["events"], 0));
    expect(told.changingCell).toBe(50);
    expect(told.deliveries).toBe((await readDeliveries(context)).length);
  });

  it("tells why it may not be published yet, and what a rollback would cause", async () => {
    const { context, version, publish } = await useStorm(3);
    const other = accept(
      await draftScorecard(context, ACTOR, { slug: "fading", document: FADING_CARD }),
    );
    const run = async (number: number) =>
      accept(await dryRunPublishing(context, ACTOR, { slug: "fading", version: number }));
    expect(await run(other.version)).toMatchObject({
      events: 0,
      refusal: { code: "back-test-missing" },
    });
    await publish({});
    await work(context);
    expect(await run(version)).toMatchObject({ leads: 0, events: 0, refusal: null });
    expect(await run(1)).toMatchObject({
      refusal: null,
      kinds: [{ kind: "threshold", subject: "warm", direction: "up", events: 3 }],
    });
    accept(await rollBackScorecard(context, ACTOR, { slug: "fading", version: 1, events: "drop" }));
    expect(await dryRunPublishing(context, ACTOR, { slug: "fading", version: 99 })).toMatchObject({
      code: "version-unknown",
    });
  });
});
