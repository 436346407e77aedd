import { expect, test } from "vitest";
import { scheduleDailyJobs } from "../../src/jobs/daily-jobs.ts";
import { JOB_TYPES } from "../../src/jobs/job-types.ts";
import { rescore } from "../../src/jobs/rescore.ts";
import { watch } from "../../src/jobs/watch.ts";
import { runDueJobs, startWorker } from "../../src/jobs/worker.ts";
import { enqueueJob } from "../../src/store/jobs.ts";
import { useTestDatabase } from "../database.ts";
import { DAY, NOW } from "../scorecard/cards.ts";
import { simulateLeads } from "../workflows/watching/simulated-watch.ts";
import { publishSimulated, storeSimulated } from "../workflows/watching/stored-watch.ts";
import { makeContext } from "./job-fixture.ts";

test("each day has each job once, whoever asks for it", async () => {
  const database = await useTestDatabase();
  const clock = { now: NOW };
  const context = makeContext(database, clock);
  await Promise.all([1, 2].map(() => scheduleDailyJobs(context, JOB_TYPES)));
  clock.now += DAY;
  await scheduleDailyJobs(context, JOB_TYPES);
  const jobs = await database.sql`
    SELECT kind, dedupe_key AS key, created_by AS by FROM job ORDER BY dedupe_key`;
  const days = ["2025-06-01", "2025-06-02"];
  expect(jobs).toEqual(
    ["rescore:time", "triage", "watch"].flatMap((key) =>
      days.map((day) => ({ kind: key.split(":")[0], key: `${key}:${day}`, by: "schedule" })),
    ),
  );
});

test("a worker asks for what it works at, and leaves other kinds alone", async () => {
  const database = await useTestDatabase();
  const context = makeContext(database);
  await enqueueJob(database, { kind: "triage", input: {}, createdBy: "another" });
  const faults: unknown[] = [];
  const worker = startWorker({
    context,
    types: { watch },
    onFault: (fault) => void faults.push(fault),
  });
  const read = () => database.sql`
    SELECT kind, state, created_by AS by FROM job ORDER BY created_by`;
  await expect.poll(read).toEqual([
    { kind: "triage", state: "queued", by: "another" },
    { kind: "watch", state: "done", by: "schedule" },
  ]);
  await worker.stop();
  expect(faults).toEqual([]);
  expect(await runDueJobs(context, { rescore })).toBe(0);
});

test("the watch of a day tells what it found, and once when it is taken twice", async () => {
  const database = await useTestDatabase();
  const context = makeContext(database);
  const { sql } = database;
  await publishSimulated(database, NOW - 300 * DAY);
  await storeSimulated(database, simulateLeads({ seed: 4, share: 0.8 }));
  await scheduleDailyJobs(context, { watch });
  expect(await runDueJobs(context, { watch })).toBe(1);
  const read = () =>
    sql`SELECT state, result->'raised' AS raised, result->'alarms' AS alarms FROM job`;
  expect(await read()).toEqual([{ state: "done", raised: 1, alarms: 1 }]);
  await sql`UPDATE job SET state = 'running', lease_until = now() - interval '1 s', result = NULL`;
  expect(await runDueJobs(context, { watch })).toBe(1);
  expect(await read()).toEqual([{ state: "done", raised: 1, alarms: 1 }]);
  const [kept] = await sql`
    SELECT (SELECT count(*)::int FROM watch) AS watches, (SELECT count(*)::int FROM event) AS events`;
  expect(kept).toEqual({ watches: 1, events: 1 });
});
