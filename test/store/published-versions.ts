import { readFileSync } from "node:fs";
import { compileScorecards } from "../../src/scorecard/compiled.ts";
import { type Scorecard, type ScorecardSet, scorecardSchema } from "../../src/scorecard/schema.ts";
import type { Database } from "../../src/store/database.ts";
import { type LiveVersions, writeLive } from "../../src/store/live.ts";
import type { Model } from "../../src/trainer/model.ts";
import { sample } from "../sample.ts";

export function wrapCard(fallback: Scorecard): ScorecardSet {
  return { format: "counterweight/scorecard-set@1", segments: [], fallback };
}

export function readSampleSet(): ScorecardSet {
  return wrapCard(
    scorecardSchema.parse(JSON.parse(readFileSync(sample("scorecard.json"), "utf8"))),
  );
}

/** Log-odds per point, and at 0 points: a model that agrees with the rules but for every third line. */
const SCALE = { unit: 0.05, base: -3 };

/** A model of a set's lines without any history. */
export function makeModelOf(set: ScorecardSet): Model {
  const { lines, scorecards } = compileScorecards(set);
  const width = lines.length + scorecards.length;
  return {
    format: "counterweight/model@1",
    scorecards: scorecards.map(({ scorecard: { id, version } }) => ({ id, version })),
    intercept: SCALE.base,
    lines: lines.map(({ key, points }, i) => ({
      key,
      coefficient: points * SCALE.unit * (i % 3 === 2 ? 0.5 : 1),
      standardError: 0.1,
    })),
    segments: scorecards
      .slice(0, -1)
      .map(({ scorecard }) => ({ scorecard: scorecard.id, coefficient: 0 })),
    covariance: Array.from({ length: width ** 2 }, (_, k) => (k % (width + 1) === 0 ? 0.01 : 0)),
    scale: SCALE,
    trained: { deals: 400, won: 100, firstAsOf: null, lastAsOf: null, priorWidth: 0.5, seed: 1 },
  };
}

interface Documents {
  readonly slug: string;
  readonly set: ScorecardSet;
  /** Null: none. */
  readonly model: Model | null;
}

/** Makes a scorecard and its model version 1 of their lineages, and makes them live. */
export async function publishVersions(
  database: Database,
  { slug, set, model }: Documents,
): Promise<LiveVersions> {
  return database.transact(async (session) => {
    const { sql } = session;
    const [card] = await sql<{ id: number; versionId: number }[]>`
      WITH card AS (
        INSERT INTO scorecard (slug, name) VALUES (${slug}, ${set.fallback.name}) RETURNING id)
      INSERT INTO scorecard_version
        (scorecard_id, version, document, state, created_by, published_by, published_at)
      SELECT id, 1, ${JSON.stringify(set)}::jsonb, 'published', 'test', 'test', now() FROM card
      RETURNING scorecard_id::float8 AS id, id::float8 AS "versionId"`;
    const scorecardVersionId = card!.versionId;
    const [fit] =
      model === null
        ? []
        : await sql<{ id: number }[]>`
            WITH lineage AS (
              INSERT INTO model (slug, scorecard_id) VALUES (${slug}, ${card!.id}) RETURNING id)
            INSERT INTO model_version
              (model_id, version, scorecard_version_id, document, created_by, promoted_by, promoted_at)
            SELECT id, 1, ${scorecardVersionId}, ${JSON.stringify(model)}::jsonb, 'test', 'test', now()
            FROM lineage RETURNING id::float8 AS id`;
    const versions = { scorecardVersionId, modelVersionId: fit?.id ?? null };
    await writeLive(session, versions);
    return versions;
  });
}

/** The sample's scorecard as version 1 of `b2b-software`, with a model of its lines, live. */
export function publishSample(database: Database): Promise<LiveVersions> {
  const set = readSampleSet();
  return publishVersions(database, { slug: "b2b-software", set, model: makeModelOf(set) });
}
