import * as fc from "fast-check";
import { expect, test } from "vitest";
import { runDueJobs } from "../../../src/jobs/worker.ts";
import { Refusal } from "../../../src/refusal.ts";
import { compileScorecards, doseLead } from "../../../src/scorecard/compiled.ts";
import type { Activity } from "../../../src/scorecard/lead.ts";
import { enqueueJob } from "../../../src/store/jobs.ts";
import { shareLock } from "../../../src/store/locks.ts";
import type { Context } from "../../../src/workflows/context.ts";
import { recordActivities } from "../../../src/workflows/keeping/record-activities.ts";
import { upsertLeads } from "../../../src/workflows/keeping/upsert-leads.ts";
import { scoreDosed } from "../../../src/workflows/lead-score.ts";
import { rescoreLeads } from "../../../src/workflows/live/rescore-leads.ts";
import { draftScorecard } from "../../../src/workflows/versions/draft-scorecard.ts";
import { publishScorecard } from "../../../src/workflows/versions/publish-scorecard.ts";
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
import { publishSample, readSampleSet } from "../../store/published-versions.ts";

async function useStore() {
  const database = await useTestDatabase();
  const clock = { now: NOW };
  return { database, clock, context: makeContext(database, clock) };
}

async function enqueueRescore({ database }: Context): Promise<void> {
  await enqueueJob(database, { kind: "rescore", input: { cause: "time" }, createdBy: "test" });
}

async function rescore(context: Context): Promise<void> {
  await enqueueRescore(context);
  await runDueJobs(context, undefined, (fault) => {
    throw fault;
  });
}

test("a score that decays below its cut and margin makes one event, caused by time", async () => {
  const { database, context, clock } = await useStore();
  await publishFading(database);
  await storeVisitors(context, [0]);
  // 32 · 2^(−d/10) is 20 at 6.78 days and 18 at 8.30 days.
  for (const days of [6, 7, 8, 9, 10]) {
    clock.now = NOW + days * DAY;
    await rescore(context);
  }
  const events = await database.sql`
    SELECT subject, direction, cause, (extract(epoch FROM at) * 1000)::float8 AS at
    FROM event WHERE kind = 'threshold'`;
  expect(events).toEqual([
    { subject: "warm", direction: "down", cause: "time", at: NOW + 9 * DAY },
  ]);
  const [score] = await database.sql`SELECT total FROM lead_score`;
  expect(score!["total"]).toBe(16);
});

const HOUR = 3_600_000;

const activityArbitrary = fc.record({
  type: fc.constantFrom("page-view", "webinar", "whitepaper-download", "email-open"),
  asset: fc.constantFrom(undefined, "pricing", "product"),
  hoursAgo: fc.integer({ min: -72, max: 4800 }),
});

const leadArbitrary = fc.record({
  attributes: fc.record({
    jobTitle: fc.constantFrom("CEO", "Sales Manager", null),
    employees: fc.constantFrom(20, 300, null),
  }),
  activities: fc.array(activityArbitrary, { maxLength: 6 }),
});

test("after a walk every stored score is the one of its moment, changed or not", async () => {
  const compiled = compileScorecards(readSampleSet());
  const { database, context, clock } = await useStore();
  const versions = await publishSample(database);
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(leadArbitrary, { minLength: 1, maxLength: 10 }),
      fc.integer({ min: 1, max: 40 }),
      async (leads, days) => {
        clock.now = NOW;
        const run = ++runs;
        const stored = leads.map(({ attributes, activities }, i) => ({
          id: `lead-${run}-${i}`,
          attributes,
          activities: activities.map(
            ({ type, asset, hoursAgo }): Activity => ({
              type,
              asset,
              at: NOW - hoursAgo * HOUR,
            }),
          ),
        }));
        await upsertLeads(context, stored);
        await recordActivities(
          context,
          stored.flatMap(({ id, activities }) =>
            activities.map((activity, k) => ({ ...activity, lead: id, key: `${id}-${k}` })),
          ),
        );
        clock.now = NOW + days * DAY;
        await rescore(context);
        const scorer = await context.scorers.of(database, versions);
        const scores = await database.sql`
          SELECT external_id AS id, (extract(epoch FROM as_of) * 1000)::float8 AS as_of, total,
            log_odds, doses
          FROM lead_score JOIN lead ON lead.id = lead_id
          WHERE external_id LIKE ${`lead-${run}-%`} ORDER BY lead.id`;
        expect([...scores]).toEqual(
          stored.map((lead) => {
            const { doses, scorecard } = doseLead(compiled, lead, clock.now);
            const { total, logOdds } = scoreDosed(scorer, doses, scorecard);
            const told = { id: lead.id, as_of: clock.now, total, log_odds: logOdds };
            return { ...told, doses: Array.from(doses) };
          }),
        );
      },
    ),
    { numRuns: 15, endOnFailure: true },
  );
});

const PEOPLE = 1200;
const visitors = Array.from({ length: PEOPLE }, () => 1);

