import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { startWorker } from "../../src/jobs/worker.ts";
import { deliverDue } from "../../src/workflows/webhooks/deliver-due.ts";
import { warmLeads } from "../workflows/routing/ranked-leads.ts";
import { useDeliveries } from "../workflows/webhooks/delivery-fixture.ts";
import { killProcess, startProcess } from "./child-process.ts";

test("a running worker sends an event within two seconds of its commit", async () => {
  const { context, receive, subscribe } = await useDeliveries();
  const receiver = await receive((_request, response) => response.end());
  await subscribe(receiver.url);
  const faults: unknown[] = [];
  const onFault = (error: unknown) => void faults.push(error);
  const worker = startWorker({ context, types: {}, deliverDue, onFault });
  await warmLeads(context, ["a"]);
  await expect.poll(() => receiver.received.length, { timeout: 2000 }).toBe(1);
  await worker.stop();
  expect(faults).toEqual([]);
});

test("a worker hears of deliveries, and does not only look for them", async () => {
  const { context, database } = await useDeliveries();
  const calls = new EventTarget();
  const deliver = async () => {
    calls.dispatchEvent(new Event("call"));
    return 0;
  };
  const worker = startWorker({ context, types: {}, deliverDue: deliver, onFault: () => {} });
  const waits: number[] = [];
  for (let round = 0; round < 4; round++) {
    await once(calls, "call");
    const from = performance.now();
    const called = once(calls, "call");
    await database.sql`SELECT pg_notify('delivery', '')`;
    await called;
    waits.push(performance.now() - from);
  }
  await worker.stop();
  expect(Math.min(...waits)).toBeLessThan(500);
});

test("kill -9 in the middle loses no delivery and repeats some under the same id only", async () => {
  const { context, database, receive, subscribe, bringForward, read } = await useDeliveries();
  const held: ServerResponse[] = [];
  let answered = 0;
  let isHolding = true;
  const receiver = await receive((_request, response) => {
    if (isHolding && answered === 10) return void held.push(response);
    answered += 1;
    response.end();
  });
  const { id } = await subscribe(receiver.url);
  const leads = Array.from({ length: 60 }, (_, i) => `lead-${i}`);
  await warmLeads(context, leads);

  const first = startProcess("delivering", database);
  await expect.poll(() => held.length, { timeout: 20_000 }).toBe(24);
  await killProcess(first);
  const midway = await read(id);
  expect(midway.filter(({ state }) => state === "waiting").length).toBeGreaterThanOrEqual(50);

  isHolding = false;
  await bringForward();
  startProcess("delivering", database);
  const isDone = async () => (await read(id)).every(({ state }) => state === "delivered");
  await expect.poll(isDone, { timeout: 20_000 }).toBe(true);

  const told = receiver.received.map(({ headers, body }) => {
    expect(JSON.parse(body).id).toBe(headers["webhook-id"]);
    return { id: headers["webhook-id"] as string, lead: JSON.parse(body).lead as string };
  });
  const leadsById = new Map(told.map(({ id, lead }) => [id, lead]));
  expect([...leadsById.values()].toSorted()).toEqual(leads.toSorted());
  expect(told.every(({ id, lead }) => leadsById.get(id) === lead)).toBe(true);
  expect(told.length).toBeGreaterThan(leads.length);
  expect(told.length).toBeLessThanOrEqual(leads.length + 24 + 10);
});
