import { expect, test } from "vitest";
import { takeDeliveries } from "../../src/store/delivery-attempts.ts";
import { warmLeads } from "../workflows/routing/ranked-leads.ts";
import { useDeliveries } from "../workflows/webhooks/delivery-fixture.ts";

const LEASE_MS = 60_000;

test("who takes while others take waits for nobody and gets what they leave", async () => {
  const { context, database, subscribe } = await useDeliveries();
  await subscribe("http://127.0.0.1:9/");
  const leads = Array.from({ length: 10 }, (_, i) => `lead-${i}`);
  await warmLeads(context, leads);
  const take = (session: Parameters<typeof takeDeliveries>[0]) =>
    takeDeliveries(session, {
      limit: 4,
      perWebhook: 4,
      running: new Map(),
      leaseMs: LEASE_MS,
    });
  const taken = await database.transact(async (first) => {
    const one = await take(first);
    const other = await database.transact(async (second) => {
      await second.sql`SET LOCAL lock_timeout = '5s'`;
      return take(second);
    });
    return [...one, ...other];
  });
  expect(new Set(taken.map(({ id }) => id)).size).toBe(8);
});

test("what one webhook has running leaves no more room than the rest of its limit", async () => {
  const { context, database, subscribe } = await useDeliveries();
  const [busy, idle] = [
    await subscribe("http://127.0.0.1:9/"),
    await subscribe("http://127.0.0.1:9/"),
  ];
  await warmLeads(context, ["a", "b", "c"]);
  const taken = await takeDeliveries(database, {
    limit: 10,
    perWebhook: 2,
    running: new Map([[busy.id, 1]]),
    leaseMs: LEASE_MS,
  });
  const byWebhook = (id: number) => taken.filter(({ webhookId }) => webhookId === id).length;
  expect([byWebhook(busy.id), byWebhook(idle.id)]).toEqual([1, 2]);
});

test("what leads do goes before the storm of a new version, which has the rest of the room", async () => {
  const { context, database, subscribe } = await useDeliveries();
  await subscribe("http://127.0.0.1:9/");
  const storm = Array.from({ length: 1500 }, (_, i) => `storm-${i}`);
  await warmLeads(context, storm);
  await database.sql`UPDATE event SET cause = 'version'`;
  await warmLeads(context, ["fresh-1"]);
  await warmLeads(context, ["fresh-2"]);
  const taking = { limit: 8, perWebhook: 4, running: new Map(), leaseMs: LEASE_MS };
  const causes = async () =>
    (await takeDeliveries(database, taking)).map(({ cause }) => cause).toSorted();
  expect(await causes()).toEqual(["lead", "lead", "version", "version"]);
  expect(await causes()).toEqual(["version", "version", "version", "version"]);
});
