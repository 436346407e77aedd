import { once } from "node:events";
import { expect, test } from "vitest";
import { setRouting } from "../../../src/workflows/settings/settings.ts";
import { deliverDue } from "../../../src/workflows/webhooks/deliver-due.ts";
import { replayDelivery } from "../../../src/workflows/webhooks/follow-deliveries.ts";
import { changeWebhook, readWebhook } from "../../../src/workflows/webhooks/subscribe.ts";
import { storeColdLeads, warmLeads } from "../routing/ranked-leads.ts";
import { ACTOR, expectNone, useDeliveries } from "./delivery-fixture.ts";
import { verifySignature } from "./verify-signature.ts";

const WAITS_S = [5, 30, 120, 600, 3600, 21_600, 86_400];

test("an event arrives with all that it tells, signed, once", async () => {
  const { context, receive, subscribe, deliver, read } = await useDeliveries();
  const receiver = await receive((_request, response) => response.end());
  const { id, secret } = await subscribe(receiver.url);
  await storeColdLeads(context, ["lead-é"]);
  await warmLeads(context, ["lead-é"]);
  expect(await deliver()).toBe(1);
  expect(await deliver()).toBe(0);
  expect(receiver.received).toHaveLength(1);
  const { headers, body } = receiver.received[0]!;
  const [delivery] = await read(id);
  expect(JSON.parse(body)).toEqual({
    id: delivery!.id,
    type: "threshold.reached",
    event: delivery!.eventId,
    at: delivery!.at.toISOString(),
    lead: "lead-é",
    cause: "lead",
    subject: "mql",
    name: "MQL",
    from: null,
    to: null,
    action: null,
    score: 60,
    probability: null,
    scorecard: { slug: "ranking", version: 1 },
    owner: null,
  });
  expect(headers["webhook-id"]).toBe(delivery!.id);
  expect(verifySignature(headers, body, secret, Date.now())).toBe(true);
  expect(delivery).toMatchObject({ state: "delivered", attempts: 1, status: 200, reason: null });
});

test("each webhook gets the kinds that it asked for, a handover with its owner", async () => {
  const { context, receive, subscribe, deliver } = await useDeliveries();
  const [cells, handovers] = await Promise.all([
    receive((_request, response) => response.end()),
    receive((_request, response) => response.end()),
  ]);
  await subscribe(cells.url, ["cell", "threshold"]);
  await subscribe(handovers.url, ["handover"]);
  await setRouting(context, ACTOR, { A1: { by: "round-robin", owners: ["ann"] } });
  await storeColdLeads(context, ["a"]);
  await warmLeads(context, ["a"]);
  await deliver();
  const told = cells.received.map(({ body }) => JSON.parse(body));
  expect(told.map(({ type, from, to }) => [type, from, to]).toSorted()).toEqual([
    ["cell.risen", "D4", "A1"],
    ["threshold.reached", null, null],
  ]);
  expect(handovers.received.map(({ body }) => JSON.parse(body))).toMatchObject([
    { type: "handover.opened", lead: "a", subject: "A1", action: "Act on A1", owner: "ann" },
  ]);
});

test("what fails is tried again with growing waits, then dead, and replayed under the same id", async () => {
  const { context, database, receive, subscribe, deliver, bringForward, read } =
    await useDeliveries();
  let status = 500;
  const receiver = await receive((_request, response) => response.writeHead(status).end());
  const { id, secret } = await subscribe(receiver.url);
  await warmLeads(context, ["a"]);
  for (const [i, wait] of WAITS_S.entries()) {
    expect(await deliver()).toBe(1);
    expect(await deliver()).toBe(0);
    const [row] = await database.sql`
      SELECT state, attempts, extract(epoch FROM due_at - now())::float8 AS wait FROM delivery`;
    expect(row).toMatchObject({ state: "waiting", attempts: i + 1 });
    expect(row!["wait"]).toBeGreaterThan(wait * 0.8 - 2);
    expect(row!["wait"]).toBeLessThanOrEqual(wait * 1.2);
    await bringForward();
  }
  await deliver();
  const [dead] = await read(id);
  const reason = "The receiver answered 500.";
  expect(dead).toMatchObject({ state: "dead", attempts: 8, status: 500, reason });
  await bringForward();
  expect(await deliver()).toBe(0);

  status = 204;
  const replayed = expectNone(await replayDelivery(context, ACTOR, id, dead!.id));
  expect(replayed).toMatchObject({ id: dead!.id, state: "waiting", attempts: 0, reason: null });
  expect(await deliver()).toBe(1);
  expect(await read(id)).toMatchObject([{ state: "delivered", attempts: 1, status: 204 }]);
  expect(receiver.received).toHaveLength(9);
  expect(new Set(receiver.received.map(({ headers }) => headers["webhook-id"]))).toEqual(
    new Set([dead!.id]),
  );
  expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
  const { headers, body } = receiver.received.at(-1)!;
  expect(verifySignature(headers, body, secret, Date.now())).toBe(true);
});

test("a receiver that keeps everything waiting holds up nobody else", async () => {
  const { context, receive, subscribe, read } = await useDeliveries();
  const stopping = new AbortController();
  const slow = await receive(() => {});
  const { id } = await subscribe(slow.url);
  const leads = Array.from({ length: 60 }, (_, i) => `lead-${i}`);
  await warmLeads(context, leads);
  const delivering = deliverDue(context, stopping.signal);
  await expect.poll(() => slow.received.length).toBe(24);
  let arrived = 0;
  const quick = await receive((_request, response) => {
    response.end();
    if (++arrived === 3) stopping.abort();
  });
  await subscribe(quick.url);
  const start = performance.now();
  await warmLeads(context, ["x", "y", "z"]);
  await delivering;
  expect(performance.now() - start).toBeLessThan(5000);
  expect(quick.received).toHaveLength(3);
  expect(slow.received).toHaveLength(24);
  const waiting = await read(id);
  expect(waiting.every(({ state, attempts }) => state === "waiting" && attempts === 0)).toBe(true);
});

