import { and, desc, eq, isNotNull, isNull, lt, or } from "drizzle-orm";
import type { AttributeValue } from "../scorecard/lead.ts";
import type { Session } from "./database.ts";
import type { Arm } from "./enrolments.ts";
import { lead } from "./schema/leads.ts";
import { handover } from "./schema/scores.ts";

/** What choosing an arm and an owner asks of a lead. */
export interface LeadToHandOver {
  readonly externalId: string;
  readonly account: string | null;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  readonly owner: string | null;
}

/** Leads by their ids, without those whose handover is open. Their locks are held already. */
export async function readLeadsToHandOver(
  { sql }: Session,
  leadIds: readonly number[],
): Promise<ReadonlyMap<number, LeadToHandOver>> {
  const ids = leadIds as number[];
  // An array and no join: the plan that fits a young table is slow on what it grows to.
  const rows = await sql<(LeadToHandOver & { readonly id: number })[]>`
    SELECT id::float8 AS id, external_id AS "externalId", account, attributes, owner FROM lead
    WHERE id = ANY(${ids}::bigint[]) AND id <> ALL (ARRAY(
      SELECT lead_id FROM handover WHERE lead_id = ANY(${ids}::bigint[]) AND closed_at IS NULL))`;
  return new Map(rows.map(({ id, ...rest }) => [id, rest]));
}

/** For each of the owners who were ever given a lead a number, higher the later that was. */
export async function readTurns(
  { sql }: Session,
  owners: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (owners.length === 0) return new Map();
  const rows = await sql<{ owner: string; turn: number }[]>`
    SELECT owner, turn::float8 AS turn FROM unnest(${owners as string[]}::text[]) AS owner
    CROSS JOIN LATERAL (SELECT max(id) AS turn FROM handover WHERE handover.owner = owner.owner) last
    WHERE turn IS NOT NULL`;
  return new Map(rows.map(({ owner, turn }) => [owner, turn]));
}

export interface HandoverRecord {
  readonly leadId: number;
  /** The event that tells of it. */
  readonly eventId: number;
  readonly cell: string;
  readonly nextAction: string;
  readonly owner: string | null;
  /** Index of the rule that chose the owner; null where none did. */
  readonly rule: number | null;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Whether feedback is asked for without the score in sight. */
  readonly blind: boolean;
  readonly because: "score" | "exploration";
  /** Where an experiment decided, with the arm by whose score. */
  readonly experimentId: number | null;
  readonly arm: Arm | null;
  /** The model that scored the lead then; its event has the scores. */
  readonly modelVersionId: number | null;
}

/** Writes handovers, in their order, and gives leads without an owner theirs. */
export async function insertHandovers(
  { sql }: Session,
  handovers: readonly HandoverRecord[],
): Promise<void> {
  const rows = handovers.map((given) => {
    const { leadId, eventId, nextAction, experimentId, modelVersionId, at, ...rest } = given;
    return {
      ...rest,
      lead_id: leadId,
      event_id: eventId,
      next_action: nextAction,
      experiment_id: experimentId,
      model_version_id: modelVersionId,
      at: new Date(at).toISOString(),
    };
  });
  await sql`
    WITH given AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS given(lead_id bigint,
        event_id bigint, cell text, next_action text, owner text, rule smallint, at timestamptz(3),
        blind boolean, because text, experiment_id bigint, arm text, model_version_id bigint))
    , owned AS (
      UPDATE lead SET owner = given.owner, updated_at = greatest(updated_at, given.at)
      FROM given WHERE lead.id = given.lead_id AND lead.owner IS NULL AND given.owner IS NOT NULL)
    INSERT INTO handover (lead_id, event_id, cell, next_action, owner, rule, at, blind, because,
      experiment_id, arm, model_version_id)
    SELECT lead_id, event_id, cell, next_action, owner, rule, at, blind, because, experiment_id, arm,
      model_version_id
    FROM given ORDER BY event_id`;
}

const LISTED = {
  id: handover.id,
  lead: lead.externalId,
  cell: handover.cell,
  nextAction: handover.nextAction,
  owner: handover.owner,
  at: handover.at,
  closedAt: handover.closedAt,
  because: handover.because,
  experiment: handover.experimentId,
  arm: handover.arm,
};

/** A handover as people see it. */
export interface ListedHandover {
  readonly id: number;
  /** The sender's own id; null once the lead is erased. */
  readonly lead: string | null;
  readonly cell: string;
  readonly nextAction: string;
  readonly owner: string | null;
  readonly at: Date;
  readonly closedAt: Date | null;
  readonly because: "score" | "exploration";
  /** Id of the experiment that decided, with the arm by whose score; null where none did. */
  readonly experiment: number | null;
  readonly arm: Arm | null;
}

export interface HandoverQuery {
  readonly owner?: string | undefined;
  /** Whether there is still something to do: not closed, and the lead not erased. */
  readonly open?: boolean | undefined;
  /** Id of the last handover of the page before. */
  readonly before?: number | undefined;
  readonly limit: number;
}

/** Latest first. */
export async function listHandovers(
  session: Session,
  { owner, open, before, limit }: HandoverQuery,
): Promise<readonly ListedHandover[]> {
  return selectHandovers(session)
    .where(
      and(
        owner === undefined ? undefined : eq(handover.owner, owner),
        before === undefined ? undefined : lt(handover.id, before),
        open === true ? and(isNull(handover.closedAt), isNotNull(handover.leadId)) : undefined,
        open === false ? or(isNotNull(handover.closedAt), isNull(handover.leadId)) : undefined,
      ),
    )
    .orderBy(desc(handover.id))
    .limit(limit);
}

/**
 * Closes a handover; one that is closed already stays as it is.
 *
 * @returns the handover, and whether this closed it; null where there is none
 */
export async function closeHandover(
  session: Session,
  id: number,
  closedAt: Date,
): Promise<{ readonly handover: ListedHandover; readonly closed: boolean } | null> {
  const closed = await session.orm
    .update(handover)
    .set({ closedAt })
    .where(and(eq(handover.id, id), isNull(handover.closedAt)))
    .returning({ id: handover.id });
  const [row] = await selectHandovers(session).where(eq(handover.id, id));
  return row === undefined ? null : { handover: row, closed: closed.length > 0 };
}

function selectHandovers({ orm }: Session) {
  return orm.select(LISTED).from(handover).leftJoin(lead, eq(lead.id, handover.leadId)).$dynamic();
}
