import type { AttributeValue } from "../scorecard/lead.ts";
import type { Session } from "./database.ts";
import type { JobFault } from "./jobs.ts";

/** An import in the table of jobs. The command that runs it works on it, no worker. */
export interface ImportJob<Cursor> {
  readonly id: number;
  readonly done: boolean;
  /** How far it has come; as it was started with before the first chunk. */
  readonly cursor: Cursor;
}

/** Past all dates on which workers look for work. */
const NEVER_DUE = "9999-12-31T00:00:00Z";
/** Well beyond the time of a chunk; an import that says nothing for so long was interrupted. */
const LEASE = "10 min";

/** The import of a key; null where there is none. */
export async function findImport<Cursor>(
  { sql }: Session,
  key: string,
): Promise<ImportJob<Cursor> | null> {
  const [row] = await sql<ImportJob<Cursor>[]>`
    SELECT id::float8 AS id, state = 'done' AS done, cursor FROM job WHERE dedupe_key = ${key}`;
  return row ?? null;
}

/**
 * Begins an import, unless one of its key is there already.
 *
 * @returns its id when it is new, else null
 */
export async function insertImport(
  { sql }: Session,
  job: {
    readonly key: string;
    readonly input: Readonly<Record<string, unknown>>;
    readonly cursor: unknown;
    readonly createdBy: string;
  },
): Promise<number | null> {
  const [row] = await sql<{ id: number }[]>`
    INSERT INTO job (kind, dedupe_key, input, cursor, state, attempts, due_at, lease_until, created_by)
    VALUES ('import', ${job.key}, ${JSON.stringify(job.input)}::jsonb,
      ${JSON.stringify(job.cursor)}::jsonb, 'running', 1, ${NEVER_DUE},
      now() + ${LEASE}::interval, ${job.createdBy})
    ON CONFLICT (dedupe_key) DO NOTHING
    RETURNING id::float8 AS id`;
  return row?.id ?? null;
}

/** Has an import that was begun before run again. */
export async function resumeImport({ sql }: Session, id: number): Promise<void> {
  await sql`
    UPDATE job SET state = 'running', fault = NULL, finished_at = NULL,
      lease_until = now() + ${LEASE}::interval
    WHERE id = ${id} AND state <> 'done'`;
}

/** Says of imports whose command ended before they did that they failed; they may be resumed. */
export async function endInterruptedImports({ sql }: Session, fault: JobFault): Promise<void> {
  await sql`
    UPDATE job SET state = 'failed', fault = ${JSON.stringify(fault)}::jsonb, finished_at = now(),
      lease_until = NULL
    WHERE kind = 'import' AND state = 'running' AND lease_until <= now()`;
}

/** The import with its row locked, so that one process at a time does its next chunk. */
export async function lockImport<Cursor>({ sql }: Session, id: number): Promise<ImportJob<Cursor>> {
  const [row] = await sql<ImportJob<Cursor>[]>`
    SELECT id::float8 AS id, state = 'done' AS done, cursor FROM job WHERE id = ${id} FOR UPDATE`;
  if (row === undefined) throw new RangeError(`no import ${id}`);
  return row;
}

/** Notes how far an import has come, in the transaction of the work; its last chunk ends it. */
export async function saveImport(
  { sql }: Session,
  id: number,
  saved: {
    readonly cursor: unknown;
    readonly progress: { readonly text: string; readonly done: number; readonly total: number };
    /** Null while there is more to do. */
    readonly result: Readonly<Record<string, unknown>> | null;
  },
): Promise<void> {
  const result = saved.result === null ? null : JSON.stringify(saved.result);
  await sql`
    UPDATE job SET cursor = ${JSON.stringify(saved.cursor)}::jsonb,
      progress = ${JSON.stringify(saved.progress)}::jsonb, result = ${result}::jsonb,
      state = CASE WHEN ${result !== null} THEN 'done' ELSE 'running' END::job_state, fault = NULL,
      finished_at = CASE WHEN ${result !== null} THEN now() END,
      due_at = CASE WHEN ${result !== null} THEN now() ELSE due_at END,
      lease_until = CASE WHEN ${result !== null} THEN NULL ELSE now() + ${LEASE}::interval END
    WHERE id = ${id}`;
}

/** Whether nobody has put a scorecard or a lead into the database yet. */
export async function isEmpty({ sql }: Session): Promise<boolean> {
  const [row] = await sql<{ empty: boolean }[]>`
    SELECT NOT EXISTS (SELECT FROM scorecard) AND NOT EXISTS (SELECT FROM lead) AS empty`;
  return row!.empty;
}

type Attributes = Readonly<Record<string, AttributeValue>>;

/** What is known of a lead from a moment on. */
export interface Revision {
  /** Epoch milliseconds. */
  readonly knownFrom: number;
  readonly attributes: Attributes;
}

