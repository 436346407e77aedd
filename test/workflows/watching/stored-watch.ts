import type { ScorecardSet } from "../../../src/scorecard/schema.ts";
import type { Database } from "../../../src/store/database.ts";
import type { LiveVersions } from "../../../src/store/live.ts";
import type { Context } from "../../../src/workflows/context.ts";
import { type Watched, watchOver } from "../../../src/workflows/watching/watch-over.ts";
import { makeBucket, makeScorecard, NOW, presentLine } from "../../scorecard/cards.ts";
import { makeModelOf, publishVersions, wrapCard } from "../../store/published-versions.ts";
import { AUC, POINTS, type SimulatedLead, WORTH } from "./simulated-watch.ts";

/** The scorecard of the simulated leads: a lead has a line where it tells the attribute of its name. */
const SIMULATED_SET: ScorecardSet = wrapCard(
  makeScorecard({
    id: "simulated",
    version: 1,
    buckets: [
      makeBucket(
        "all",
        POINTS.map((points, j) => presentLine(`line-${j}`, points)),
      ),
    ],
  }),
);

/** Makes it live, with the model that the simulated leads come from. @param trainedAt null: none */
export async function publishSimulated(
  database: Database,
  trainedAt: number | null,
): Promise<LiveVersions> {
  const plain = makeModelOf(SIMULATED_SET);
  const model = {
    ...plain,
    intercept: WORTH.intercept,
    lines: plain.lines.map((line, j) => ({ ...line, coefficient: WORTH.perPoint * POINTS[j]! })),
    trained: { ...plain.trained, deals: 1000 },
  };
  const live = await publishVersions(database, {
    slug: "simulated",
    set: SIMULATED_SET,
    model: trainedAt === null ? null : model,
  });
  if (trainedAt !== null)
    await database.sql`
      UPDATE model_version SET created_at = ${new Date(trainedAt).toISOString()},
        calibration = ${JSON.stringify({ arms: { model: { judge: { auc: AUC } } } })}::jsonb`;
  return live;
}

/** Stores simulated leads and their deals as they stood at a moment: those to come are still open. */
export async function storeSimulated(
  { sql }: Database,
  leads: readonly SimulatedLead[],
  { prefix = "lead", now = NOW }: { readonly prefix?: string; readonly now?: number } = {},
): Promise<void> {
  const rows = leads.map(({ doses, handedOver, closed, isWon }, i) => ({
    name: `${prefix}-${i}`,
    attributes: Object.fromEntries(
      doses.flatMap((dose, j) => (dose === 1 ? [[`line-${j}`, true]] : [])),
    ),
    handed: new Date(handedOver).toISOString(),
    closed: closed <= now ? new Date(closed).toISOString() : null,
    outcome: closed > now ? "open" : isWon ? "won" : "lost",
  }));
  await sql`
    WITH given AS MATERIALIZED (
      SELECT * FROM ROWS FROM (jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS (name text,
        attributes jsonb, handed timestamptz, closed timestamptz, outcome outcome))
        WITH ORDINALITY AS given)
    , stored AS (
      INSERT INTO lead (external_id, attributes) SELECT name, attributes FROM given
      ORDER BY ordinality RETURNING id, external_id)
    INSERT INTO opportunity (external_id, lead_id, outcome, opened_at, handed_over_at, closed_at)
    SELECT 'deal of ' || name, stored.id, outcome, handed, handed, closed
    FROM given JOIN stored ON stored.external_id = given.name ORDER BY ordinality`;
}

/** Watches now, as the job does. */
export async function watchNow(context: Context): Promise<Watched> {
  return watchOver(context, {
    onProgress: () => {},
    signal: new AbortController().signal,
    onKept: async () => {},
  });
}
