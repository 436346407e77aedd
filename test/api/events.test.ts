import { expect, it } from "vitest";
import { eventPageSchema } from "../../src/api/contracts/events.ts";
import { DAY, NOW } from "../scorecard/cards.ts";
import { type SmallService, useSmall } from "./small-card.ts";

/** What was crossed, as `lead kind subject`. */
async function list({ ask }: SmallService, query = "") {
  const page = eventPageSchema.parse((await ask("GET", `/v1/events?${query}`)).body);
  const items = page.items.map(({ lead, kind, subject }) => `${lead} ${kind} ${subject}`);
  return { items, next: page.next };
}

it("are listed newest first, page by page, and by lead, kind, cause and time", async () => {
  let now = NOW;
  const service = await useSmall({ now: () => now });
  const { ask } = service;
  await ask("POST", "/v1/leads", { leads: [{ id: "a", attributes: { employees: 500 } }] });
  now += DAY;
  await ask("POST", "/v1/leads", { leads: [{ id: "b", attributes: { webinar: true } }] });
  const newest = ["b cell C4", "b threshold mql"];
  const all = [...newest, "a cell C4", "a threshold mql"];
  const first = await list(service, "limit=3");
  expect(first.items).toEqual(all.slice(0, 3));
  const rest = await list(service, `limit=3&after=${first.next}`);
  expect(rest).toEqual({ items: all.slice(3), next: null });
  expect((await list(service, "lead=a")).items).toEqual(all.slice(2));
  expect((await list(service, "lead=nobody")).items).toEqual([]);
  expect((await list(service, "kind=cell")).items).toEqual([all[0], all[2]]);
  expect((await list(service, "cause=time")).items).toEqual([]);
  expect((await list(service, `since=${new Date(now).toISOString()}`)).items).toEqual(newest);
});

it("outlive an erased lead without it", async () => {
  const service = await useSmall();
  await service.ask("POST", "/v1/leads", { leads: [{ id: "a", attributes: { webinar: true } }] });
  await service.ask("DELETE", "/v1/leads/a");
  expect((await list(service)).items).toEqual(["null cell C4", "null threshold mql"]);
});

it("tell the score, the version, and what is to be done", async () => {
  const { ask } = await useSmall();
  await ask("POST", "/v1/leads", { leads: [{ id: "a", attributes: { webinar: true } }] });
  const page = eventPageSchema.parse((await ask("GET", "/v1/events?kind=cell")).body);
  expect(page.items).toMatchObject([
    {
      direction: "move",
      from: null,
      to: "C4",
      action: "Act on C4",
      score: 15,
      cause: "lead",
      scorecardVersion: { slug: "small", version: 1 },
      at: new Date(NOW).toISOString(),
    },
  ]);
});
