import { expect, inject, onTestFinished, test } from "vitest";
import { startJobThread } from "../../src/jobs/thread.ts";
import { useTestDatabase } from "../database.ts";
import { makeContext, publishFading, storeVisitors } from "./job-fixture.ts";

test("the thread makes the day's re-score by itself, and stops when it is told to", async () => {
  const database = await useTestDatabase();
  await publishFading(database);
  await storeVisitors(makeContext(database), [1, 2, 3]);
  const url = new URL(inject("databaseUrl"));
  url.pathname = `/${database.sql.options.database}`;
  const faults: unknown[] = [];
  const thread = startJobThread({
    databaseUrl: url.href,
    allowPrivateWebhooks: false,
    onFault: (fault) => faults.push(fault),
  });
  onTestFinished(() => thread.stop());
  await expect
    .poll(() => database.sql`SELECT state, result FROM job WHERE kind = 'rescore'`, {
      timeout: 20_000,
    })
    .toEqual([{ state: "done", result: { leads: 3 } }]);
  await thread.stop();
  const connections = async () =>
    (
      await database.sql`SELECT FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()
          AND application_name = 'counterweight' AND backend_start > (
            SELECT min(created_at) FROM job)`
    ).length;
  await expect.poll(connections).toBe(0);
  expect(faults).toEqual([]);
});

test("a fault in the thread is told, and does not end it", async () => {
  const faults: Error[] = [];
  const thread = startJobThread({
    databaseUrl: "postgres://nobody@127.0.0.1:1/nothing",
    allowPrivateWebhooks: false,
    onFault: (fault) => faults.push(fault as Error),
  });
  onTestFinished(() => thread.stop());
  await expect.poll(() => faults.length, { timeout: 20_000 }).toBeGreaterThan(3);
  expect(new Set(faults.map(({ message }) => message))).toEqual(new Set(["Error ECONNREFUSED"]));
});

test("a thread that dies is started again, until it is told to stop", async () => {
  const faults: unknown[] = [];
  const thread = startJobThread({
    databaseUrl: "postgres://[",
    allowPrivateWebhooks: false,
    onFault: (fault) => faults.push(fault),
  });
  onTestFinished(() => thread.stop());
  await expect.poll(() => faults.length, { timeout: 20_000 }).toBe(2);
  await thread.stop();
  expect(faults).toMatchObject([{ message: "TypeError ERR_INVALID_URL" }, {}]);
});
