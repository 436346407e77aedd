import { expect, test } from "vitest";
import { makeCard } from "../workflows/versions/version-fixture.ts";
import { askAs } from "./asking.ts";
import { useService } from "./service-fixture.ts";

test("a scorecard is drafted, read, published and compared", async () => {
  const service = await useService({ publish: false });
  const send = askAs(service, "revops");
  const drafted = await send("POST", "/v1/scorecards", { document: makeCard(), note: "First" });
  expect(drafted).toMatchObject({
    status: 201,
    headers: { location: "/v1/scorecards/small/versions/1" },
    body: { slug: "small", version: 1, state: "draft", live: false, note: "First" },
  });
  const second = await send("POST", "/v1/scorecards", {
    slug: "small",
    document: makeCard({ large: 20 }),
  });
  expect(second.body).toMatchObject({ version: 2, document: { fallback: { version: 2 } } });

  const published = await send("POST", "/v1/scorecards/small/versions/2/publish");
  expect(published).toMatchObject({
    status: 200,
    body: { slug: "small", version: 2, state: "published", live: true, model: null },
  });
  expect(published.body.job).toEqual(expect.any(Number));

  const read = await send("GET", "/v1/scorecards/small/versions/1");
  expect(read.body).toEqual(drafted.body);
  expect((await send("GET", "/v1/scorecards/small")).body).toEqual({
    slug: "small",
    name: "Test scorecard",
    createdAt: expect.any(String),
    versions: 2,
    latest: 2,
    live: 2,
  });
  expect((await send("GET", "/v1/scorecards/small/diff?from=1&to=2")).body).toEqual({
    slug: "small",
    from: 1,
    to: 2,
    changes: [{ what: "line-points", key: "large", label: "large", from: 10, to: 20 }],
  });
  expect(service.faults).toEqual([]);
});

test("lists come page by page, scorecards by slug and versions the newest first", async () => {
  const service = await useService({ publish: false });
  const send = askAs(service, "revops");
  for (const slug of ["b", "a", "a", "c"])
    await send("POST", "/v1/scorecards", { slug, document: makeCard() });
  const pages: unknown[] = [];
  for (let next: string | null = ""; next !== null; ) {
    const after: string = next === "" ? "" : `&after=${next}`;
    const { body } = await send("GET", `/v1/scorecards?limit=2${after}`);
    pages.push(body.items.map((item: { slug: string }) => item.slug));
    next = body.next;
  }
  expect(pages).toEqual([["a", "b"], ["c"]]);
  const { body } = await send("GET", "/v1/scorecards/a/versions?limit=1");
  expect(body.items).toMatchObject([{ version: 2 }]);
  expect(body.items[0]).not.toHaveProperty("document");
  const rest = await send("GET", `/v1/scorecards/a/versions?limit=1&after=${body.next}`);
  expect(rest.body).toMatchObject({ items: [{ version: 1 }], next: null });
});

test("what is no scorecard is refused with the places of its faults", async () => {
  const service = await useService({ publish: false });
  const send = askAs(service, "revops");
  const document = { ...makeCard(), buckets: [] };
  expect(await send("POST", "/v1/scorecards", { document })).toMatchObject({
    status: 422,
    body: {
      code: "scorecard-invalid",
      details: [{ where: "document: buckets", reason: "expected at least one bucket" }],
    },
  });
  expect(await send("POST", "/v1/scorecards", { document: [] })).toMatchObject({ status: 400 });
  expect(await send("GET", "/v1/scorecards/none")).toMatchObject({
    status: 404,
    body: { code: "version-unknown" },
  });
  expect(await send("POST", "/v1/scorecards/none/versions/1/publish")).toMatchObject({
    status: 404,
  });
});

test("only revops and admins draft and publish", async () => {
  const service = await useService({ publish: false });
  for (const role of ["sales", "data-science", "integration"] as const) {
    const send = askAs(service, role);
    expect((await send("POST", "/v1/scorecards", { document: makeCard() })).status).toBe(403);
    expect((await send("POST", "/v1/scorecards/small/versions/1/publish")).status).toBe(403);
    expect((await send("GET", "/v1/scorecards")).status).toBe(200);
  }
});
