import { expect, test } from "vitest";
import { runDueJobs } from "../../src/jobs/worker.ts";
import { DAY, NOW } from "../scorecard/cards.ts";
import { simulateLeads } from "../workflows/watching/simulated-watch.ts";
import { publishSimulated, storeSimulated } from "../workflows/watching/stored-watch.ts";
import { askAs } from "./asking.ts";
import { type ServiceFixture, useService } from "./service-fixture.ts";

async function work(service: ServiceFixture): Promise<void> {
  await runDueJobs(service.context, undefined, (fault) => void service.faults.push(fault));
  expect(service.faults).toEqual([]);
}

test("a watch is asked for, made and read, with its alarms in the history and among the events", async () => {
  const clock = { now: NOW };
  const service = await useService({ publish: false, now: () => clock.now });
  await publishSimulated(service.database, NOW - 300 * DAY);
  await storeSimulated(service.database, simulateLeads({ seed: 4, share: 0.8 }));
  const ask = askAs(service, "data-science");
  const asked = await ask("POST", "/v1/watch");
  expect(asked.status).toBe(202);
  expect(asked.body).toMatchObject({ kind: "watch", state: "queued" });
  expect(asked.headers.location).toBe(`/v1/jobs/${asked.body.id}`);
  expect((await ask("POST", "/v1/watch")).body.id).toBe(asked.body.id);
  await work(service);

  const found = await askAs(service, "sales")("GET", "/v1/watch");
  expect(found.status).toBe(200);
  const alarm = {
    subject: "line:line-0",
    name: "Line line-0",
    reason: expect.stringContaining("have moved"),
    since: "2025-06-01T00:00:00.000Z",
  };
  expect(found.body).toMatchObject({
    at: "2025-06-01T00:00:00.000Z",
    alarms: [alarm],
    calibration: {
      rules: { periods: expect.any(Array) },
      model: { shiftPerYear: { value: expect.any(Number), pValue: expect.any(Number) } },
    },
    power: { months: 3, trend: { model: { low: expect.any(Number) } } },
    retraining: { answer: "not-yet-known" },
    notes: expect.arrayContaining([expect.stringMatching(/^Lines: /)]),
  });
  expect(
    found.body.lines.map(({ id, state }: { id: string; state: string }) => [id, state]),
  ).toEqual([0, 1, 2, 3, 4, 5].map((j) => [`line-${j}`, j === 0 ? "moved" : "steady"]));

  clock.now = NOW + DAY;
  await ask("POST", "/v1/watch");
  await work(service);
  const first = (await ask("GET", "/v1/watch/history?limit=1")).body;
  expect(first.items).toEqual([
    { at: "2025-06-02T00:00:00.000Z", alarms: [alarm], retraining: "not-yet-known" },
  ]);
  const second = (await ask("GET", `/v1/watch/history?limit=1&after=${first.next}`)).body;
  expect(second).toMatchObject({ items: [{ at: "2025-06-01T00:00:00.000Z" }], next: null });

  const events = (await ask("GET", "/v1/events?kind=alarm")).body.items;
  expect(events).toMatchObject([
    { kind: "alarm", lead: null, score: null, direction: "up", subject: "line:line-0" },
  ]);
});

test("before the first watch it says what to do, and where nothing is live that nothing is", async () => {
  const service = await useService({ publish: false });
  const ask = askAs(service, "revops");
  const none = await ask("GET", "/v1/watch");
  expect([none.status, none.body.code]).toEqual([404, "watch-unknown"]);
  expect(none.body.remedy).toContain("POST /v1/watch");
  expect((await ask("GET", "/v1/watch/history")).body).toEqual({ items: [], next: null });
  const refused = await ask("POST", "/v1/watch");
  expect([refused.status, refused.body.code]).toEqual([409, "nothing-live"]);
});

test("little stored is answered with reasons for all that cannot be said", async () => {
  const service = await useService({ publish: false, now: () => NOW });
  await publishSimulated(service.database, null);
  const ask = askAs(service, "revops");
  await ask("POST", "/v1/watch");
  await work(service);
  const { status, body } = await ask("GET", "/v1/watch");
  expect(status).toBe(200);
  expect(body).toMatchObject({
    alarms: [],
    power: { notEstimable: "No model is live." },
    inflation: { notEstimable: expect.any(String) },
    calibration: { rules: { notEstimable: expect.any(String) } },
  });
});

test("who may not ask is refused", async () => {
  const service = await useService();
  for (const [role, method, url] of [
    ["sales", "POST", "/v1/watch"],
    ["integration", "GET", "/v1/watch"],
    ["integration", "GET", "/v1/watch/history"],
  ] as const)
    expect((await askAs(service, role)(method, url)).status).toBe(403);
});