export interface NewLead {
  readonly externalId: string;
  readonly account: string | null;
  /** Rising by time, at least one. */
  readonly revisions: readonly Revision[];
}

/**
 * Creates leads with all their revisions; those that are there are left as they are.
 *
 * @returns internal ids of those that are new, by external id
 */
export async function createLeads(
  { sql }: Session,
  leads: readonly NewLead[],
): Promise<ReadonlyMap<string, number>> {
  const rows = leads.map(({ externalId, account, revisions }) => ({
    external_id: externalId,
    account,
    attributes: revisions.at(-1)!.attributes,
    created_at: toIso(revisions[0]!.knownFrom),
    updated_at: toIso(revisions.at(-1)!.knownFrom),
  }));
  const created = await sql<{ id: number; external_id: string }[]>`
    INSERT INTO lead (external_id, account, attributes, created_at, updated_at)
    SELECT external_id, account, attributes, created_at, updated_at
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS given(external_id text,
      account text, attributes jsonb, created_at timestamptz(3), updated_at timestamptz(3))
    WHERE NOT EXISTS (SELECT FROM lead WHERE lead.external_id = given.external_id)
    ORDER BY external_id
    ON CONFLICT (external_id) DO NOTHING
    RETURNING id::float8 AS id, external_id`;
  const ids = new Map(created.map(({ id, external_id }) => [external_id, id]));
  const told = leads.flatMap(({ externalId, revisions }) => {
    const leadId = ids.get(externalId);
    return leadId === undefined ? [] : [{ leadId, revisions }];
  });
  await writeRevisions({ sql }, told);
  return ids;
}

/** All revisions of leads, each lead's rising by time. */
export async function readRevisions(
  { sql }: Session,
  leadIds: readonly number[],
): Promise<ReadonlyMap<number, readonly Revision[]>> {
  const rows = await sql<{ id: number; revisions: Revision[] }[]>`
    SELECT lead_id::float8 AS id, json_agg(json_build_object('attributes', attributes,
      'knownFrom', (extract(epoch FROM known_from) * 1000)::float8) ORDER BY known_from) AS revisions
    FROM lead_revision WHERE lead_id = ANY(${leadIds as number[]}::bigint[]) GROUP BY lead_id`;
  return new Map(rows.map(({ id, revisions }) => [id, revisions]));
}

/** Writes revisions of leads that are there, and has the last of each stand for what is known now. */
export async function reviseLeads(
  session: Session,
  leads: readonly { readonly leadId: number; readonly revisions: readonly Revision[] }[],
): Promise<void> {
  if (leads.length === 0) return;
  await writeRevisions(session, leads);
  const rows = leads.map(({ leadId, revisions }) => ({
    lead_id: leadId,
    attributes: revisions.at(-1)!.attributes,
    created_at: toIso(revisions[0]!.knownFrom),
    updated_at: toIso(revisions.at(-1)!.knownFrom),
  }));
  await session.sql`
    UPDATE lead SET attributes = given.attributes,
      created_at = least(lead.created_at, given.created_at),
      updated_at = greatest(lead.updated_at, given.updated_at)
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS given(lead_id bigint,
      attributes jsonb, created_at timestamptz(3), updated_at timestamptz(3))
    WHERE lead.id = given.lead_id`;
}

/**
 * Writes the accounts of leads that are there, and are locked.
 *
 * @param at epoch milliseconds
 * @returns internal ids of those that had another, or none
 */
export async function writeAccounts(
  { sql }: Session,
  leads: readonly { readonly leadId: number; readonly account: string }[],
  at: number,
): Promise<readonly number[]> {
  if (leads.length === 0) return [];
  const rows = leads.map(({ leadId, account }) => ({ lead_id: leadId, account }));
  const changed = await sql<{ id: number }[]>`
    UPDATE lead SET account = given.account,
      updated_at = greatest(updated_at, ${toIso(at)}::timestamptz)
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS given(lead_id bigint, account text)
    WHERE lead.id = given.lead_id AND lead.account IS DISTINCT FROM given.account
    RETURNING lead.id::float8 AS id`;
  return changed.map(({ id }) => id);
}

async function writeRevisions(
  { sql }: Pick<Session, "sql">,
  leads: readonly { readonly leadId: number; readonly revisions: readonly Revision[] }[],
): Promise<void> {
  const rows = leads.flatMap(({ leadId, revisions }) =>
    revisions.map(({ knownFrom, attributes }) => ({
      lead_id: leadId,
      known_from: toIso(knownFrom),
      attributes,
    })),
  );
  await sql`
    INSERT INTO lead_revision (lead_id, known_from, attributes)
    SELECT lead_id, known_from, attributes
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS given(lead_id bigint,
      known_from timestamptz(3), attributes jsonb)
    ON CONFLICT (lead_id, known_from) DO UPDATE SET attributes = excluded.attributes`;
}

function toIso(at: number): string {
  return new Date(at).toISOString();
}
