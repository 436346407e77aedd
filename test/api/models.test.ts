import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { runDueJobs } from "../../src/jobs/worker.ts";
import { sample } from "../sample.ts";
import {
  addCandidate,
  makeCard,
  makeModel,
  publishCard,
} from "../workflows/versions/version-fixture.ts";
import { askAs } from "./asking.ts";
import { type ServiceFixture, useService } from "./service-fixture.ts";

async function upload(
  { app, asRole }: ServiceFixture,
  parts: Readonly<Record<string, string | { readonly name: string; readonly content: Buffer }>>,
) {
  const form = new FormData();
  for (const [field, part] of Object.entries(parts))
    if (typeof part === "string") form.append(field, part);
    else form.append(field, new Blob([new Uint8Array(part.content)]), part.name);
  const request = new Request("http://service/", { method: "POST", body: form });
  const reply = await app.inject({
    method: "POST",
    url: "/v1/models",
    headers: {
      ...asRole("data-science"),
      "content-type": request.headers.get("content-type")!,
    },
    payload: Buffer.from(await request.arrayBuffer()),
  });
  return { status: reply.statusCode, headers: reply.headers, body: reply.json() };
}

function sampleFile(name: string) {
  return { name, content: readFileSync(sample(name)) };
}

/** Two candidates on the lines of the live scorecard. */
async function useCandidates(): Promise<ServiceFixture> {
  const service = await useService({ publish: false });
  const { id } = await publishCard(service.context, makeCard());
  await addCandidate(service.context, id, makeModel(1));
  await addCandidate(service.context, id, makeModel(2));
  return service;
}

test("models are listed, read, compared and promoted", async () => {
  const service = await useCandidates();
  const send = askAs(service, "revops");
  expect((await send("GET", "/v1/models")).body).toMatchObject({
    items: [{ slug: "small", scorecard: "small", versions: 2, latest: 2, live: null }],
    next: null,
  });
  const versions = (await send("GET", "/v1/models/small/versions")).body;
  expect(versions.items).toMatchObject([
    { version: 2, scorecardVersion: 1, trained: { deals: 400, won: 100 }, promotedAt: null },
    { version: 1 },
  ]);
  expect(versions.items[0]).not.toHaveProperty("document");
  expect((await send("GET", "/v1/models/small/versions/2")).body.document).toEqual(makeModel(2));
  expect((await send("GET", "/v1/models/small/diff?from=1&to=2")).body).toMatchObject({
    intercept: { from: -2, to: -2 },
    lines: [{ key: "large", from: { coefficient: 1, points: 10 }, to: { coefficient: 2 } }, {}],
  });
  const promoted = await send("POST", "/v1/models/small/versions/2/promote");
  expect(promoted).toMatchObject({ status: 200, body: { version: 2, live: true } });
  expect(promoted.body.comparison).toEqual({
    live: null,
    figures: { notEstimable: "No model is live." },
  });
  expect((await send("GET", "/v1/models/small")).body.live).toBe(2);
  const beside = await send("GET", "/v1/models/small/versions/1/comparison");
  expect(beside.body).toEqual({
    live: { slug: "small", version: 2 },
    figures: { notEstimable: expect.stringContaining("neither learnt from") },
  });
  const back = await send("POST", "/v1/models/small/versions/1/promote", { events: "hold" });
  expect(back.body).toMatchObject({
    live: true,
    publication: expect.any(Number),
    comparison: beside.body,
  });
  expect(service.faults).toEqual([]);
});

test("a model that does not fit the live scorecard is refused as a conflict", async () => {
  const service = await useCandidates();
  await publishCard(service.context, makeCard({ extra: "new" }));
  const send = askAs(service, "revops");
  expect(await send("POST", "/v1/models/small/versions/1/promote")).toMatchObject({
    status: 409,
    body: { code: "model-misfit", details: [{ where: "line new" }] },
  });
  expect((await send("POST", "/v1/models/small/versions/9/promote")).status).toBe(404);
});

test("training on what is stored answers with its job", async () => {
  const service = await useService();
  const send = askAs(service, "data-science");
  const started = await send("POST", "/v1/models", { from: "stored", seed: 7 });
  expect(started).toMatchObject({
    status: 202,
    headers: { location: `/v1/jobs/${started.body.job}` },
  });
  expect((await send("POST", "/v1/models", { from: "upload" })).status).toBe(422);
  expect((await send("POST", "/v1/models", { from: "stored", halfLifeDays: 0 })).status).toBe(400);
  const unknown = { from: "stored", scorecard: { slug: "none" } };
  expect((await send("POST", "/v1/models", unknown)).status).toBe(404);
  expect((await askAs(service, "sales")("POST", "/v1/models", { from: "stored" })).status).toBe(
    403,
  );
});

