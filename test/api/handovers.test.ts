import { expect, test } from "vitest";
import { CELLS } from "../../src/scorecard/schema.ts";
import { upsertLeads } from "../../src/workflows/keeping/upsert-leads.ts";
import { setRouting } from "../../src/workflows/settings/settings.ts";
import { useService } from "./service-fixture.ts";

const ROUTE = { by: "round-robin" as const, owners: ["ann", "ben"] };
const EVERYWHERE = Object.fromEntries(CELLS.map((cell) => [cell, ROUTE]));

test("sales lists handovers page by page, by owner and openness, and closes one", async () => {
  const { app, asRole, context, database, faults } = await useService();
  await setRouting(context, { name: "person:1" }, EVERYWHERE);
  const leads = ["a", "b", "c"].map((id) => ({ id, attributes: {} }));
  await upsertLeads(context, leads);
  const headers = asRole("sales");
  const list = async (query: string) =>
    (await app.inject({ url: `/v1/handovers?${query}`, headers })).json();

  const first = await list("limit=2");
  const second = await list(`limit=2&after=${first.next}`);
  const items = [...first.items, ...second.items];
  expect(items.map(({ lead, owner }) => [lead, owner])).toEqual([
    ["c", "ann"],
    ["b", "ben"],
    ["a", "ann"],
  ]);
  expect(second.next).toBeNull();
  expect(items[0]).toMatchObject({
    cell: expect.stringMatching(/^[A-D][1-4]$/),
    nextAction: expect.stringMatching(/./),
    closedAt: null,
  });

  const close = (id: number) =>
    app.inject({
      method: "PATCH",
      url: `/v1/handovers/${id}`,
      headers,
      payload: { closed: true },
    });
  const closed = await close(items[0].id);
  expect(closed.json()).toEqual({ ...items[0], closedAt: expect.any(String) });
  expect((await close(items[0].id)).json()).toEqual(closed.json());
  expect((await list("open=true")).items).toEqual([items[1], items[2]]);
  expect((await list("open=false")).items).toEqual([closed.json()]);
  expect((await list("owner=ann&open=true")).items).toEqual([items[2]]);
  expect((await close(999_999)).json()).toMatchObject({ status: 404, code: "handover-unknown" });
  expect(await database.sql`SELECT object FROM audit_log WHERE action = 'handover.close'`).toEqual([
    { object: `handover:${items[0].id}` },
  ]);
  expect(faults).toEqual([]);
});
