import { expect, it } from "vitest";
import { NOW } from "../scorecard/cards.ts";
import { useSmall } from "./small-card.ts";

const MARK = "mark@person.example";
const VISIT = { lead: "a", type: "visit", asset: "pricing", at: "2025-05-31T00:00:00Z" };

it("are kept once each, and score their leads within the request", async () => {
  const { ask } = await useSmall();
  await ask("POST", "/v1/leads", { leads: [{ id: "a", attributes: { employees: 500 } }] });
  const activities = ["1", "2", "1"].map((key) => ({ ...VISIT, key }));
  const first = await ask("POST", "/v1/activities", { activities });
  expect(first.body).toEqual({ accepted: 2, repeated: 1, refused: [] });
  expect((await ask("GET", "/v1/leads/a/score")).body).toMatchObject({ rules: { score: 18 } });
  const again = await ask("POST", "/v1/activities", { activities });
  expect(again.body).toEqual({ accepted: 0, repeated: 3, refused: [] });
});

it("that lie ahead count once their moment has come", async () => {
  let now = NOW;
  const { ask } = await useSmall({ now: () => now });
  await ask("POST", "/v1/leads", { leads: [{ id: "a" }] });
  const ahead = { ...VISIT, key: "ahead", at: "2025-06-02T00:00:00Z" };
  await ask("POST", "/v1/activities", { activities: [ahead] });
  expect((await ask("GET", "/v1/leads/a/score")).body).toMatchObject({ rules: { score: 0 } });
  now = Date.parse(ahead.at);
  await ask("POST", "/v1/activities", { activities: [{ ...VISIT, key: "1" }] });
  expect((await ask("GET", "/v1/leads/a/score")).body).toMatchObject({ rules: { score: 8 } });
});

it("that do not fit, or belong to no lead, are named by place and cost the others nothing", async () => {
  const { ask } = await useSmall();
  await ask("POST", "/v1/leads", { leads: [{ id: "a" }] });
  const activities = [
    { ...VISIT, key: "1", minutes: -1 },
    { ...VISIT, key: "2", lead: MARK },
    { ...VISIT, key: "3" },
    { ...VISIT, key: "4", at: "3025-05-31T00:00:00Z" },
    { ...VISIT },
  ];
  const { body, text } = await ask("POST", "/v1/activities", { activities });
  expect(text).not.toContain(MARK);
  expect(body).toEqual({
    accepted: 1,
    repeated: 0,
    refused: [
      { where: "/activities/0/minutes", reason: "expected 0 minutes or more" },
      { where: "/activities/3/at", reason: "expected a time from 1900 to 2999" },
      { where: "/activities/4/key", reason: "expected string, but it is missing" },
      { where: "/activities/1/lead", reason: expect.stringMatching(/no lead has this id/) },
    ],
  });
  const none = await ask("POST", "/v1/activities", { activities: activities.slice(0, 2) });
  expect(none.body).toMatchObject({ status: 422, code: "rows-broken" });
});
