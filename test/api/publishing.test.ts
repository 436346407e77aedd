import { expect, test } from "vitest";
import { runDueJobs } from "../../src/jobs/worker.ts";
import { makeCard } from "../workflows/versions/version-fixture.ts";
import { askAs } from "./asking.ts";
import { useService } from "./service-fixture.ts";

const V2 = "/v1/scorecards/small/versions/2";

/** The small card live, a draft after it, and a lead that the draft takes over MQL, told by a webhook. */
async function useDraft() {
  const service = await useService({ publish: false });
  const send = askAs(service, "revops");
  await send("POST", "/v1/scorecards", { document: makeCard() });
  await send("POST", "/v1/scorecards/small/versions/1/publish");
  const leads = [{ id: "L-1", attributes: { large: true } }];
  await send("POST", "/v1/leads", { leads });
  const webhook = { url: "https://example.com/hook", kinds: ["threshold", "cell"] };
  await send("POST", "/v1/webhooks", webhook);
  await send("POST", "/v1/scorecards", { slug: "small", document: makeCard({ large: 50 }) });
  return { service, send };
}

test("publishing says which experiments it changes in the middle, tried or done", async () => {
  const { service, send } = await useDraft();
  await service.database.sql`
    INSERT INTO experiment (name, salt, definition, created_by, starts_at, stops_at) VALUES
      ('Ended', '1', '{}', 'person:1', now() - interval '9 days', now() - interval '1 day'),
      ('Running', '2', '{}', 'person:1', now() - interval '9 days', NULL),
      ('To come', '3', '{}', 'person:1', now() + interval '9 days', NULL)`;
  const experimentsRunning = [{ id: 2, name: "Running" }];
  expect((await send("POST", `${V2}/publish`, { dryRun: true })).body).toMatchObject({
    experimentsRunning,
  });
  await send("POST", `${V2}/back-test`);
  await runDueJobs(service.context);
  expect((await send("POST", `${V2}/publish`)).body).toMatchObject({ experimentsRunning });
  expect((await send("POST", `${V2}/publish`)).body).toMatchObject({
    job: null,
    experimentsRunning: [],
  });
  expect((await send("POST", `${V2}/publish`, { dryRun: true })).body).toMatchObject({
    experimentsRunning: [],
  });
  expect(service.faults).toEqual([]);
});

test("a draft is tried, approved, agreed to, published, released and undone", async () => {
  const { service, send } = await useDraft();
  const { context } = service;
  const admin = askAs(service, "admin");
  expect((await admin("PUT", "/v1/settings/approvals", { required: true })).status).toBe(200);
  expect((await send("GET", "/v1/settings")).body.approvals).toEqual({ required: true });

  const tried = await send("POST", `${V2}/publish`, { dryRun: true });
  expect(tried).toMatchObject({
    status: 200,
    body: {
      dryRun: true,
      leads: 1,
      changingCell: 1,
      events: 2,
      deliveries: 2,
      refusal: { code: "back-test-missing" },
    },
  });
  expect(await send("POST", `${V2}/publish`, {})).toMatchObject({
    status: 409,
    body: { code: "back-test-missing" },
  });
  expect((await send("POST", `${V2}/back-test`)).status).toBe(202);
  await runDueJobs(context);
  expect((await send("GET", V2)).body.backTestedAt).toMatch(/Z$/);
  expect(await send("POST", `${V2}/publish`)).toMatchObject({
    status: 409,
    body: { code: "approval-missing" },
  });
  expect(await send("POST", `${V2}/approve`)).toMatchObject({
    status: 409,
    body: { code: "approval-own" },
  });
  expect(await admin("POST", `${V2}/approve`)).toMatchObject({
    status: 200,
    body: { approvedBy: expect.stringMatching(/^key:/) },
  });
  const meeting = {
    heldAt: "2025-06-02T11:00:00+02:00",
    attendees: [{ name: "Ines", team: "sales", agreed: true }],
  };
  expect(await send("PUT", `${V2}/meeting`, meeting)).toMatchObject({
    status: 200,
    body: { meeting: { ...meeting, heldAt: "2025-06-02T09:00:00.000Z", note: null } },
  });

  const published = await send("POST", `${V2}/publish`, { events: "hold", note: "Spring" });
  expect(published).toMatchObject({ status: 200, body: { live: true, job: expect.any(Number) } });
  const url = `/v1/publications/${published.body.publication}`;
  await runDueJobs(context);
  const listed = await send("GET", "/v1/publications?limit=1");
  expect(listed.body.items).toMatchObject([
    { events: "hold", held: 2, caused: 2, note: "Spring", scorecard: { version: 2 } },
  ]);
  const rest = await send("GET", `/v1/publications?after=${listed.body.next}`);
  expect(rest.body).toMatchObject({ items: [{ replacedScorecard: null }], next: null });
  const events = await send("GET", `/v1/events?publication=${published.body.publication}`);
  expect(events.body.items).toHaveLength(2);
  expect(events.body.items[0]).toMatchObject({
    cause: "version",
    publication: published.body.publication,
  });
  expect(await send("POST", `${url}/release`, { perMinute: 60 })).toMatchObject({
    status: 200,
    body: { released: 2, held: 0, waiting: 2, perMinute: 60 },
  });
  expect((await send("GET", url)).body.releasedAt).toMatch(/Z$/);

  const back = await send("POST", "/v1/scorecards/small/versions/1/rollback", { events: "drop" });
  expect(back).toMatchObject({ status: 200, body: { version: 1, live: true } });
  expect(await send("POST", `/v1/publications/${back.body.publication}/release`)).toMatchObject({
    status: 409,
    body: { code: "publication-dropped" },
  });
  expect((await send("GET", V2)).body).toMatchObject({
    live: false,
    state: "published",
    meeting: { heldAt: "2025-06-02T09:00:00.000Z" },
  });
  expect(service.faults).toEqual([]);
});

test("what is asked wrongly is refused", async () => {
  const { send } = await useDraft();
  const statusOf = async (method: "POST" | "PUT", url: string, body?: object) =>
    (await send(method, url, body)).status;
  expect(await statusOf("POST", `${V2}/publish`, { events: "later" })).toBe(400);
  expect(await statusOf("POST", `${V2}/publish`, { perMinute: 0 })).toBe(400);
  expect(await statusOf("POST", `${V2}/rollback`)).toBe(409);
  expect(await statusOf("POST", "/v1/scorecards/small/versions/9/rollback")).toBe(404);
  expect(await statusOf("POST", "/v1/scorecards/small/versions/9/publish", { dryRun: true })).toBe(
    404,
  );
  expect(await statusOf("POST", "/v1/publications/99/release")).toBe(404);
  expect(await statusOf("PUT", `${V2}/meeting`, { heldAt: "today", attendees: [] })).toBe(400);
  expect(await statusOf("POST", "/v1/scorecards", { document: makeCard(), basedOn: 9 })).toBe(404);
});

test("approvals are an admin's to set; publishing and approving are for revops", async () => {
  const { service, send } = await useDraft();
  expect((await send("PUT", "/v1/settings/approvals", { required: true })).status).toBe(403);
  for (const role of ["sales", "data-science", "integration"] as const) {
    const other = askAs(service, role);
    for (const change of ["publish", "rollback", "approve"])
      expect((await other("POST", `${V2}/${change}`)).status).toBe(403);
    expect((await other("POST", "/v1/publications/1/release")).status).toBe(403);
    expect((await other("PUT", `${V2}/meeting`, {})).status).toBe(403);
    expect((await other("GET", "/v1/publications")).status).toBe(200);
  }
});
