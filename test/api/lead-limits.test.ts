import { expect, it } from "vitest";
import { useSmall } from "./small-card.ts";

it("keeps at most 500 attributes and 64 KiB of a lead, with those that it has", async () => {
  const { ask } = await useSmall();
  const some = (count: number, first = 0) =>
    Object.fromEntries(Array.from({ length: count }, (_, i) => [`a${first + i}`, i]));
  const long = Object.fromEntries(
    Array.from({ length: 70 }, (_, i) => [`t${i}`, "x".repeat(1000)]),
  );
  const leads = [
    { id: "a", attributes: some(500) },
    { id: "b", attributes: some(501) },
    { id: "c", attributes: long },
    { id: "d", attributes: some(300) },
    { id: "d", attributes: some(300, 300) },
  ];
  const reason =
    "expected at most 500 attributes and 64 KiB of them in all, with those that are known already";
  const refuse = (...items: number[]) =>
    items.map((item) => ({ where: `/leads/${item}/attributes`, reason }));
  const kept = await ask("POST", "/v1/leads", { leads });
  const counts = { created: 1, changed: 0, unchanged: 0 };
  expect(kept.body).toEqual({ ...counts, refused: refuse(1, 2, 3, 4) });
  expect((await ask("GET", "/v1/leads/d")).status).toBe(404);
  const more = await ask("POST", "/v1/leads", { leads: [{ id: "a", attributes: { more: 1 } }] });
  expect(more.body).toMatchObject({ status: 422, details: refuse(0) });
  const owned = [{ id: "a", attributes: { a0: null, more: 1 }, owner: "ann" }];
  const swapped = await ask("POST", "/v1/leads", { leads: owned });
  expect(swapped.body).toMatchObject({ changed: 1, refused: [] });
});

it("asks for another try where the database keeps ending it for the sake of others", async () => {
  const { ask, database, faults } = await useSmall();
  await database.sql`CREATE FUNCTION deadlock() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION USING ERRCODE = 'deadlock_detected'; END $$`;
  await database.sql`CREATE TRIGGER deadlock BEFORE INSERT ON lead EXECUTE FUNCTION deadlock()`;
  const { status, headers, body } = await ask("POST", "/v1/leads", { leads: [{ id: "a" }] });
  expect([status, headers["retry-after"], faults]).toEqual([503, "2", []]);
  expect(body).toMatchObject({ code: "overloaded" });
});
