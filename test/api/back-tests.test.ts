import { expect, test } from "vitest";
import { runDueJobs } from "../../src/jobs/worker.ts";
import {
  makeSegments,
  publishSegments,
  SLUG,
  storeLeads,
} from "../workflows/back-testing/two-segments.ts";
import { askAs, type Method } from "./asking.ts";
import { type ServiceFixture, useService } from "./service-fixture.ts";

type Role = Parameters<ServiceFixture["asRole"]>[0];

/** A service with 60 leads, 20 of them with a closed deal, under two scorecards. */
async function useLeads(options: { readonly whatIfWaitMs?: number } = {}) {
  const service = await useService({ publish: false, ...options });
  await publishSegments(service.database);
  await storeLeads(service.context, 60);
  const ask = (method: Method, url: string, payload?: object, role: Role = "revops") =>
    askAs(service, role)(method, url, payload);
  return { ...service, ask };
}

const VERSION = `/v1/scorecards/${SLUG}/versions`;

test("a draft is back-tested by a job, and what it gave is read with the version", async () => {
  const { ask, context, faults } = await useLeads();
  const document = makeSegments(5);
  expect((await ask("POST", "/v1/scorecards", { slug: SLUG, document })).status).toBe(201);
  const missing = await ask("GET", `${VERSION}/2/back-test`);
  expect([missing.status, missing.body.code]).toEqual([404, "back-test-unknown"]);

  const started = await ask("POST", `${VERSION}/2/back-test`);
  expect(started.status).toBe(202);
  expect(started.headers["location"]).toBe(`/v1/jobs/${started.body.job}`);
  await runDueJobs(context);
  await ask("PUT", "/v1/settings/leads-per-week", { mql: 1000 });
  const { status, body } = await ask("GET", `${VERSION}/2/back-test`, undefined, "data-science");
  expect(status).toBe(200);
  expect(body).toMatchObject({
    slug: SLUG,
    version: 2,
    comparedWith: { slug: SLUG, version: 1 },
    isCurrent: true,
    documentHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    basis: { deals: { of: 20, leftOut: { open: 0 } } },
    leads: { counted: 60, of: 60 },
    deals: { counted: 20 },
  });
  expect(body.thresholds.map(({ id, capacity }: never) => [id, capacity])).toEqual([
    ["mql", { leadsPerWeek: 1000, before: "below", after: "below" }],
    ["sql", null],
  ]);
  expect(body.cautions.join(" ")).toContain("over-represented");
  expect(faults).toEqual([]);
});

test("examples are called as senders call them, and go with an erased lead", async () => {
  const { ask, context } = await useLeads();
  await ask("POST", "/v1/scorecards", { slug: SLUG, document: makeSegments(5) });
  await ask("POST", `${VERSION}/2/back-test`);
  await runDueJobs(context);
  const readExamples = async (): Promise<string[]> => {
    const { body } = await ask("GET", `${VERSION}/2/back-test`);
    return body.leads.moves.flatMap(({ examples }: { examples: string[] }) => examples);
  };
  const [first, ...others] = await readExamples();
  expect(first).toMatch(/^lead-\d+$/);
  expect((await ask("DELETE", `/v1/leads/${first}`)).status).toBe(204);
  expect(await readExamples()).toEqual(others);
});

test("a back-test is no longer current once another version is live", async () => {
  const { ask, context } = await useLeads();
  await ask("POST", "/v1/scorecards", { slug: SLUG, document: makeSegments(5) });
  await ask("POST", `${VERSION}/1/back-test`);
  await ask("POST", `${VERSION}/2/back-test`);
  await runDueJobs(context);
  expect((await ask("POST", `${VERSION}/2/publish`, {})).status).toBe(200);
  const { body } = await ask("GET", `${VERSION}/2/back-test`);
  expect(body.isCurrent).toBe(false);
});

test("a what-if is answered at once, of what is live or of another version", async () => {
  const { ask, faults } = await useLeads();
  const same = await ask("POST", "/v1/what-if", {});
  expect(same.status).toBe(200);
  expect(same.body).toMatchObject({
    basedOn: { slug: SLUG, version: 1 },
    comparedWith: { slug: SLUG, version: 1 },
    leads: { counted: 60, moved: 0 },
  });
  expect(same.body.ageMs).toBeLessThan(60_000);
  const other = await ask("POST", "/v1/what-if", {
    points: { "small/visit": 0, "large/visit": 0 },
    weights: { "small/who": 0 },
    thresholds: { "large/mql": 100 },
    matrix: { small: { grades: { A: 11 } } },
  });
  expect(other.status).toBe(200);
  expect(other.body.leads.moved).toBeGreaterThan(0);
  await ask("POST", "/v1/scorecards", { slug: SLUG, document: makeSegments(5) });
  const ofDraft = await ask("POST", "/v1/what-if", { basedOn: { slug: SLUG, version: 2 } });
  expect(ofDraft.body).toMatchObject({
    basedOn: { slug: SLUG, version: 2 },
    comparedWith: { slug: SLUG, version: 1 },
  });
  expect(ofDraft.body.leads.moved).toBeGreaterThan(0);
  expect(faults).toEqual([]);
});

test("a what-if that would have to wait is told how far the reading has come, and then answered", async () => {
  const { ask } = await useLeads({ whatIfWaitMs: 0 });
  const early = await ask("POST", "/v1/what-if", {});
  expect(early.status).toBe(202);
  expect(early.headers["retry-after"]).toBe("1");
  expect(early.body).toEqual({ loading: { done: 0, total: 0 } });
  const isAnswered = async () => {
    const { status, body } = await ask("POST", "/v1/what-if", {});
    return status === 200 ? body.leads.counted : null;
  };
  await expect.poll(isAnswered, { timeout: 20_000 }).toBe(60);
});

test("a what-if is refused in words where it cannot be answered", async () => {
  const { ask } = await useLeads();
  const refusals = [
    [{ points: { nothing: 1 } }, 422, "option-invalid"],
    [{ matrix: { small: { grades: { A: 0 } } } }, 422, "scorecard-invalid"],
    [{ doses: { "small/visit": { halfLifeDays: 5 } } }, 422, "option-invalid"],
    [{ basedOn: { slug: "another", version: 1 } }, 404, "version-unknown"],
    [{ points: { "small/visit": 0.5 } }, 400, "request-invalid"],
  ] as const;
  for (const [change, status, code] of refusals) {
    const refused = await ask("POST", "/v1/what-if", change);
    expect([refused.status, refused.body.code]).toEqual([status, code]);
    expect(refused.body.remedy).not.toBe("");
    expect(refused.body.details).toHaveLength(code === "version-unknown" ? 0 : 1);
  }
  const none = await useService({ publish: false });
  const reply = await askAs(none, "revops")("POST", "/v1/what-if", {});
  expect([reply.status, reply.body.code]).toEqual([409, "nothing-live"]);
});

test("both are for revops and data science", async () => {
  const { ask } = await useLeads();
  for (const role of ["sales", "integration"] as const) {
    expect((await ask("POST", "/v1/what-if", {}, role)).status).toBe(403);
    expect((await ask("POST", `${VERSION}/1/back-test`, undefined, role)).status).toBe(403);
    expect((await ask("GET", `${VERSION}/1/back-test`, undefined, role)).status).toBe(403);
  }
});
