import { createRandom, drawNormal } from "../../../src/statistics/random.ts";
import type { Database } from "../../../src/store/database.ts";
import { readLive } from "../../../src/store/live.ts";
import { DAY } from "../../scorecard/cards.ts";

/** A lead as it was handed over, and what came of it. */
export interface HandedLead {
  readonly id: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly points: number;
  readonly probability: number | null;
  /** Null: none yet. */
  readonly outcome: "won" | "lost" | null;
  readonly account?: string | null;
  readonly owner?: string | null;
  readonly attributes?: Readonly<Record<string, unknown>>;
  /** How it was decided; a row of triage is kept where this is told. */
  readonly because?: "score" | "exploration" | "neither";
  readonly propensity?: number;
}

/** Keeps leads with the events, hand-overs, triage and deals that a running service would have kept. */
export async function storeHanded(database: Database, leads: readonly HandedLead[]): Promise<void> {
  const versions = (await readLive(database))!;
  const rows = leads.map(({ at, attributes = {}, account = null, owner = null, ...rest }) => ({
    because: null,
    propensity: 1,
    ...rest,
    attributes,
    account,
    owner,
    at: new Date(at).toISOString(),
    closed: new Date(at + 30 * DAY).toISOString(),
  }));
  await database.sql`
    WITH given AS (
      SELECT *, row_number() OVER () AS place
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS given(id text, at timestamptz,
        points float8, probability float8, outcome outcome, account text, owner text,
        attributes jsonb, because text, propensity float8, closed timestamptz))
    , kept AS (
      INSERT INTO lead (external_id, account, owner, attributes, created_at)
      SELECT id, account, owner, attributes, at FROM given RETURNING id, external_id)
    , known AS (
      INSERT INTO lead_revision (lead_id, known_from, attributes)
      SELECT kept.id, at, given.attributes FROM given JOIN kept ON external_id = given.id)
    , triaged AS (
      INSERT INTO triage (lead_id, because, propensity, total, probability, scorecard_version_id,
        model_version_id, at)
      SELECT kept.id, because, propensity, points, probability, ${versions.scorecardVersionId},
        ${versions.modelVersionId}, at
      FROM given JOIN kept ON external_id = given.id WHERE because IS NOT NULL)
    , told AS (
      INSERT INTO event (lead_id, kind, subject, name, direction, action, score, probability, cause,
        scorecard_version_id, at)
      SELECT kept.id, 'handover', 'A1', 'Handover in A1', 'move', 'Act on A1', points, probability,
        'lead', ${versions.scorecardVersionId}, at
      FROM given JOIN kept ON external_id = given.id WHERE because IS DISTINCT FROM 'neither'
      RETURNING id, lead_id, at)
    , handed AS (
      INSERT INTO handover (lead_id, event_id, cell, next_action, owner, at, model_version_id)
      SELECT lead_id, told.id, 'A1', 'Act on A1', given.owner, told.at, ${versions.modelVersionId}
      FROM told JOIN kept ON kept.id = lead_id JOIN given ON given.id = external_id)
    INSERT INTO opportunity (external_id, lead_id, outcome, opened_at, handed_over_at, closed_at)
    SELECT 'D-' || given.id, kept.id, outcome, at, at, closed
    FROM given JOIN kept ON external_id = given.id WHERE outcome IS NOT NULL`;
}

interface Simulation {
  readonly leads: number;
  readonly from: number;
  readonly seed?: number;
  /** Leads of an account; each its own without. */
  readonly perAccount?: number;
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** Leads whose outcome the model foresees well and the rules badly, three a day. */
export function simulateHanded({ leads, from, seed = 7, perAccount }: Simulation): HandedLead[] {
  const random = createRandom(seed);
  return Array.from({ length: leads }, (_, i): HandedLead => {
    const truth = 1.5 * drawNormal(random);
    return {
      id: `H-${i}`,
      at: from + (i * DAY) / 3,
      points: Math.round(10 * (truth + 2.5 * drawNormal(random))),
      probability: sigmoid(truth + 0.3 * drawNormal(random) - 0.7),
      outcome: random() < sigmoid(truth - 0.7) ? "won" : "lost",
      account: perAccount === undefined ? null : `A-${Math.floor(i / perAccount)}`,
      owner: ["ann", "ben", "cem", "dee", "eva", "fay"][i % 6]!,
      attributes: { large: i % 2 === 0 ? "yes" : "no" },
    };
  });
}

/** Places of a document where a number is missing or is none. */
export function findHoles(value: unknown, allowed: ReadonlySet<string>, path = ""): string[] {
  if (typeof value === "number") return Number.isFinite(value) ? [] : [path];
  if (value === null) return allowed.has(path.replaceAll(/\d+/g, "*")) ? [] : [path];
  if (typeof value !== "object") return [];
  return Object.entries(value as object).flatMap(([key, part]) =>
    findHoles(part, allowed, `${path}/${key}`),
  );
}