test("an uploaded export trains a candidate", async () => {
  const service = await useService({ publish: false });
  const started = await upload(service, {
    deals: sampleFile("deals.csv"),
    leads: sampleFile("leads.csv"),
    activities: sampleFile("activities.csv"),
    mapping: sampleFile("mapping.json"),
    scorecard: sampleFile("scorecard.json"),
    settings: '{"seed":3}',
  });
  expect(started).toMatchObject({ status: 202, body: { job: expect.any(Number) } });
  await runDueJobs(service.context);
  const send = askAs(service, "data-science");
  const { body } = await send("GET", "/v1/models/uploaded-sample-b2b-software/versions/1");
  expect(body).toMatchObject({ live: false, promotedAt: null, trained: { deals: 3992, seed: 3 } });
  const url = "/v1/models/uploaded-sample-b2b-software/versions/1/calibration";
  expect((await send("GET", url)).body).toMatchObject({ format: "counterweight/calibration@1" });
  expect(service.faults).toEqual([]);
});

test("a scorecard that data science uploads leaves the lineage that it names alone", async () => {
  const service = await useService();
  const send = askAs(service, "revops");
  const before = (await send("GET", "/v1/scorecards/sample-b2b-software")).body;
  const text = readFileSync(sample("scorecard.json"), "utf8");
  const changed = { ...JSON.parse(text), name: "Mine now" };
  const scorecard = { name: "scorecard.json", content: Buffer.from(JSON.stringify(changed)) };
  await upload(service, {
    deals: sampleFile("deals.csv"),
    leads: sampleFile("leads.csv"),
    activities: sampleFile("activities.csv"),
    mapping: sampleFile("mapping.json"),
    scorecard,
  });
  await runDueJobs(service.context);
  expect((await send("GET", "/v1/scorecards/sample-b2b-software")).body).toEqual(before);
  const own = "/v1/scorecards/uploaded-sample-b2b-software";
  expect((await send("GET", own)).body).toMatchObject({ name: "Mine now", latest: 1 });
  expect(service.faults).toEqual([]);
});

test("an upload that cannot be taken is refused", async () => {
  const service = await useService({ publish: false });
  const mapping = sampleFile("mapping.json");
  const deals = sampleFile("deals.csv");
  const statusOf = async (parts: Parameters<typeof upload>[1]) =>
    (await upload(service, parts)).status;
  expect(await statusOf({ deals })).toBe(422);
  expect(await statusOf({ deals, mapping: { ...mapping, content: Buffer.from("{") } })).toBe(422);
  expect(await statusOf({ deals, mapping, other: deals })).toBe(400);
  expect(await statusOf({ deals, mapping, note: "x" })).toBe(400);
  expect(await statusOf({ deals, mapping, settings: "[" })).toBe(400);
  expect(await statusOf({ deals, mapping, settings: '{"seed":-1}' })).toBe(400);
  expect(await statusOf({ deals, mapping })).toBe(409);
  const content = Buffer.alloc(40 << 20);
  const large = { name: "large.csv", content };
  expect(await statusOf({ deals: large, leads: large, mapping })).toBe(413);
  expect(service.faults).toEqual([]);
});

test("form data that break off or are none are refused", async () => {
  const service = await useService({ publish: false });
  const head = '--x\r\ncontent-disposition: form-data; name="deals"; filename="d.csv"\r\n\r\n';
  const send = async (payload: string, type = "multipart/form-data; boundary=x") => {
    const headers = { ...service.asRole("data-science"), "content-type": type };
    const reply = await service.app.inject({ method: "POST", url: "/v1/models", headers, payload });
    return [reply.statusCode, reply.json().code];
  };
  expect(await send(`${head}a,b`)).toEqual([400, "request-unreadable"]);
  expect(await send("no form data")).toEqual([400, "request-unreadable"]);
  expect(await send(head, "multipart/form-data")).toEqual([400, "request-unreadable"]);
  expect(await send("--x--\r\n")).toEqual([422, "option-invalid"]);
  expect(await send(`${head.replace("deals", "__proto__")}a\r\n--x--\r\n`)).toEqual([
    400,
    expect.stringMatching(/^request-/),
  ]);
  expect(service.faults).toEqual([]);
});
