import { expect, test } from "vitest";
import { eraseLead } from "../../../src/workflows/keeping/erase-lead.ts";
import { listEvents } from "../../../src/workflows/live/list-events.ts";
import { type Announcement, announce } from "../../../src/workflows/watching/announce.ts";
import { useTestDatabase } from "../../database.ts";
import { makeRankingContext, warmLeads } from "../routing/ranked-leads.ts";
import { ACTOR, useDeliveries } from "../webhooks/delivery-fixture.ts";
import { verifySignature } from "../webhooks/verify-signature.ts";

const AT = Date.parse("2025-06-01T00:00:00Z");

const ALARM: Announcement = {
  kind: "alarm",
  subject: "line:title",
  name: "Line title",
  direction: "up",
  from: null,
  to: "The doses of the leads of late have moved.",
  action: "Look at it.",
  at: AT,
};

test("an alarm arrives with all that it tells, signed, at those who asked for alarms", async () => {
  const { context, database, receive, subscribe, deliver, read } = await useDeliveries();
  const [alarms, thresholds] = await Promise.all([
    receive((_request, response) => response.end()),
    receive((_request, response) => response.end()),
  ]);
  const { id, secret } = await subscribe(alarms.url, ["alarm", "experiment"]);
  await subscribe(thresholds.url, ["threshold", "watermark", "cell", "handover"]);
  await database.transact((session) => announce(session, [ALARM]));
  await warmLeads(context, ["a"]);
  await deliver();
  expect(thresholds.received.map(({ body }) => JSON.parse(body).type).toSorted()).toEqual([
    "cell.changed",
    "threshold.reached",
  ]);
  const [delivery] = await read(id);
  expect(alarms.received).toHaveLength(1);
  const { headers, body } = alarms.received[0]!;
  expect(JSON.parse(body)).toEqual({
    id: delivery!.id,
    type: "alarm.raised",
    event: delivery!.eventId,
    at: "2025-06-01T00:00:00.000Z",
    lead: null,
    cause: "time",
    subject: "line:title",
    name: "Line title",
    from: null,
    to: "The doses of the leads of late have moved.",
    action: "Look at it.",
    score: null,
    probability: null,
    scorecard: { slug: "ranking", version: 1 },
    owner: null,
  });
  expect(verifySignature(headers, body, secret, Date.now())).toBe(true);
  expect(delivery).toMatchObject({ state: "delivered", kind: "alarm", lead: null });
});

test("an alarm that fails to arrive is tried again under the same id", async () => {
  const { database, receive, subscribe, deliver, bringForward, read } = await useDeliveries();
  let status = 503;
  const receiver = await receive((_request, response) => response.writeHead(status).end());
  const { id } = await subscribe(receiver.url, ["alarm"]);
  const cleared = { direction: "down", from: ALARM.to, to: null, action: null } as const;
  await database.transact((session) => announce(session, [{ ...ALARM, ...cleared }]));
  expect(await deliver()).toBe(1);
  expect(await deliver()).toBe(0);
  expect(await read(id)).toMatchObject([{ state: "waiting", attempts: 1, status: 503 }]);
  status = 200;
  await bringForward();
  expect(await deliver()).toBe(1);
  expect(await read(id)).toMatchObject([{ state: "delivered", attempts: 2 }]);
  const ids = receiver.received.map(({ headers }) => headers["webhook-id"]);
  expect(new Set(ids).size).toBe(1);
  expect(JSON.parse(receiver.received[1]!.body).type).toBe("alarm.cleared");
});

test("that a lead is erased silences its events, and no others", async () => {
  const { context, database, receive, subscribe, deliver } = await useDeliveries();
  const receiver = await receive((_request, response) => response.end());
  await subscribe(receiver.url, ["alarm", "experiment", "threshold"]);
  await warmLeads(context, ["a"]);
  const verdict = { kind: "experiment", subject: "1", direction: "move" } as const;
  await database.transact((session) => announce(session, [ALARM, { ...ALARM, ...verdict }]));
  await eraseLead(context, "a", ACTOR);
  await deliver();
  expect(receiver.received.map(({ body }) => JSON.parse(body).type).toSorted()).toEqual([
    "alarm.raised",
    "experiment.changed",
  ]);
});

test("what is announced in a transaction that fails was never told", async () => {
  const { context, database, receive, subscribe, deliver } = await useDeliveries();
  const receiver = await receive((_request, response) => response.end());
  await subscribe(receiver.url, ["alarm"]);
  const failing = database.transact(async (session) => {
    await announce(session, [ALARM]);
    throw new Error("it fails");
  });
  await expect(failing).rejects.toThrow("it fails");
  expect(await deliver()).toBe(0);
  expect(await listEvents(context, { kind: "alarm" }, 10, null)).toEqual([]);
});

test("where nothing is live there is nothing to announce", async () => {
  const context = makeRankingContext(await useTestDatabase());
  const { database } = context;
  await expect(database.transact((session) => announce(session, [ALARM]))).rejects.toThrow(
    RangeError,
  );
  expect(await database.transact((session) => announce(session, []))).toEqual([]);
});
