import { expect, it } from "vitest";
import { compileScorecards } from "../../../src/scorecard/compiled.ts";
import { readJudgements, type StoredJudgement } from "../../../src/store/feedback-heard.ts";
import { compileModel } from "../../../src/trainer/compiled-model.ts";
import { hearJudgements } from "../../../src/workflows/feedback/heard-judgements.ts";
import { recordFeedback } from "../../../src/workflows/feedback/record-feedback.ts";
import { recordActivities } from "../../../src/workflows/keeping/record-activities.ts";
import { recordOutcomes } from "../../../src/workflows/keeping/record-outcomes.ts";
import { upsertLeads } from "../../../src/workflows/keeping/upsert-leads.ts";
import { CARD, MODEL } from "../../api/small-card.ts";
import { DAY, NOW } from "../../scorecard/cards.ts";
import { wrapCard } from "../../store/published-versions.ts";
import { useKeeping } from "../keeping/keeping.fixture.ts";

const compiled = compileScorecards(wrapCard(CARD));

function judge(piece: Partial<StoredJudgement>): StoredJudgement {
  return {
    lead: 1,
    rep: "ann",
    accepted: true,
    rating: null,
    reasons: [],
    at: NOW,
    sawScore: null,
    shownTotal: null,
    attributes: {},
    activities: [],
    won: null,
    afterClose: false,
    taught: false,
    ...piece,
  };
}

it("leaves out what knew the end and what the same rep unsaid, and keeps words of nobody known", () => {
  const { heard, leftOut } = hearJudgements(compiled, null, [
    judge({ accepted: false }),
    judge({ rep: "ben" }),
    judge({ rep: null }),
    judge({ rep: null }),
    judge({ lead: 2, afterClose: true }),
    judge({ accepted: true, at: NOW + 1 }),
  ]);
  expect(heard.map(({ rep, accepted }) => [rep, accepted])).toEqual([
    ["ben", true],
    [null, true],
    [null, true],
    ["ann", true],
  ]);
  expect(leftOut).toEqual({ afterClose: 1, superseded: 1 });
});

it("asks the model only of leads that did not teach it, and anchoring of the score that was shown", () => {
  const attributes = { webinar: true };
  const { heard, shown } = hearJudgements(compiled, compileModel(MODEL), [
    judge({ lead: 1, attributes, taught: true, shownTotal: 40 }),
    judge({ lead: 2, attributes }),
  ]);
  expect(heard.map(({ score, modelLogOdds }) => [score, modelLogOdds])).toEqual([
    [15, null],
    [15, -2],
  ]);
  expect(shown.map(({ score }) => score)).toEqual([40, 15]);
});

it("reads leads as they were known then, and the deal that was open then", async () => {
  let now = NOW;
  const { context, database } = await useKeeping(() => now);
  await upsertLeads(context, [{ id: "a", attributes: { employees: 10 } }]);
  const giver = { name: "key:1", rep: "ann" };
  const said = { lead: "a", verdict: "accepted" as const, reasons: ["other", "good-fit"] };
  const visit = { lead: "a", type: "visit", asset: "pricing" };
  now = NOW + DAY;
  await recordActivities(context, [{ ...visit, key: "1", at: now }]);
  await recordFeedback(context, [{ ...said, key: "1" }], giver);
  now = NOW + 2 * DAY;
  await upsertLeads(context, [{ id: "a", attributes: { employees: 500 } }]);
  await recordActivities(context, [{ ...visit, key: "2", at: now }]);
  await recordOutcomes(context, [
    { deal: "D", lead: "a", outcome: "won", openedAt: NOW, closedAt: now + DAY },
  ]);
  now = NOW + 10 * DAY;
  await recordFeedback(context, [{ ...said, key: "2" }], giver);

  const lesson = { madeAt: NOW + 2 * DAY, lastAsOf: null };
  const [then, later] = await readJudgements(database, lesson);
  expect(then).toMatchObject({
    reasons: ["other", "good-fit"],
    attributes: { employees: 10 },
    activities: [{ type: "visit", at: NOW + DAY }],
    won: true,
    afterClose: false,
    taught: false,
  });
  expect(later).toMatchObject({ attributes: { employees: 500 }, won: null, afterClose: true });
  expect(later!.activities).toHaveLength(2);

  const taughtBy = async (madeAt: number, lastAsOf: number | null) =>
    (await readJudgements(database, { madeAt, lastAsOf }))[0]!.taught;
  expect(await taughtBy(NOW + 4 * DAY, null)).toBe(true);
  expect(await taughtBy(NOW + 4 * DAY, NOW)).toBe(true);
  expect(await taughtBy(NOW + 4 * DAY, NOW - 1)).toBe(false);
});
