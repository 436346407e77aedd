import { describe, expect, it } from "vitest";
import { useService } from "./service-fixture.ts";
import { addPerson, openSession, PASSWORD } from "./signed-in.ts";

interface Entry {
  readonly actor: string;
  readonly action: string;
  readonly object: string;
  readonly detail: unknown;
}

describe("the audit log", () => {
  it("has every change to keys, people and sessions, by whom, and nothing secret", async () => {
    const { app, asRole, ...service } = await useService({ publish: false });
    const fixture = { app, asRole, ...service };
    const headers = asRole("admin");
    const payload = { name: "CRM", role: "sales" };
    const made = await app.inject({ method: "POST", url: "/v1/keys", headers, payload });
    const { id, key } = made.json();
    await app.inject({ method: "DELETE", url: `/v1/keys/${id}`, headers });
    await app.inject({ method: "DELETE", url: `/v1/keys/${id}`, headers });
    const ann = await addPerson(fixture, "ann@example.org", "sales");
    const cookie = await openSession(fixture, "ann@example.org");
    const own = { cookie, host: "h.example", origin: "http://h.example" };
    await app.inject({ method: "DELETE", url: "/v1/session", headers: own });
    const change = { role: "admin", password: "some other words", name: "Ann" };
    const url = `/v1/people/${ann.id}`;
    await app.inject({ method: "PATCH", url, headers, payload: change });
    await app.inject({ method: "PATCH", url, headers, payload: { name: "Ann" } });
    const log = await app.inject({ url: "/v1/audit", headers });
    const entries = (log.json().items as readonly Entry[]).map(
      ({ actor, action, object, detail }) => ({ actor, action, object, detail }),
    );
    const me = (await app.inject({ url: "/v1/me", headers })).json();
    const [admin, person] = [`key:${me.id}`, `person:${ann.id}`];
    expect(entries.toReversed()).toEqual([
      {
        actor: admin,
        action: "key.create",
        object: `key:${id}`,
        detail: { name: "CRM", role: "sales", expiresAt: null },
      },
      { actor: admin, action: "key.revoke", object: `key:${id}`, detail: {} },
      { actor: admin, action: "person.add", object: person, detail: { role: "sales" } },
      { actor: person, action: "session.begin", object: person, detail: {} },
      { actor: person, action: "session.end", object: person, detail: {} },
      {
        actor: admin,
        action: "person.change",
        object: person,
        detail: { role: { from: "sales", to: "admin" }, password: "changed" },
      },
    ]);
    for (const secret of [key.slice(11), PASSWORD, "some other words", "ann@example.org"])
      expect(log.body).not.toContain(secret);
  });

  it("is read in pages, newest first, by actor, action or object", async () => {
    const { app, asRole, database } = await useService({ publish: false });
    for (let i = 1; i <= 5; i++)
      await database.sql`INSERT INTO audit_log (actor, action, object)
        VALUES (${`person:${i % 2}`}, 'test', ${`thing:${i}`})`;
    const read = async (query: string) =>
      (await app.inject({ url: `/v1/audit?${query}`, headers: asRole("admin") })).json();
    const objects: string[] = [];
    for (let page = await read("limit=2"); ; page = await read(`limit=2&after=${page.next}`)) {
      objects.push(...page.items.map(({ object }: { object: string }) => object));
      if (page.next === null) break;
    }
    expect(objects).toEqual(["thing:5", "thing:4", "thing:3", "thing:2", "thing:1"]);
    expect((await read("actor=person:0")).items).toHaveLength(2);
    expect((await read("object=thing:3")).items).toHaveLength(1);
    expect(await read("after=bm9uZQ")).toEqual({ items: [], next: null });
    expect((await read("limit=0")).details).toMatchObject([{ where: "query/limit" }]);
  });

  it.each([
    ["UPDATE", "UPDATE audit_log SET actor = 'nobody'"],
    ["DELETE", "DELETE FROM audit_log"],
    ["TRUNCATE", "TRUNCATE audit_log CASCADE"],
  ])("refuses %s in the database itself", async (operation, statement) => {
    const { database } = await useService({ publish: false });
    await database.sql`INSERT INTO audit_log (actor, action, object) VALUES ('a', 'b', 'c')`;
    await expect(database.sql.unsafe(statement)).rejects.toThrow(`${operation} is refused`);
    expect(await database.sql`SELECT actor FROM audit_log`).toMatchObject([{ actor: "a" }]);
  });
});
