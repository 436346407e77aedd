import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { runDueJobs } from "../../src/jobs/worker.ts";
import { enqueueJob } from "../../src/store/jobs.ts";
import { upsertLeads } from "../../src/workflows/keeping/upsert-leads.ts";
import { askAs } from "./asking.ts";
import { type ServiceFixture, useService } from "./service-fixture.ts";

async function askRescore(service: ServiceFixture) {
  const { status, body } = await askAs(service, "revops")("POST", "/v1/jobs/rescore");
  expect(status).toBe(202);
  return body;
}

const read = (service: ServiceFixture, url: string) => askAs(service, "revops")("GET", url);

describe("POST /v1/jobs/rescore", () => {
  test("answers with the re-score that is queued already, however many ask", async () => {
    const service = await useService();
    const { context, database } = service;
    const ask = async (): Promise<number> => (await askRescore(service)).id;
    const asked = await Promise.all(Array.from({ length: 5 }, ask));
    expect(new Set(asked).size).toBe(1);
    expect(await database.sql`SELECT id FROM job WHERE kind = 'rescore'`).toHaveLength(1);
    await runDueJobs(context);
    expect(asked).not.toContain(await ask());
  });

  test("makes a job that scores all leads again, and writes down who asked", async () => {
    const service = await useService();
    await upsertLeads(service.context, [{ id: "a", attributes: {} }]);
    const asked = await askRescore(service);
    expect(asked).toMatchObject({ kind: "rescore", state: "queued", attempts: 0, fault: null });
    await runDueJobs(service.context);
    expect((await read(service, `/v1/jobs/${asked.id}`)).body).toMatchObject({
      id: asked.id,
      state: "done",
      progress: { text: "scoring leads again", done: 1, total: 1 },
      result: { leads: 1 },
      finishedAt: expect.any(String),
    });
    const audit = await service.database.sql`SELECT action, object FROM audit_log`;
    expect(audit).toEqual([{ action: "leads.rescore", object: `job:${asked.id}` }]);
  });
});

describe("GET /v1/jobs", () => {
  test("lists jobs newest first, page by page, by kind and state", async () => {
    const service = await useService();
    const { database } = service;
    for (let i = 0; i < 5; i++)
      await enqueueJob(database, { kind: "rescore", input: { cause: "time" }, createdBy: "test" });
    await enqueueJob(database, { kind: "train", input: {}, createdBy: "test" });
    const ids: number[] = [];
    let next: string | null = "";
    while (next !== null) {
      const after: string = next === "" ? "" : `&after=${next}`;
      const page = (await read(service, `/v1/jobs?limit=2&kind=rescore&state=queued${after}`)).body;
      ids.push(...page.items.map(({ id }: { id: number }) => id));
      next = page.next;
    }
    expect(ids).toEqual([5, 4, 3, 2, 1]);
    expect((await read(service, "/v1/jobs?state=done")).body).toEqual({ items: [], next: null });
    expect((await read(service, "/v1/jobs?after=nonsense")).status).toBe(400);
  });

  test("says of a job that is not there that it is not", async () => {
    const service = await useService();
    for (const url of ["/v1/jobs/7", "/v1/jobs/7/events"]) {
      const response = await read(service, url);
      expect(response.status).toBe(404);
      expect(response.body).toMatchObject({ code: "job-unknown" });
    }
  });
});

describe("GET /v1/jobs/:id/events", () => {
  test("tells each change and ends with the job's end", async () => {
    const service = await useService();
    const { id } = await askRescore(service);
    const { events, isOver } = await follow(service, id);
    await expect.poll(() => events.length).toBe(1);
    expect(events[0]).toMatchObject({ event: "progress", job: { id, state: "queued" } });
    await runDueJobs(service.context);
    await isOver;
    expect(events.at(-1)).toMatchObject({ event: "done", job: { id, state: "done" } });
  });

  test("ends at once for a job that has failed", async () => {
    const service = await useService();
    const { id } = await askRescore(service);
    await service.database.sql`UPDATE job SET state = 'failed'`;
    const { events, isOver } = await follow(service, id);
    await isOver;
    expect(events).toMatchObject([{ event: "failed" }]);
  });

  test("asks the database no more once the listener is gone", async () => {
    const service = await useService();
    const { id } = await askRescore(service);
    const { events, response } = await follow(service, id);
    await expect.poll(() => events.length).toBe(1);
    const looks = vi.spyOn(service.database.orm, "select");
    await expect.poll(() => looks.mock.calls.length).toBeGreaterThan(1);
    response.destroy();
    let seen = Number.NaN;
    const countNew = () => {
      const before = seen;
      seen = looks.mock.calls.length;
      return seen - before;
    };
    await expect.poll(countNew, { interval: 900, timeout: 10_000 }).toBe(0);
  });

  test("does not keep the service from closing", async () => {
    const service = await useService();
    const { id } = await askRescore(service);
    const { events, isOver } = await follow(service, id);
    await expect.poll(() => events.length).toBe(1);
    await service.app.close();
    await isOver;
  });
});

interface Told {
  readonly event: string;
  readonly job: unknown;
}

/** Listens to a job's events over the network. */
async function follow({ app, asRole }: ServiceFixture, id: number) {
  const origin = app.server.listening ? "" : await app.listen({ port: 0, host: "127.0.0.1" });
  const request = get(`${origin}/v1/jobs/${id}/events`, { headers: asRole("data-science") });
  const [response] = (await once(request, "response")) as [IncomingMessage];
  onTestFinished(() => void response.destroy());
  expect(response.headers["content-type"]).toBe("text/event-stream; charset=utf-8");
  const events: Told[] = [];
  let text = "";
  response.setEncoding("utf8").on("data", (part: string) => {
    text += part;
    const blocks = text.split("\n\n");
    text = blocks.pop()!;
    events.push(...blocks.flatMap(readBlock));
  });
  return { events, response, isOver: once(response, "end") };
}

function readBlock(block: string): readonly Told[] {
  const found = /^event: (\w+)\ndata: (.*)$/.exec(block);
  return found === null ? [] : [{ event: found[1]!, job: JSON.parse(found[2]!) }];
}
