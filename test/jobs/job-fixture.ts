import type { Database } from "../../src/store/database.ts";
import { lockLeads } from "../../src/store/leads.ts";
import type { Context } from "../../src/workflows/context.ts";
import { recordActivities } from "../../src/workflows/keeping/record-activities.ts";
import { upsertLeads } from "../../src/workflows/keeping/upsert-leads.ts";
import { createScorers } from "../../src/workflows/live/scorers.ts";
import { DAY, makeBucket, makeLine, makeScorecard, NOW } from "../scorecard/cards.ts";
import { publishVersions, wrapCard } from "../store/published-versions.ts";

/** 32 points for a visit, half of them lost in 10 days; 20 points make a lead warm. */
export const FADING_CARD = makeScorecard({
  id: "fading",
  version: 1,
  thresholds: [{ id: "warm", name: "Warm", score: 20 }],
  buckets: [
    makeBucket(
      "visits",
      [makeLine("visit", 32, { kind: "activity", match: { type: "visit" }, halfLifeDays: 10 })],
      { axis: "engagement" },
    ),
  ],
});

export interface Clock {
  now: number;
}

export function makeContext(database: Database, clock: Clock = { now: NOW }): Context {
  return {
    database,
    scorers: createScorers(database, () => performance.now()),
    now: () => clock.now,
    allowPrivateWebhooks: true,
  };
}

export function publishFading(database: Database) {
  return publishVersions(database, { slug: "fading", set: wrapCard(FADING_CARD), model: null });
}

/** Stores leads that visited once, so many days ago: `lead-0000`, `lead-0001` and so on. */
export async function storeVisitors(context: Context, daysAgo: readonly number[]): Promise<void> {
  await upsertLeads(
    context,
    daysAgo.map((_, i) => ({ id: nameLead(i), attributes: {} })),
    "import",
  );
  const visits = daysAgo.map((days, i) => ({
    key: `visit-${i}`,
    lead: nameLead(i),
    type: "visit",
    at: context.now() - days * DAY,
  }));
  await recordActivities(context, visits, "import");
}

/** Names whose order is the order in which leads are stored, and so that of a walk. */
function nameLead(i: number): string {
  return `lead-${String(i).padStart(4, "0")}`;
}

/** Holds a lead's lock, as a request does that changes it, until what it returns is called. */
export async function holdLead(
  database: Database,
  externalId: string,
): Promise<() => Promise<void>> {
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  let holding = Promise.resolve();
  await new Promise<void>((resolve, reject) => {
    holding = database.transact(async (session) => {
      await lockLeads(session, [externalId]);
      resolve();
      await released;
    });
    holding.catch(reject);
  });
  return () => {
    release();
    return holding;
  };
}
