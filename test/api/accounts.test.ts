import { describe, expect, it } from "vitest";
import { leadAnswerSchema, leadPageSchema } from "../../src/api/contracts/leads.ts";
import { type SmallService, useSmall } from "./small-card.ts";

/** Leads a and c of one account; b of none. */
async function fill({ ask }: SmallService) {
  const leads = [
    { id: "a", attributes: { employees: 500 }, owner: "ann", account: "acme" },
    { id: "b", attributes: { webinar: true }, owner: "bob" },
    { id: "c", attributes: { employees: 300 }, account: "acme" },
  ];
  await ask("POST", "/v1/leads", { leads });
}

async function tell({ ask }: SmallService, leads: readonly object[]) {
  return (await ask("POST", "/v1/leads", { leads })).body;
}

async function accountOf({ ask }: SmallService, id: string) {
  return leadAnswerSchema.parse((await ask("GET", `/v1/leads/${id}`)).body).account;
}

describe("the account of a lead", () => {
  it("stays until it is told otherwise, and is known again when it is told again", async () => {
    const service = await useSmall();
    await fill(service);
    const same = [{ id: "a" }, { id: "c", account: "acme" }];
    expect(await tell(service, same)).toMatchObject({ changed: 0, unchanged: 2 });
    expect(await accountOf(service, "a")).toBe("acme");
    const moves = [
      { id: "a", account: "apex" },
      { id: "b", account: "apex" },
      { id: "b", owner: "bob" },
      { id: "c", account: null },
    ];
    expect(await tell(service, moves)).toMatchObject({ changed: 3, unchanged: 0 });
    const ids = ["a", "b", "c"];
    const accounts = await Promise.all(ids.map((id) => accountOf(service, id)));
    expect(accounts).toEqual(["apex", "apex", null]);
    expect(await tell(service, moves)).toMatchObject({ changed: 0, unchanged: 3 });
  });

  it("is an id of at most 200 characters", async () => {
    const service = await useSmall();
    const leads = [{ id: "a", account: "x".repeat(201) }, { id: "b" }];
    expect(await tell(service, leads)).toHaveProperty("refused", [
      { where: "/leads/0/account", reason: "expected an id of at most 200 characters" },
    ]);
  });

  it("is what leads are looked for by, and told in lists", async () => {
    const service = await useSmall();
    await fill(service);
    const find = async (query: string) => {
      const page = leadPageSchema.parse((await service.ask("GET", `/v1/leads?${query}`)).body);
      return page.items.map(({ id, account }) => [id, account]);
    };
    expect(await find("sort=updated&direction=asc")).toEqual([
      ["a", "acme"],
      ["b", null],
      ["c", "acme"],
    ]);
    expect(await find("account=acme")).toHaveLength(2);
    expect(await find("account=acme&owner=ann")).toEqual([["a", "acme"]]);
    expect(await find("account=unheard-of")).toEqual([]);
  });

  it("goes with the lead that is erased", async () => {
    const service = await useSmall();
    await fill(service);
    await service.ask("DELETE", "/v1/leads/a");
    const { body } = await service.ask("GET", "/v1/leads?account=acme");
    expect(leadPageSchema.parse(body).items.map(({ id }) => id)).toEqual(["c"]);
  });

  it("is described to programs, where leads are sent, listed and read", async () => {
    const { app } = await useSmall();
    const { paths } = JSON.parse(JSON.stringify(app.swagger()));
    const { post, get } = paths["/v1/leads"];
    const sent = post.requestBody.content["application/json"].schema.properties.leads.items;
    expect(sent.properties.account.description).toContain("company");
    expect(get.parameters).toContainEqual(
      expect.objectContaining({ name: "account", in: "query", required: false }),
    );
  });
});