test("processes that deliver at once send each delivery once", async () => {
  const { context, receive, subscribe, deliver } = await useDeliveries();
  const receiver = await receive((_request, response) => response.end());
  await subscribe(receiver.url);
  const leads = Array.from({ length: 40 }, (_, i) => `lead-${i}`);
  await warmLeads(context, leads);
  const begun = await Promise.all([deliver(), deliver(), deliver()]);
  expect(begun.reduce((sum, count) => sum + count)).toBe(40);
  expect(receiver.received.map(({ body }) => JSON.parse(body).lead).toSorted()).toEqual(
    leads.toSorted(),
  );
});

test("an attempt that a stop ends does not count, and is due at once", async () => {
  const { context, receive, subscribe, deliver, read } = await useDeliveries();
  const stopping = new AbortController();
  let isOpen = false;
  const receiver = await receive((_request, response) => {
    if (isOpen) response.end();
    else stopping.abort();
  });
  const { id } = await subscribe(receiver.url);
  await warmLeads(context, ["a"]);
  expect(await deliverDue(context, stopping.signal)).toBe(1);
  expect(await read(id)).toMatchObject([{ state: "waiting", attempts: 0 }]);
  isOpen = true;
  expect(await deliver()).toBe(1);
  expect(await read(id)).toMatchObject([{ state: "delivered", attempts: 1 }]);
});

test("nothing is sent to an address that has become private or is not allowed any more", async () => {
  const { context, receive, subscribe, deliver, read } = await useDeliveries();
  const receiver = await receive((_request, response) => response.end());
  const { id } = await subscribe(receiver.url);
  await warmLeads(context, ["a"]);
  expect(await deliver({ allowPrivateWebhooks: false })).toBe(1);
  expect(receiver.connections()).toBe(0);
  expect(await read(id)).toMatchObject([
    {
      state: "waiting",
      status: null,
      reason: "The webhook's URL leads to a private or reserved address.",
    },
  ]);
});

test("of an erased lead nothing is told any more", async () => {
  const { context, database, receive, subscribe, deliver, read } = await useDeliveries();
  const receiver = await receive((_request, response) => response.end());
  const { id } = await subscribe(receiver.url);
  await warmLeads(context, ["ann@example.com", "b"]);
  await database.sql`DELETE FROM lead WHERE external_id = 'ann@example.com'`;
  await deliver();
  expect(receiver.received.map(({ body }) => JSON.parse(body).lead)).toEqual(["b"]);
  const reason = "The lead was erased, so nothing is told of it.";
  const states = (await read(id)).map(({ lead, state, reason }) => ({ lead, state, reason }));
  expect(states).toHaveLength(2);
  expect(states).toContainEqual({ lead: null, state: "dead", reason });
  expect(states).toContainEqual({ lead: "b", state: "delivered", reason: null });
});

test("a disabled webhook gets nothing; what waited for it goes out when it is enabled", async () => {
  const { context, receive, subscribe, deliver } = await useDeliveries();
  const receiver = await receive((_request, response) => response.end());
  const { id } = await subscribe(receiver.url);
  await warmLeads(context, ["before"]);
  await changeWebhook(context, ACTOR, id, { enabled: false });
  await warmLeads(context, ["meanwhile"]);
  expect(await deliver()).toBe(0);
  await changeWebhook(context, ACTOR, id, { enabled: true });
  expect(await deliver()).toBe(1);
  expect(receiver.received.map(({ body }) => JSON.parse(body).lead)).toEqual(["before"]);
});

test("a receiver that says 410 is sent nothing more, and the audit log says why", async () => {
  const { context, database, receive, subscribe, deliver, bringForward, read } =
    await useDeliveries();
  const receiver = await receive((_request, response) => response.writeHead(410).end());
  const { id } = await subscribe(receiver.url);
  await warmLeads(context, ["a"]);
  await deliver();
  const reason = "The receiver answered 410 Gone: it wants no more deliveries.";
  expect(await read(id)).toMatchObject([{ state: "dead", status: 410, reason }]);
  expect(expectNone(await readWebhook(context, id)).disabledAt).toBeInstanceOf(Date);
  await warmLeads(context, ["b"]);
  await bringForward();
  expect(await deliver()).toBe(0);
  expect(receiver.received).toHaveLength(1);
  expect(
    await database.sql`SELECT actor, object, detail FROM audit_log WHERE action = 'webhook.disable'`,
  ).toEqual([{ actor: "receiver", object: `webhook:${id}`, detail: { reason } }]);
});

test("a committed event is announced on the channel `delivery`, and only if somebody wants it", async () => {
  const { context, database, receive, subscribe } = await useDeliveries();
  const receiver = await receive((_request, response) => response.end());
  const heard = new EventTarget();
  let count = 0;
  const { unlisten } = await database.sql.listen("delivery", () => {
    count += 1;
    heard.dispatchEvent(new Event("heard"));
  });
  await warmLeads(context, ["a"]);
  await subscribe(receiver.url);
  const hearing = once(heard, "heard");
  await warmLeads(context, ["b"]);
  await hearing;
  expect(count).toBe(1);
  await unlisten();
});