test("requests are answered while a walk goes on", async () => {
  const { database, context } = await useStore();
  await publishFading(database);
  await storeVisitors(context, visitors);
  await enqueueRescore(context);
  const release = await holdLead(database, "lead-0700");
  const walk = runDueJobs(context);
  const readJob = async () =>
    (await database.sql`SELECT state, (cursor->'reached'->>'done')::int AS done FROM job`)[0];
  await expect.poll(readJob).toEqual({ state: "running", done: 500 });
  const changed = await upsertLeads(context, [
    { id: "lead-0003", attributes: { jobTitle: "CEO" } },
    { id: "lead-1100", attributes: { jobTitle: "CEO" } },
    { id: "newcomer", attributes: {} },
  ]);
  expect(changed).toEqual({ created: 1, changed: 2, unchanged: 0, refused: [] });
  expect(await readJob()).toEqual({ state: "running", done: 500 });
  await release();
  await walk;
  // The newcomer came after the walk began, and was scored as it came.
  expect(await readJob()).toEqual({ state: "done", done: PEOPLE });
});

test("a lead that is written during a walk for a new version ends with that version", async () => {
  const { database, context } = await useStore();
  const { scorecardVersionId: before } = await publishFading(database);
  await storeVisitors(context, visitors);
  const actor = { name: "test" };
  const document = { ...FADING_CARD, version: 2, name: "Second" };
  const draft = await draftScorecard(context, actor, { slug: "fading", document });
  if (draft instanceof Refusal) throw new Error(draft.message);
  await markBackTested(database, "fading", draft.version);

  let finishWriting = () => {};
  const finished = new Promise<void>((resolve) => (finishWriting = resolve));
  const writing = database.transact(async (session) => {
    await shareLock(session, "live");
    await finished;
  });
  let isPublished = false;
  const publishing = publishScorecard(context, actor, { slug: "fading", version: draft.version });
  void publishing.then(() => (isPublished = true));
  const countWaiting = async () =>
    (
      await database.sql`SELECT FROM pg_locks JOIN pg_database d ON d.oid = database
      WHERE locktype = 'advisory' AND NOT granted AND datname = current_database()`
    ).length;
  await expect.poll(countWaiting).toBe(1);
  expect(isPublished).toBe(false);
  finishWriting();
  await writing;
  await publishing;

  const release = await holdLead(database, "lead-0700");
  const walk = runDueJobs(context);
  await expect
    .poll(
      async () =>
        (await database.sql`SELECT cursor->'reached'->>'done' AS done FROM job`)[0]!["done"],
    )
    .toBe("500");
  await recordActivities(context, [
    { key: "late-1", lead: "lead-0003", type: "visit", at: NOW },
    { key: "late-2", lead: "lead-1100", type: "visit", at: NOW },
  ]);
  await release();
  await walk;
  const scores = await database.sql`
    SELECT scorecard_version_id::float8 AS version, count(*)::int AS leads
    FROM lead_score GROUP BY scorecard_version_id`;
  expect(scores).toEqual([{ version: draft.id, leads: PEOPLE }]);
  expect(draft.id).not.toBe(before);
  // The walk had passed one when it was written, and left the other as it was written.
  const causes = await database.sql`
    SELECT external_id AS lead, cause FROM score_snapshot JOIN lead ON lead.id = lead_id
    WHERE external_id IN ('lead-0003', 'lead-1100') AND scorecard_version_id = ${draft.id}
    ORDER BY score_snapshot.id`;
  expect([...causes]).toEqual([
    { lead: "lead-0003", cause: "version" },
    { lead: "lead-0003", cause: "lead" },
    { lead: "lead-1100", cause: "lead" },
  ]);
});

test("a score that differs by a version alone says so in its history, whoever scores it first", async () => {
  const { database, context, clock } = await useStore();
  await publishFading(database);
  await storeVisitors(context, [0, 0]);
  const actor = { name: "test" };
  const document = { ...FADING_CARD, version: 2, name: "Second" };
  const draft = await draftScorecard(context, actor, { slug: "fading", document });
  if (draft instanceof Refusal) throw new Error(draft.message);
  await markBackTested(database, "fading", draft.version);
  await publishScorecard(context, actor, { slug: "fading", version: draft.version });
  const [still, faded] = (await database.orm.query.lead.findMany()).map(({ id }) => id);
  const pass = (leadId: number) =>
    database.transact(async (session) => {
      await shareLock(session, "live");
      await rescoreLeads(context, session, [leadId], { asOf: clock.now, cause: "time" });
    });
  await pass(still!);
  clock.now += 5 * DAY;
  await pass(faded!);
  const causes = await database.sql`
    SELECT lead_id::float8 AS lead, cause FROM score_snapshot
    WHERE scorecard_version_id = ${draft.id} ORDER BY id`;
  expect([...causes]).toEqual([
    { lead: still, cause: "version" },
    { lead: faded, cause: "time" },
  ]);
});
