import { expect, onTestFinished, test } from "vitest";
import { chooseForm } from "../../src/api/contracts/reports.ts";
import { startWorker } from "../../src/jobs/worker.ts";
import { makeSet, simulateHistory } from "../workflows/simulated-history.ts";
import { storeHistory } from "../workflows/training/stored-sample.ts";
import { publishCard } from "../workflows/versions/version-fixture.ts";
import { type ServiceFixture, useService } from "./service-fixture.ts";

const LINES = [
  { points: 20, worth: 20 },
  { points: 10, worth: 0 },
];

/** A service beside which a worker works. */
async function useWorkingService(): Promise<ServiceFixture> {
  const service = await useService({ publish: false });
  const { context, faults } = service;
  const worker = startWorker({ context, onFault: (fault) => void faults.push(fault) });
  onTestFinished(() => worker.stop());
  return service;
}

function ask(
  { app, asRole }: ServiceFixture,
  url: string,
  accept = "*/*",
  role: "sales" | "integration" | "data-science" = "sales",
) {
  return app.inject({ method: "GET", url, headers: { ...asRole(role), accept } });
}

test("the report comes as JSON, as a page that may show itself, and as Markdown", async () => {
  const service = await useWorkingService();
  await publishCard(service.context, makeSet(LINES).fallback);
  await storeHistory(service.database, simulateHistory(LINES, { deals: 300, seed: 2 }));
  const json = await ask(service, "/v1/reports/calibration");
  expect(json.statusCode).toBe(200);
  expect(json.headers["content-type"]).toBe("application/json; charset=utf-8");
  expect(json.json()).toMatchObject({ history: { deals: 300 } });

  const page = await ask(
    service,
    "/v1/reports/calibration",
    "text/html,application/xhtml+xml,*/*;q=0.8",
  );
  expect(page.headers["content-type"]).toBe("text/html; charset=utf-8");
  expect(page.headers["content-security-policy"]).toContain("style-src 'unsafe-inline'");
  expect(page.headers["content-security-policy"]).not.toContain("script-src");
  expect(page.body).toMatch(/^<!doctype html>/i);
  expect(page.body).not.toContain("<script");
  const figures = /href="(calibration\?[^"]+)"/.exec(page.body)![1]!.replace("&amp;", "&");
  expect((await ask(service, `/v1/reports/${figures}`)).json()).toEqual(json.json());

  const text = await ask(service, "/v1/reports/calibration?format=md");
  expect(text.headers["content-type"]).toBe("text/markdown; charset=utf-8");
  expect(text.body).toMatch(/^# /);
  expect(service.faults).toEqual([]);
});

test("it is refused in words where nothing is live, and where too few deals closed", async () => {
  const service = await useWorkingService();
  const nothing = await ask(service, "/v1/reports/calibration");
  expect(nothing.statusCode).toBe(409);
  expect(nothing.json()).toMatchObject({ code: "nothing-live" });
  await publishCard(service.context, makeSet(LINES).fallback);
  const few = await ask(service, "/v1/reports/calibration", "text/html");
  expect(few.statusCode).toBe(422);
  expect(few.headers["content-type"]).toContain("application/problem+json");
  expect(few.json()).toMatchObject({ code: "too-few-deals" });
  expect((await ask(service, "/v1/reports/calibration", "*/*", "integration")).statusCode).toBe(
    403,
  );
});

test("a closing service answers with the job instead of waiting for the report", async () => {
  const service = await useService({ publish: false });
  await publishCard(service.context, makeSet(LINES).fallback);
  const { app, asRole, database } = service;
  const asked = app.inject({
    method: "GET",
    url: "/v1/reports/calibration",
    headers: asRole("sales"),
  });
  await expect
    .poll(() => database.sql`SELECT id FROM job WHERE kind = 'report'`, { timeout: 10_000 })
    .toHaveLength(1);
  await app.close();
  const reply = await asked;
  expect(reply.statusCode).toBe(202);
  expect(reply.headers).toMatchObject({
    location: `/v1/jobs/${reply.json().job}`,
    "retry-after": "5",
  });
});

test("a form that there is none of is refused with those that there are", async () => {
  const service = await useService({ publish: false });
  const reply = await ask(service, "/v1/reports/calibration?format=pdf");
  expect(reply.json().details[0].reason).toMatch(/^expected one of /);
});

test("sales ask for the usual seed only, and nobody for more than three reports at once", async () => {
  const service = await useService({ publish: false, reportWaitMs: 0 });
  await publishCard(service.context, makeSet(LINES).fallback);
  const other = await ask(service, "/v1/reports/calibration?seed=2");
  expect(other.json()).toMatchObject({ status: 403, code: "caller-refused" });
  const seeds = [2, 3, 4, 5, 6];
  const replies = await Promise.all(
    seeds.map((seed) =>
      ask(service, `/v1/reports/calibration?seed=${seed}`, "*/*", "data-science"),
    ),
  );
  expect(replies.map(({ statusCode }) => statusCode).toSorted()).toEqual([202, 202, 202, 429, 429]);
  const refused = replies.find(({ statusCode }) => statusCode === 429)!;
  expect(refused.json()).toMatchObject({ code: "jobs-too-many" });
  expect(refused.headers["retry-after"]).toBe("5");
  expect((await ask(service, "/v1/reports/calibration")).statusCode).toBe(202);
});

test.each([
  [undefined, "json"],
  ["*/*", "json"],
  ["text/html,application/xhtml+xml;q=0.9,*/*;q=0.8", "html"],
  ["application/json, text/html;q=0.5", "json"],
  ["text/html;q=0.2, text/markdown", "md"],
  ["image/png", "json"],
  ["text/html;q=x", "json"],
])("the header accept: %s means %s", (accept, form) => {
  expect(chooseForm(accept)).toBe(form);
});
