import type { AttributeValue } from "../scorecard/lead.ts";
import type { Session } from "./database.ts";

export interface LeadRecord {
  readonly externalId: string;
  /** Null makes an attribute unknown; one that is left out stays as it was. */
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  readonly otherIds?: Readonly<Record<string, string>> | undefined;
  readonly owner?: string | null | undefined;
  readonly account?: string | null | undefined;
}

export const MOST_ATTRIBUTES = 500;
export const MOST_ATTRIBUTE_BYTES = 65_536;

/**
 * Creates leads; those that are there, and those with too much told of them, are left as they are.
 * It comes before any lead is locked: who waits here for another's new lead holds none that is known.
 *
 * @param records each with another external id
 * @param at since when their attributes are known, epoch milliseconds
 * @returns internal ids of those that are new
 */
export async function insertLeads(
  { sql }: Session,
  records: readonly LeadRecord[],
  at: number,
): Promise<readonly number[]> {
  const created = await sql<{ id: number }[]>`
    WITH created AS (
      INSERT INTO lead (external_id, attributes, other_ids, owner, account, created_at, updated_at)
      SELECT external_id, jsonb_strip_nulls(attributes), coalesce(other_ids, '{}'), owner, account,
        ${toIso(at)}::timestamptz, ${toIso(at)}::timestamptz
      FROM ${recordset(sql, records)}
      WHERE NOT EXISTS (SELECT FROM lead WHERE lead.external_id = given.external_id)
        AND ${fits(sql, sql`jsonb_strip_nulls(attributes)`)}
      ORDER BY external_id
      ON CONFLICT (external_id) DO NOTHING
      RETURNING id, attributes, created_at)
    , revised AS (
      INSERT INTO lead_revision (lead_id, known_from, attributes)
      SELECT id, created_at, attributes FROM created)
    SELECT id::float8 AS id FROM created`;
  return created.map(({ id }) => id);
}

export interface ChangedLeads {
  /** Internal ids of leads that differ from before. */
  readonly changed: readonly number[];
  /** External ids of leads of which too much would be known; they are as they were. */
  readonly tooLarge: readonly string[];
}

/** Changes leads, which are locked already. @param at epoch milliseconds */
export async function changeLeads(
  { sql }: Session,
  records: readonly LeadRecord[],
  at: number,
): Promise<ChangedLeads> {
  const rows = await sql<{ id: number | null; externalId: string | null }[]>`
    WITH merged AS (
      SELECT lead.id, external_id, lead.attributes AS attributes_before,
        jsonb_strip_nulls(coalesce(lead.attributes, '{}') || given.attributes) AS attributes,
        lead.other_ids || coalesce(given.other_ids, '{}') AS other_ids,
        CASE WHEN given.sets_owner THEN given.owner ELSE lead.owner END AS owner,
        CASE WHEN given.sets_account THEN given.account ELSE lead.account END AS account
      FROM ${recordset(sql, records)} LEFT JOIN lead USING (external_id))
    , wanted AS MATERIALIZED (
      SELECT id, external_id, attributes, other_ids, owner, account,
        attributes IS DISTINCT FROM attributes_before AS revises,
        attributes IS NOT DISTINCT FROM attributes_before
          OR ${fits(sql, sql`attributes`)} AS fits
      FROM merged)
    , changed AS (
      UPDATE lead SET attributes = wanted.attributes, other_ids = wanted.other_ids,
        owner = wanted.owner, account = wanted.account,
        updated_at = greatest(lead.updated_at, ${toIso(at)}::timestamptz)
      FROM wanted WHERE lead.id = wanted.id AND wanted.fits AND (wanted.revises
        OR wanted.other_ids <> lead.other_ids OR wanted.owner IS DISTINCT FROM lead.owner
        OR wanted.account IS DISTINCT FROM lead.account)
      RETURNING lead.id, wanted.revises, lead.attributes)
    , revised AS (
      INSERT INTO lead_revision (lead_id, known_from, attributes)
      SELECT id, ${toIso(at)}::timestamptz, attributes FROM changed WHERE revises
      ON CONFLICT (lead_id, known_from) DO UPDATE SET attributes = excluded.attributes)
    SELECT id::float8 AS id, NULL AS "externalId" FROM changed
    UNION ALL SELECT NULL, external_id FROM wanted WHERE NOT fits`;
  return {
    changed: rows.flatMap(({ id }) => id ?? []),
    tooLarge: rows.flatMap(({ externalId }) => externalId ?? []),
  };
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
    UPDATE lead SET updated_at = ${toIso(at)}
    WHERE id = ANY(${leadIds as number[]}::bigint[])
      AND updated_at < ${toIso(at)}`;
}

function recordset(sql: Session["sql"], records: readonly LeadRecord[]) {
  const rows = records.map(({ externalId, attributes, otherIds, owner, account }) => ({
    external_id: externalId,
    attributes,
    other_ids: otherIds ?? null,
    owner: owner ?? null,
    sets_owner: owner !== undefined,
    account: account ?? null,
    sets_account: account !== undefined,
  }));
  return sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS given(external_id text,
    attributes jsonb, other_ids jsonb, owner text, sets_owner boolean, account text,
    sets_account boolean)`;
}

/** Whether attributes are no more than a lead may have. */
function fits(sql: Session["sql"], attributes: ReturnType<Session["sql"]>) {
  return sql`(octet_length(${attributes}::text) <= ${MOST_ATTRIBUTE_BYTES}
    AND (SELECT count(*) FROM jsonb_object_keys(${attributes})) <= ${MOST_ATTRIBUTES})`;
}

function toIso(at: number): string {
  return new Date(at).toISOString();
}
