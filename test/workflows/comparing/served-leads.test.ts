import { describe, expect, it } from "vitest";
import { readServedLeads } from "../../../src/store/served-leads.ts";
import type { Context } from "../../../src/workflows/context.ts";
import { eraseLead } from "../../../src/workflows/keeping/erase-lead.ts";
import { recordOutcomes } from "../../../src/workflows/keeping/record-outcomes.ts";
import { upsertLeads } from "../../../src/workflows/keeping/upsert-leads.ts";
import { setRouting } from "../../../src/workflows/settings/settings.ts";
import { useTestDatabase } from "../../database.ts";
import { DAY, makeBucket, makeScorecard, NOW, presentLine } from "../../scorecard/cards.ts";
import { makeModelOf, publishVersions, wrapCard } from "../../store/published-versions.ts";
import { makeRankingContext } from "../routing/ranked-leads.ts";
import { storeHanded } from "./served-fixture.ts";

const SET = wrapCard(
  makeScorecard({
    id: "ranking",
    version: 1,
    buckets: [
      makeBucket("company", [presentLine("fits", 30), presentLine("extra", 5)]),
      makeBucket("interest", [presentLine("keen", 30)], { axis: "engagement" }),
    ],
  }),
);

/** A service whose leads in A1 go to Ann, by a clock that can be set. */
async function useRanking() {
  const clock = { now: NOW };
  const database = await useTestDatabase();
  await publishVersions(database, { slug: "ranking", set: SET, model: makeModelOf(SET) });
  const context = makeRankingContext(database, { now: () => clock.now });
  await setRouting(context, { name: "test" }, { A1: { by: "round-robin", owners: ["ann"] } });
  return { context, clock };
}

const WARM = { fits: "well", keen: "yes" };
const close = (context: Context, lead: string, outcome: "won" | "lost", closedAt: number, k = 1) =>
  recordOutcomes(context, [
    { deal: `${lead}-${k}`, lead, outcome, openedAt: NOW - 40 * DAY, closedAt },
  ]);

describe("leads that were handed over", () => {
  it("keep the scores, and what was known, of that moment though they change later", async () => {
    const { context, clock } = await useRanking();
    await upsertLeads(context, [{ id: "a", attributes: WARM, account: "acme" }]);
    const [before] = await readServedLeads(context.database, ["fits", "extra"]);
    expect(before).toMatchObject({
      lead: "a",
      account: "acme",
      owner: "ann",
      at: NOW,
      points: 60,
      probability: expect.any(Number),
      outcome: null,
      scorecard: "ranking",
      attributes: ["well", null],
    });
    clock.now = NOW + DAY;
    await upsertLeads(context, [{ id: "a", attributes: { fits: "badly", extra: true } }]);
    await close(context, "a", "won", NOW + 9 * DAY);
    expect(await readServedLeads(context.database, ["fits", "extra"])).toEqual([
      { ...before, outcome: "won" },
    ]);
  });

  it("have no outcome by a deal that had closed before", async () => {
    const { context } = await useRanking();
    await upsertLeads(context, [{ id: "a", attributes: WARM }]);
    await close(context, "a", "won", NOW);
    await close(context, "a", "won", NOW - DAY, 2);
    const outcome = async () => (await readServedLeads(context.database, []))[0]!.outcome;
    expect(await outcome()).toBeNull();
    await close(context, "a", "lost", NOW + DAY, 3);
    expect(await outcome()).toBe("lost");
    await close(context, "a", "won", NOW + 2 * DAY, 4);
    expect(await outcome()).toBe("won");
  });

  it("are gone when they are erased", async () => {
    const { context } = await useRanking();
    await upsertLeads(context, [
      { id: "a", attributes: WARM },
      { id: "b", attributes: WARM },
    ]);
    await eraseLead(context, "a", { name: "test" });
    const left = await readServedLeads(context.database, []);
    expect(left.map(({ lead }) => lead)).toEqual(["b"]);
  });

  it("count once, by the first hand-over at which both arms had a score", async () => {
    const { context } = await useRanking();
    const { sql } = context.database;
    const handed = { at: NOW, points: 40, probability: 0.2, outcome: null } as const;
    await storeHanded(context.database, [
      { ...handed, id: "early", probability: null },
      { ...handed, id: "twice" },
    ]);
    for (const [at, score] of [
      [NOW + DAY, 50],
      [NOW + 2 * DAY, 60],
    ] as const)
      await sql`
        WITH told AS (
          INSERT INTO event (lead_id, kind, subject, name, direction, score, probability, cause,
            scorecard_version_id, at)
          SELECT lead_id, kind, subject, name, direction, ${score}, .5, cause, scorecard_version_id,
            ${new Date(at).toISOString()}
          FROM event WHERE kind = 'handover' AND at = ${new Date(NOW).toISOString()}
          RETURNING id, lead_id, at)
        INSERT INTO handover (lead_id, event_id, cell, next_action, at)
        SELECT lead_id, id, 'A1', 'Act', at FROM told`;
    const leads = await readServedLeads(context.database, []);
    expect(leads.map(({ lead, points }) => [lead, points])).toEqual([
      ["twice", 40],
      ["early", 50],
    ]);
  });
});
