import { request } from "node:http";
import { expect, it } from "vitest";
import { listen } from "../../src/api/listening.ts";
import { useService } from "./service-fixture.ts";

it("a request that is under way when the service closes is answered; new ones are not taken", async () => {
  const { app, asRole, database } = await useService({ publish: false });
  const address = (await listen(app, { host: "127.0.0.1", port: 0 })) as string;
  const ask = () => fetch(`${address}/v1/people`, { headers: asRole("admin") });
  // Known by now, so that the slow request waits for the table of people only.
  await (await ask()).text();
  let unlock = () => {};
  const locked = new Promise<void>((resolve) => (unlock = resolve));
  let hold = () => {};
  const held = new Promise<void>((resolve) => (hold = resolve));
  const lock = database.transact(async ({ sql }) => {
    await sql`LOCK TABLE person IN ACCESS EXCLUSIVE MODE`;
    hold();
    await locked;
  });
  await held;
  const slow = ask();
  await waitForLock(database.sql);
  const closed = app.close();
  await expect.poll(() => isRefused(address)).toBe(true);
  unlock();
  const reply = await slow;
  expect([reply.status, await reply.json()]).toEqual([200, { items: [] }]);
  await Promise.all([closed, lock]);
});

async function waitForLock(sql: Awaited<ReturnType<typeof useService>>["database"]["sql"]) {
  await expect
    .poll(async () => {
      const [row] = await sql`SELECT count(*)::int AS waiting FROM pg_locks
        WHERE NOT granted AND relation = 'person'::regclass`;
      return row!["waiting"];
    })
    .toBe(1);
}

function isRefused(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const asked = request(address, { agent: false }, (reply) => {
      reply.resume();
      resolve(false);
    });
    asked.once("error", () => resolve(true));
    asked.end();
  });
}
