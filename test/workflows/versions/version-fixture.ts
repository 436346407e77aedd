import { Refusal } from "../../../src/refusal.ts";
import type { Scorecard } from "../../../src/scorecard/schema.ts";
import { insertModelVersion } from "../../../src/store/model-versions.ts";
import type { Model } from "../../../src/trainer/model.ts";
import type { Context } from "../../../src/workflows/context.ts";
import { createScorers } from "../../../src/workflows/live/scorers.ts";
import { draftScorecard } from "../../../src/workflows/versions/draft-scorecard.ts";
import {
  type Publishing,
  publishScorecard,
} from "../../../src/workflows/versions/publish-scorecard.ts";
import { useTestDatabase } from "../../database.ts";
import { makeBucket, makeLine, makeScorecard, NOW, presentLine } from "../../scorecard/cards.ts";
import { markBackTested } from "../../store/back-tested.ts";

export const ACTOR = { name: "person:1" };

/** A service's context on a database of its own; its clock stands at NOW. */
export async function useContext(): Promise<Context> {
  const database = await useTestDatabase();
  const scorers = createScorers(database, () => performance.now());
  return { database, scorers, now: () => NOW, allowPrivateWebhooks: false };
}

interface CardParts {
  readonly large?: number;
  readonly halfLifeDays?: number;
  readonly extra?: string;
}

/** Two lines, and a third on request. */
export function makeCard({ large = 10, halfLifeDays = 30, extra }: CardParts = {}): Scorecard {
  const lines = [presentLine("large", large)];
  if (extra !== undefined) lines.push(presentLine(extra, 5));
  const dose = { kind: "activity", match: { type: "visit" }, halfLifeDays } as const;
  return makeScorecard({
    id: "small",
    buckets: [
      makeBucket("company", lines),
      makeBucket("visits", [makeLine("visit", 4, dose)], { axis: "engagement" }),
    ],
  });
}

/** A model on the lines of `makeCard`. */
export function makeModel(coefficient = 1): Model {
  return {
    format: "counterweight/model@1",
    scorecards: [{ id: "small", version: 1 }],
    intercept: -2,
    lines: [
      { key: "large", coefficient, standardError: 0.1 },
      { key: "visit", coefficient: 0.5, standardError: 0.1 },
    ],
    segments: [],
    covariance: Array.from({ length: 9 }, (_, k) => (k % 4 === 0 ? 0.01 : 0)),
    scale: { unit: 0.1, base: -2 },
    trained: { deals: 400, won: 100, firstAsOf: null, lastAsOf: null, priorWidth: 0.5, seed: 1 },
  };
}

/** Drafts a scorecard that counts as back-tested; returns its number and id. */
export async function draftCard(context: Context, card: Scorecard) {
  const draft = accept(await draftScorecard(context, ACTOR, { slug: "small", document: card }));
  await markBackTested(context.database, "small", draft.version);
  return draft;
}

/** Drafts and publishes a scorecard; returns its number and id. */
export async function publishCard(
  context: Context,
  card: Scorecard,
  plan: Partial<Publishing> = {},
) {
  const { id, version } = await draftCard(context, card);
  const asked = { slug: "small", version, ...plan };
  const published = await publishScorecard(context, ACTOR, asked);
  return { id, version, published: accept(published) };
}

/** Keeps a candidate that was fitted on a scorecard version. */
export async function addCandidate(
  { database }: Context,
  scorecardVersionId: number,
  document = makeModel(),
) {
  return insertModelVersion(database, {
    slug: "small",
    scorecardVersionId,
    document,
    calibration: { figures: [1, 2, 3] },
    historyHash: "00",
    createdBy: "job:1",
  });
}

export function accept<T>(outcome: T | Refusal): T {
  if (outcome instanceof Refusal) throw new Error(`${outcome.code}: ${outcome.message}`);
  return outcome;
}

export async function listRescores({ database: { sql } }: Context): Promise<readonly unknown[]> {
  const jobs = await sql<{ input: unknown }[]>`
    SELECT input FROM job WHERE kind = 'rescore' ORDER BY id`;
  return jobs.map(({ input }) => input);
}

export async function listAudit({ database: { sql } }: Context): Promise<readonly string[]> {
  const rows = await sql<{ entry: string }[]>`
    SELECT actor || ' ' || action || ' ' || object AS entry FROM audit_log ORDER BY id`;
  return rows.map(({ entry }) => entry);
}
