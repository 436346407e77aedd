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

it("that are open again have no closing, and none closes before it was opened", async () => {
  const { ask, database } = await useSmall();
  await ask("POST", "/v1/leads", { leads: [{ id: "a" }] });
  const deal = { deal: "D", lead: "a" };
  const won = { ...deal, outcome: "won", closedAt: CLOSED };
  const open = { ...deal, outcome: "open", openedAt: "2025-06-01T00:00:00Z", closedAt: CLOSED };
  await ask("POST", "/v1/outcomes", { outcomes: [won] });
  const kept = await ask("POST", "/v1/outcomes", { outcomes: [open] });
  expect(kept.body).toEqual({ accepted: 1, repeated: 0, refused: [] });
  const reopened = [{ outcome: "open", openedAt: new Date(open.openedAt), closedAt: null }];
  expect(await database.orm.query.opportunity.findMany()).toMatchObject(reopened);
  const again = await ask("POST", "/v1/outcomes", { outcomes: [open] });
  expect(again.body).toEqual({ accepted: 0, repeated: 1, refused: [] });
  const early = await ask("POST", "/v1/outcomes", { outcomes: [won] });
  expect(early.body).toMatchObject({
    status: 422,
    details: [{ where: "/outcomes/0/closedAt", reason: "expected no moment before openedAt" }],
  });
  const both = await ask("POST", "/v1/outcomes", {
    outcomes: [
      { ...deal, outcome: "open", openedAt: "2025-05-30T00:00:00Z" },
      { ...won, closedAt: "2025-05-29T00:00:00Z" },
    ],
  });
  expect(both.body).toMatchObject({ accepted: 1, refused: [{ where: "/outcomes/1/closedAt" }] });
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
