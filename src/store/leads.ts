import type { AttributeValue } from "../scorecard/lead.ts";
import type { Session } from "./database.ts";

export interface LeadRecord {
  readonly externalId: string;
  /** Null makes an attribute unknown; one that is left out stays as it was. */
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  readonly otherIds?: Readonly<Record<string, string>> | undefined;
  readonly owner?: string | null | undefined;
  /** Since when the attributes are known, epoch milliseconds. */
  readonly knownFrom: number;
}

export interface UpsertedLeads {
  /** Internal ids of leads that are new. */
  readonly created: readonly number[];
  /** Internal ids of leads that differ from before. */
  readonly changed: readonly number[];
}

/** Creates leads and changes those that are there. External ids are told at most once. */
export async function upsertLeads(
  session: Session,
  records: readonly LeadRecord[],
): Promise<UpsertedLeads> {
  const { sql } = session;
  await lockLeads(
    session,
    records.map(({ externalId }) => externalId),
  );
  const rows = JSON.stringify(records.map(toRow));
  const created = await sql<{ id: number }[]>`
    WITH created AS (
      INSERT INTO lead (external_id, attributes, other_ids, owner, created_at, updated_at)
      SELECT external_id, jsonb_strip_nulls(attributes), coalesce(other_ids, '{}'), owner, known_from, known_from
      FROM ${recordset(sql, rows)} ORDER BY external_id
      ON CONFLICT (external_id) DO NOTHING
      RETURNING id, attributes, created_at)
    , revised AS (
      INSERT INTO lead_revision (lead_id, known_from, attributes)
      SELECT id, created_at, attributes FROM created)
    SELECT id::float8 AS id FROM created`;
  const changed = await sql<{ id: number }[]>`
    WITH wanted AS (
      SELECT lead.id, given.known_from,
        jsonb_strip_nulls(lead.attributes || given.attributes) AS attributes,
        lead.other_ids || coalesce(given.other_ids, '{}') AS other_ids,
        CASE WHEN given.sets_owner THEN given.owner ELSE lead.owner END AS owner,
        jsonb_strip_nulls(lead.attributes || given.attributes) IS DISTINCT FROM lead.attributes AS revises
      FROM ${recordset(sql, rows)} JOIN lead USING (external_id))
    , changed AS (
      UPDATE lead SET attributes = wanted.attributes, other_ids = wanted.other_ids,
        owner = wanted.owner, updated_at = greatest(lead.updated_at, wanted.known_from)
      FROM wanted WHERE lead.id = wanted.id AND (wanted.revises
        OR wanted.other_ids <> lead.other_ids OR wanted.owner IS DISTINCT FROM lead.owner)
      RETURNING lead.id, wanted.revises, wanted.known_from, lead.attributes)
    , revised AS (
      INSERT INTO lead_revision (lead_id, known_from, attributes)
      SELECT id, known_from, attributes FROM changed WHERE revises
      ON CONFLICT (lead_id, known_from) DO UPDATE SET attributes = excluded.attributes)
    SELECT id::float8 AS id FROM changed`;
  return { created: created.map(({ id }) => id), changed: changed.map(({ id }) => id) };
}

/** Locks leads in the order in which everybody locks them. */
export async function lockLeads(
  { sql }: Session,
  externalIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await sql<{ id: number; external_id: string }[]>`
    SELECT id::float8 AS id, external_id FROM lead
    WHERE external_id = ANY(${externalIds as string[]}) ORDER BY id FOR UPDATE`;
  return new Map(rows.map(({ id, external_id }) => [external_id, id]));
}

/** Says of leads that they changed. @param at epoch milliseconds */
export async function touchLeads(
  { sql }: Session,
  leadIds: readonly number[],
  at: number,
): Promise<void> {
  await sql`
    UPDATE lead SET updated_at = ${new Date(at).toISOString()}
    WHERE id = ANY(${leadIds as number[]}::bigint[])
      AND updated_at < ${new Date(at).toISOString()}`;
}

function toRow({ externalId, attributes, otherIds, owner, knownFrom }: LeadRecord) {
  return {
    external_id: externalId,
    attributes,
    other_ids: otherIds ?? null,
    owner: owner ?? null,
    sets_owner: owner !== undefined,
    known_from: new Date(knownFrom).toISOString(),
  };
}

function recordset(sql: Session["sql"], rows: string) {
  return sql`jsonb_to_recordset(${rows}::jsonb) AS given(external_id text, attributes jsonb,
    other_ids jsonb, owner text, sets_owner boolean, known_from timestamptz(3))`;
}
