import type { Database } from "../../../src/store/database.ts";
import type { Context } from "../../../src/workflows/context.ts";
import { upsertLeads } from "../../../src/workflows/keeping/upsert-leads.ts";
import { createScorers } from "../../../src/workflows/live/scorers.ts";
import { makeBucket, makeScorecard, presentLine } from "../../scorecard/cards.ts";
import { publishVersions, wrapCard } from "../../store/published-versions.ts";

/** `fits` makes a lead an A, `keen` puts it into band 1; both take it over the threshold. */
const RANKING_CARD = makeScorecard({
  id: "ranking",
  version: 1,
  buckets: [
    makeBucket("company", [presentLine("fits", 30)]),
    makeBucket("interest", [presentLine("keen", 30)], { axis: "engagement" }),
  ],
});

export async function publishRanking(database: Database): Promise<void> {
  await publishVersions(database, { slug: "ranking", set: wrapCard(RANKING_CARD), model: null });
}

export function makeRankingContext(database: Database, parts: Partial<Context> = {}): Context {
  return {
    database,
    scorers: createScorers(database, () => performance.now()),
    now: Date.now,
    allowPrivateWebhooks: true,
    ...parts,
  };
}

/** Leads that are scored anew as D4, told of by no events. */
export async function storeColdLeads(context: Context, ids: readonly string[]): Promise<void> {
  await upsertLeads(
    context,
    ids.map((id) => ({ id, attributes: {} })),
    "import",
  );
}

interface Warming {
  readonly owner?: string;
  readonly attributes?: Readonly<Record<string, string | number>>;
}

/** Takes leads to A1, in one transaction. */
export async function warmLeads(
  context: Context,
  ids: readonly string[],
  { owner, attributes = {} }: Warming = {},
): Promise<void> {
  await upsertLeads(
    context,
    ids.map((id) => ({
      id,
      attributes: { fits: true, keen: true, ...attributes },
      ...(owner !== undefined && { owner }),
    })),
  );
}

/** Takes leads back to D4. */
export async function coolLeads(context: Context, ids: readonly string[]): Promise<void> {
  await upsertLeads(
    context,
    ids.map((id) => ({ id, attributes: { fits: null, keen: null } })),
  );
}
