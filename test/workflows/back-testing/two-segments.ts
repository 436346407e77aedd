import type { Scorecard, ScorecardSet } from "../../../src/scorecard/schema.ts";
import { createRandom } from "../../../src/statistics/random.ts";
import type { Database } from "../../../src/store/database.ts";
import type { Context } from "../../../src/workflows/context.ts";
import { recordActivities } from "../../../src/workflows/keeping/record-activities.ts";
import { recordOutcomes } from "../../../src/workflows/keeping/record-outcomes.ts";
import { upsertLeads } from "../../../src/workflows/keeping/upsert-leads.ts";
import { createScorers } from "../../../src/workflows/live/scorers.ts";
import { DAY, makeBucket, makeLine, makeScorecard, presentLine } from "../../scorecard/cards.ts";
import { publishVersions } from "../../store/published-versions.ts";

export const ACTOR = { name: "person:1" };
export const SLUG = "two";

const MATRIX = { grades: { A: 15, B: 10, C: 5 }, bands: { "1": 12, "2": 6, "3": 2 } };

function makeCard(id: string, halfLifeDays: number): Scorecard {
  const plain = makeScorecard({ buckets: [makeBucket("any", [presentLine("any", 1)])] });
  return makeScorecard({
    id,
    matrix: { ...plain.matrix, ...MATRIX },
    thresholds: [
      { id: "mql", name: "MQL", score: 10 },
      { id: "sql", name: "SQL", score: id === "large" ? 18 : 20 },
    ],
    buckets: [
      makeBucket("who", [presentLine("referral", 6), presentLine("free", -4)], {
        weight: 80,
        cap: 12,
      }),
      makeBucket(
        "seniority",
        [{ ...presentLine("head", 0), points: undefined, stars: 3 } as never],
        { pointsPerStar: 2 },
      ),
      makeBucket(
        "did",
        [
          makeLine("visit", 3, { kind: "activity", match: { type: "visit" }, halfLifeDays }),
          makeLine("webinar", 5, { kind: "activity", match: { type: "webinar" }, cap: 2 }),
        ],
        { axis: "engagement", cap: 15 },
      ),
    ],
  });
}

/** Two scorecards, one for large companies, with lines of all sorts. */
export function makeSegments(halfLifeDays = 30): ScorecardSet {
  return {
    format: "counterweight/scorecard-set@1",
    segments: [
      {
        when: { is: "range", attribute: "employees", from: 200 },
        scorecard: makeCard("large", halfLifeDays),
      },
    ],
    fallback: makeCard("small", halfLifeDays),
  };
}

export function makeContext(database: Database, now: () => number = Date.now): Context {
  const scorers = createScorers(database, () => performance.now());
  return { database, scorers, now, allowPrivateWebhooks: false };
}

/** Leads that came over half a year, with what they did, and a closed deal of every third. */
export async function storeLeads(context: Context, count: number, seed = 1): Promise<void> {
  const random = createRandom(seed);
  const now = context.now();
  const names = Array.from({ length: count }, (_, i) => `lead-${i}`);
  await upsertLeads(
    context,
    names.map((id) => ({
      id,
      attributes: {
        ...(random() < 0.9 && { employees: Math.floor(random() * 400) }),
        ...(random() < 0.4 && { referral: true }),
        ...(random() < 0.3 && { free: true }),
        ...(random() < 0.4 && { head: true }),
      },
    })),
    "import",
  );
  const activities = names.flatMap((lead) =>
    Array.from({ length: Math.floor(random() * 6) }, (_, k) => ({
      key: `${lead}/${k}`,
      lead,
      type: random() < 0.7 ? "visit" : "webinar",
      at: now - Math.floor(90 * DAY * random()),
    })),
  );
  await recordActivities(context, activities, "import");
  const outcomes = names
    .filter((_, i) => i % 3 === 0)
    .map((lead) => {
      const handedOverAt = now - DAY - Math.floor(100 * DAY * random());
      return {
        deal: `deal-of-${lead}`,
        lead,
        outcome: random() < 0.4 ? ("won" as const) : ("lost" as const),
        openedAt: handedOverAt,
        handedOverAt,
        closedAt: handedOverAt + DAY / 2,
      };
    });
  await recordOutcomes(context, outcomes);
  await context.database.sql`
    UPDATE lead SET created_at = created_at - interval '2 days' * (id % 90)`;
}

export function publishSegments(database: Database) {
  return publishVersions(database, { slug: SLUG, set: makeSegments(), model: null });
}
