import * as fc from "fast-check";
import type { Database } from "../../../src/store/database.ts";
import type { Context } from "../../../src/workflows/context.ts";
import type { ActivityItem } from "../../../src/workflows/keeping/record-activities.ts";
import type { LeadItem } from "../../../src/workflows/keeping/upsert-leads.ts";
import { createScorers } from "../../../src/workflows/live/scorers.ts";
import { CARD, MODEL } from "../../api/small-card.ts";
import { useTestDatabase } from "../../database.ts";
import { DAY, NOW } from "../../scorecard/cards.ts";
import { publishVersions, wrapCard } from "../../store/published-versions.ts";

/** A database by the small scorecard, with a clock that stands at NOW unless told. */
export async function useKeeping(now: () => number = () => NOW) {
  const database = await useTestDatabase();
  await publishVersions(database, { slug: "small", set: wrapCard(CARD), model: MODEL });
  const scorers = createScorers(database, () => performance.now());
  const context: Context = { database, scorers, now, allowPrivateWebhooks: true };
  return { database, context };
}

const IDS = ["a", "b", "c", "d"];

/** What is told of four leads, often the same of the same. */
export const leadItem: fc.Arbitrary<LeadItem> = fc.record(
  {
    id: fc.constantFrom(...IDS),
    attributes: fc.record(
      {
        employees: fc.constantFrom(null, 10, 500),
        webinar: fc.constantFrom(null, "yes"),
        city: fc.string(),
      },
      { requiredKeys: [] },
    ),
    owner: fc.constantFrom(null, "ann"),
    account: fc.constantFrom(null, "acme", "apex"),
  },
  { requiredKeys: ["id", "attributes"] },
);

/** What those leads do, now and then the same, at times in the week ahead. */
export const activityItem: fc.Arbitrary<ActivityItem> = fc
  .record({
    lead: fc.constantFrom(...IDS),
    number: fc.integer({ min: 0, max: 15 }),
    day: fc.integer({ min: -60, max: 7 }),
    asset: fc.constantFrom("pricing", "blog"),
  })
  .map(({ lead, number, day, asset }) => ({
    key: `${lead}-${number}`,
    lead,
    type: "visit",
    asset,
    at: NOW + day * DAY,
  }));

/** Every row of every table, as text. */
export async function dumpRows({ sql }: Database): Promise<Readonly<Record<string, string[]>>> {
  const tables = await sql<{ name: string }[]>`
    SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename`;
  const dump: Record<string, string[]> = {};
  for (const { name } of tables) {
    const rows = await sql<{ row: string }[]>`
      SELECT ${sql(name)}::text AS row FROM ${sql(name)} ORDER BY 1`;
    dump[name] = rows.map(({ row }) => row);
  }
  return dump;
}

/** Takes all leads and what came of them out of a database. */
export async function clearLeads({ sql }: Database): Promise<void> {
  await sql`TRUNCATE lead, lead_revision, activity, opportunity, lead_score, score_snapshot, event,
    handover, delivery, feedback, experiment_assignment, triage`;
}
