import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { runDueJobs } from "../../src/jobs/worker.ts";
import type { Database } from "../../src/store/database.ts";
import { askBackTest, readBackTest } from "../../src/workflows/back-testing/ask-back-test.ts";
import type { Context } from "../../src/workflows/context.ts";
import { draftScorecard } from "../../src/workflows/versions/draft-scorecard.ts";
import { useTestDatabase } from "../database.ts";
import {
  ACTOR,
  makeContext,
  makeSegments,
  publishSegments,
  SLUG,
  storeLeads,
} from "../workflows/back-testing/two-segments.ts";
import { accept } from "../workflows/versions/version-fixture.ts";
import { killProcess, startProcess } from "./child-process.ts";

/** A service's context with leads and a draft that doses otherwise. */
async function useDraft(): Promise<Context> {
  const database = await useTestDatabase();
  const context = makeContext(database);
  await publishSegments(database);
  await storeLeads(context, 50);
  accept(await draftScorecard(context, ACTOR, { slug: SLUG, document: makeSegments(5) }));
  return context;
}

const DRAFT = { slug: SLUG, version: 2 };

async function listJobs({ sql }: Database) {
  return await sql`
    SELECT state, attempts, result->>'deals' AS deals, result->>'leads' AS leads FROM job
    WHERE kind = 'back-test' ORDER BY id`;
}

test("kill -9 in the middle of a back-test leaves nothing, and the next worker makes it whole", async () => {
  const context = await useDraft();
  const { database } = context;
  accept(await askBackTest(context, ACTOR, DRAFT));
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  // What leads did cannot be read meanwhile, which the draft's doses ask for.
  const holding = database.transact(async ({ sql }) => {
    await sql`LOCK TABLE activity IN ACCESS EXCLUSIVE MODE`;
    const child = startProcess("rescoring", database, context.now());
    await expect
      .poll(
        () => database.sql`
          SELECT 1 FROM pg_locks, job WHERE kind = 'back-test' AND state = 'running' AND relation = 'activity'::regclass AND NOT granted
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
        { timeout: 30_000 },
      )
      .not.toHaveLength(0);
    await killProcess(child);
    release();
  });
  await released;
  await holding;
  expect(await readBackTest(context, DRAFT)).toMatchObject({ code: "back-test-unknown" });

  // The dead worker's lease has to run out first.
  while ((await listJobs(database))[0]!["state"] !== "done") {
    await runDueJobs(context);
    await sleep(50);
  }
  expect(await listJobs(database)).toEqual([
    { state: "done", attempts: 2, deals: "17", leads: "50" },
  ]);
  const told = accept(await readBackTest(context, DRAFT));
  expect(told).toMatchObject({ leads: { counted: 50 }, deals: { counted: 17 }, isCurrent: true });
  expect(told.leads.moved).toBeGreaterThan(0);
});

test("what is asked for twice while it waits is one job, and is asked for anew afterwards", async () => {
  const context = await useDraft();
  const first = await askBackTest(context, ACTOR, DRAFT);
  expect(await askBackTest(context, ACTOR, DRAFT)).toBe(first);
  await runDueJobs(context);
  expect(await askBackTest(context, ACTOR, DRAFT)).not.toBe(first);
  const [job] = await context.database.sql`SELECT progress FROM job WHERE id = ${first as number}`;
  expect(job!["progress"]).toEqual({
    text: "scoring past deals by the draft",
    done: 67,
    total: 67,
  });
});
