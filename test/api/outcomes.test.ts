import { expect, it } from "vitest";
import { useSmall } from "./small-card.ts";

const CLOSED = "2025-05-31T00:00:00Z";

it("are kept by deal; the latest told stands, and the same again changes nothing", async () => {
  const { ask, database } = await useSmall();
  await ask("POST", "/v1/leads", { leads: [{ id: "a" }] });
  const open = { deal: "D", lead: "a", outcome: "open", openedAt: "2025-05-01T00:00:00Z" };
  const won = { deal: "D", lead: "a", outcome: "won", closedAt: CLOSED };
  const accepted = { accepted: 1, repeated: 0, refused: [] };
  expect((await ask("POST", "/v1/outcomes", { outcomes: [open] })).body).toEqual(accepted);
  expect((await ask("POST", "/v1/outcomes", { outcomes: [won] })).body).toEqual(accepted);
  const again = await ask("POST", "/v1/outcomes", { outcomes: [won] });
  expect(again.body).toEqual({ accepted: 0, repeated: 1, refused: [] });
  expect(await database.orm.query.opportunity.findMany()).toMatchObject([
    {
      externalId: "D",
      outcome: "won",
      openedAt: new Date(open.openedAt),
      closedAt: new Date(CLOSED),
    },
  ]);
});

it("that cannot be are named by place and reason", async () => {
  const { ask } = await useSmall();
  await ask("POST", "/v1/leads", { leads: [{ id: "a" }] });
  const outcomes = [
    { deal: "1", lead: "a", outcome: "lost", closedAt: CLOSED },
    { deal: "2", lead: "a", outcome: "won" },
    { deal: "3", lead: "b", outcome: "open" },
    { deal: "4", lead: "a", outcome: "lost", closedAt: CLOSED, openedAt: "2025-06-01T00:00:00Z" },
    { deal: "5", lead: "a", outcome: "stalled" },
  ];
  const { body } = await ask("POST", "/v1/outcomes", { outcomes });
  expect(body).toMatchObject({ accepted: 1, repeated: 0 });
  expect(body).toHaveProperty("refused", [
    { where: "/outcomes/4/outcome", reason: expect.any(String) },
    { where: "/outcomes/1/closedAt", reason: expect.stringMatching(/closed/) },
    { where: "/outcomes/2/lead", reason: expect.stringMatching(/no lead has this id/) },
    { where: "/outcomes/3/closedAt", reason: "expected no moment before openedAt" },
  ]);
});
