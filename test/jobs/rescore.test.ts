import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { scheduleDailyJobs } from "../../src/jobs/daily-jobs.ts";
import { rescore } from "../../src/jobs/rescore.ts";
import { runDueJobs } from "../../src/jobs/worker.ts";
import { useTestDatabase } from "../database.ts";
import { DAY, NOW } from "../scorecard/cards.ts";
import { killProcess, startProcess } from "./child-process.ts";
import { holdLead, makeContext, publishFading, storeVisitors } from "./job-fixture.ts";

const LEADS = 3000;

test("kill -9 in the middle of a walk loses no lead and repeats no event", async () => {
  const database = await useTestDatabase();
  const { sql } = database;
  const clock = { now: NOW };
  const context = makeContext(database, clock);
  await publishFading(database);
  await storeVisitors(
    context,
    Array.from({ length: LEADS }, () => 0),
  );
  clock.now = NOW + 20 * DAY;
  await scheduleDailyJobs(context, { rescore });

  const release = await holdLead(database, "lead-1700");
  const child = startProcess("rescoring", database, clock.now);
  const readDone = async () => {
    const [job] =
      await sql`SELECT state, (cursor->'reached'->>'done')::int AS done FROM job WHERE kind = 'rescore'`;
    return job;
  };
  await expect
    .poll(readDone, { timeout: 30_000 })
    .toEqual({ state: "running", done: expect.toSatisfy((done) => done > 0 && done <= 1700) });
  await killProcess(child);
  await release();

  while ((await runDueJobs(context)) === 0) await sleep(50);
  const [job] = await sql`SELECT state, attempts, result FROM job WHERE kind = 'rescore'`;
  expect(job).toEqual({ state: "done", attempts: 2, result: { leads: LEADS } });
  const [scores] = await sql`
    SELECT count(*)::int AS leads, min(total) AS least, max(total) AS most,
      count(*) FILTER (WHERE as_of = ${new Date(clock.now).toISOString()})::int AS fresh
    FROM lead_score`;
  expect(scores).toEqual({ leads: LEADS, fresh: LEADS, least: 8, most: 8 });
  const events = await sql`
    SELECT kind, direction, cause, count(*)::int AS events, count(DISTINCT lead_id)::int AS leads
    FROM event GROUP BY kind, direction, cause ORDER BY kind`;
  expect(events).toEqual([
    { kind: "threshold", direction: "down", cause: "time", events: LEADS, leads: LEADS },
    { kind: "cell", direction: "down", cause: "time", events: LEADS, leads: LEADS },
  ]);
});

test("each UTC day has one re-score, however many workers ask for it", async () => {
  const database = await useTestDatabase();
  const clock = { now: Date.parse("2025-06-01T23:59:59Z") };
  const context = makeContext(database, clock);
  await Promise.all([1, 2, 3].map(() => scheduleDailyJobs(context, { rescore })));
  clock.now += 2000;
  await Promise.all([1, 2, 3].map(() => scheduleDailyJobs(context, { rescore })));
  const jobs = await database.sql`SELECT kind, dedupe_key AS key FROM job ORDER BY id`;
  expect(jobs).toEqual([
    { kind: "rescore", key: "rescore:time:2025-06-01" },
    { kind: "rescore", key: "rescore:time:2025-06-02" },
  ]);
});
