import { expect, test } from "vitest";
import { runDueJobs } from "../../src/jobs/worker.ts";
import { simulateFeedback } from "../workflows/calibration/simulated-feedback.ts";
import { makeSet, simulateHistory } from "../workflows/simulated-history.ts";
import { storeHistory } from "../workflows/training/stored-sample.ts";
import { publishCard } from "../workflows/versions/version-fixture.ts";
import { askAs } from "./asking.ts";
import { type ServiceFixture, useService } from "./service-fixture.ts";

const LINES = [
  { points: 20, worth: 20 },
  { points: 20, worth: 0 },
  { points: 5, worth: 25 },
];

async function useRecommended(feedback: boolean): Promise<ServiceFixture> {
  const service = await useService({ publish: false });
  await publishCard(service.context, makeSet(LINES).fallback);
  const history = simulateHistory(LINES, { deals: 500, seed: 2 });
  const said = simulateFeedback(LINES, history, { by: "worth", share: 0.5, seed: 3 });
  await storeHistory(service.database, history, feedback ? said : []);
  const asked = await askAs(service, "revops")("POST", "/v1/recommendations", { seed: 7 });
  expect(asked.status).toBe(202);
  expect(asked.headers.location).toBe(`/v1/jobs/${asked.body.job}`);
  await runDueJobs(service.context, undefined, (fault) => void service.faults.push(fault));
  return service;
}

test("a recommendation is listed and read with its evidence, its voices and its decisions", async () => {
  const service = await useRecommended(true);
  const ask = askAs(service, "sales");
  const list = (await ask("GET", "/v1/recommendations")).body;
  expect(list).toMatchObject({
    items: [{ scorecard: "small", version: 1, stale: false, seed: 7, decided: 0 }],
    next: null,
  });
  const { id, resultHash } = list.items[0];
  await service.database.sql`
    INSERT INTO decision (recommendation_id, subject, decided, value, note, decided_by, decided_at)
    VALUES (${id}, 'line:test/a1', 'edited', 3, 'a little', 'person:1', '2025-06-01')`;
  const body = (await ask("GET", `/v1/recommendations/${id}`)).body;
  expect(body).toMatchObject({ id, resultHash, deals: 500, decided: 1, feedback: { reps: 6 } });
  expect(body.items[1]).toMatchObject({
    subject: "line:test/a1",
    current: 20,
    recommended: 0,
    verdict: "drop",
    line: {
      leads: expect.any(Number),
      winRateWith: { n: expect.any(Number) },
      stability: { n: 200 },
    },
    voices: {
      points: 20,
      verdict: "deals-and-sales-against-points",
      conflict: expect.stringContaining("same direction"),
      deals: { value: expect.any(Number) },
      sales: { value: expect.any(Number) },
    },
    decision: { decided: "edited", value: 3, note: "a little", revision: 1 },
  });
  expect(body.items[0].decision).toBeNull();
  const threshold = body.items.find(({ kind }: { kind: string }) => kind === "threshold");
  expect(threshold).toMatchObject({ line: null, voices: null, threshold: { by: "share" } });
  const grade = body.items.find(({ kind }: { kind: string }) => kind === "grade");
  expect(grade).toMatchObject({ label: "Grade A", classes: { now: { name: "A" } } });
  await publishCard(service.context, makeSet([...LINES, { points: 1, worth: 0 }]).fallback);
  expect((await ask("GET", `/v1/recommendations/${id}`)).body.stale).toBe(true);
  expect(service.faults).toEqual([]);
});

test("its report comes as JSON, as a page and as Markdown, the same each time", async () => {
  const service = await useRecommended(false);
  const ask = askAs(service, "data-science");
  const { items } = (await ask("GET", "/v1/recommendations")).body;
  const url = `/v1/recommendations/${items[0].id}/report`;
  const json = await ask("GET", url);
  expect(json.headers["content-type"]).toBe("application/json; charset=utf-8");
  expect(json.body).toMatchObject({ history: { deals: 500 }, seed: 7, feedback: null });
  const page = await ask("GET", `${url}?format=html`);
  expect(page.headers["content-type"]).toBe("text/html; charset=utf-8");
  expect(page.text).toMatch(/^<!doctype html>/i);
  expect(page.text).toContain('href="report?format=json"');
  expect((await ask("GET", `${url}?format=html`)).text).toBe(page.text);
  expect((await ask("GET", `${url}?format=md`)).text).toMatch(/^# /);
  const { items: read } = (await ask("GET", url.replace("/report", ""))).body;
  expect(read[0].voices).toBeNull();
  expect(service.faults).toEqual([]);
});

test("it is refused in words where it is unknown, nothing is live or the settings are wrong", async () => {
  const service = await useService({ publish: false });
  const ask = askAs(service, "revops");
  expect((await ask("POST", "/v1/recommendations", {})).body).toMatchObject({
    status: 409,
    code: "nothing-live",
  });
  for (const url of ["/v1/recommendations/9", "/v1/recommendations/9/report"])
    expect((await ask("GET", url)).body).toMatchObject({
      status: 404,
      code: "recommendation-unknown",
    });
  const wrong = [{ seed: -1 }, { seed: 3e9 }, { settings: { halfLifeDays: 0 } }, { other: 1 }];
  for (const body of wrong)
    expect((await ask("POST", "/v1/recommendations", body)).status).toBe(400);
  expect((await askAs(service, "sales")("POST", "/v1/recommendations", {})).status).toBe(403);
});
