import { expect, test } from "vitest";
import { RECOMMENDED, useRecommendation } from "../workflows/deciding/recommendation-fixture.ts";
import { askAs } from "./asking.ts";
import { useService } from "./service-fixture.ts";

async function useRun() {
  const service = await useService({ publish: false });
  const { id } = await useRecommendation(service.context);
  return { service, url: `/v1/recommendations/${id}`, send: askAs(service, "revops") };
}

const LARGE = encodeURIComponent("line:small/large");

test("decisions are kept one by one, listed, and drafted with their reasons", async () => {
  const { service, url, send } = await useRun();
  const decided = await send("PUT", `${url}/decisions/${LARGE}`, {
    decided: "edited",
    value: 12,
    note: "Half way",
    revision: 0,
  });
  expect(decided).toMatchObject({
    status: 200,
    body: {
      subject: "line:small/large",
      decided: "edited",
      value: 12,
      note: "Half way",
      revision: 1,
      decidedBy: expect.stringMatching(/^key:/),
      decidedAt: expect.stringMatching(/Z$/),
    },
  });
  const sql = encodeURIComponent("threshold:small/sql");
  expect(
    (await send("PUT", `${url}/decisions/${sql}`, { decided: "accepted", revision: 0 })).status,
  ).toBe(200);
  expect((await send("GET", `${url}/decisions`)).body.items).toMatchObject([
    decided.body,
    { subject: "threshold:small/sql", value: null },
  ]);
  const draft = await send("POST", `${url}/draft`, { note: "Spring" });
  expect(draft).toMatchObject({
    status: 201,
    headers: { location: "/v1/scorecards/small/versions/2" },
    body: {
      state: "draft",
      note: "Spring",
      basedOn: { slug: "small", version: 1 },
      changes: [
        { what: "line-points", key: "large", from: 10, to: 12 },
        { what: "threshold-score", key: "sql", from: 40, to: RECOMMENDED["threshold:small/sql"] },
      ],
      reasons: {
        "line:small/large": { from: 10, to: 12, decided: "edited", note: "Half way" },
        "threshold:small/sql": { decided: "accepted", evidence: { recommended: 50 } },
      },
    },
  });
  expect((await send("GET", "/v1/scorecards/small/versions/2")).body).toEqual(draft.body);
  expect((await send("POST", `${url}/draft`)).status).toBe(201);
  expect(service.faults).toEqual([]);
});

test("who overwrites in silence is told what was decided meanwhile", async () => {
  const { url, send } = await useRun();
  await send("PUT", `${url}/decisions/${LARGE}`, { decided: "accepted", revision: 0 });
  expect(
    await send("PUT", `${url}/decisions/${LARGE}`, { decided: "rejected", revision: 0 }),
  ).toMatchObject({
    status: 409,
    body: {
      code: "decision-stale",
      details: [
        { where: "/revision", reason: "expected 1" },
        { where: "decided", reason: "accepted" },
        { where: "decidedBy" },
        { where: "decidedAt" },
      ],
    },
  });
});

test("refusals say what is wrong", async () => {
  const { url, send } = await useRun();
  const put = async (subject: string, body: object) => {
    const reply = await send("PUT", `${url}/decisions/${encodeURIComponent(subject)}`, body);
    return [reply.status, reply.body.code];
  };
  const accepted = { decided: "accepted", revision: 0 };
  expect(await put("line:small/none", accepted)).toEqual([404, "subject-unknown"]);
  expect(await put("line:small/large", { ...accepted, revision: -1 })).toEqual([
    400,
    "request-invalid",
  ]);
  expect(await put("line:small/large", { decided: "edited", revision: 0 })).toEqual([
    422,
    "decision-invalid",
  ]);
  expect(await put("threshold:small/mql", { decided: "edited", value: 70, revision: 0 })).toEqual([
    200,
    undefined,
  ]);
  expect(await put("threshold:small/sql", accepted)).toEqual([409, "thresholds-out-of-order"]);
  expect((await send("POST", `${url}/draft`)).body.code).toBe("thresholds-out-of-order");
  expect((await send("GET", "/v1/recommendations/99/decisions")).status).toBe(404);
  expect((await send("POST", "/v1/recommendations/99/draft")).status).toBe(404);
});

test("only revops decide and draft; sales and data science read", async () => {
  const { service, url } = await useRun();
  for (const role of ["sales", "data-science"] as const) {
    const send = askAs(service, role);
    expect((await send("GET", `${url}/decisions`)).status).toBe(200);
    expect((await send("PUT", `${url}/decisions/${LARGE}`, {})).status).toBe(403);
    expect((await send("POST", `${url}/draft`)).status).toBe(403);
  }
  expect((await askAs(service, "integration")("GET", `${url}/decisions`)).status).toBe(403);
});
