import type { SettledState } from "../scorecard/transitions.ts";
import type { Session } from "./database.ts";
import { type StoredFigures, selectScore } from "./lead-scores.ts";

/** A cut of one scorecard on its score. */
interface ScoreCut {
  /** Id of the scorecard that applied. */
  readonly scorecard: string;
  readonly score: number;
}

/** What leads are looked for by; all of it must hold. */
export interface LeadFilter {
  readonly cell?: string | undefined;
  readonly grade?: string | undefined;
  readonly band?: number | undefined;
  readonly owner?: string | undefined;
  readonly account?: string | undefined;
  readonly scorecard?: string | undefined;
  readonly minScore?: number | undefined;
  readonly maxScore?: number | undefined;
  readonly minProbability?: number | undefined;
  readonly maxProbability?: number | undefined;
  readonly disagrees?: boolean | undefined;
  readonly otherId?: { readonly system: string; readonly id: string } | undefined;
  /** How the external id begins. */
  readonly idPrefix?: string | undefined;
  /** Any of which the score has reached. */
  readonly reached?: readonly ScoreCut[] | undefined;
}

export interface LeadOrder {
  readonly by: "score" | "probability" | "updated";
  readonly direction: "asc" | "desc";
}

/** Where a page ended. */
export interface LeadPlace {
  /** Null for a lead without the score that the list is sorted by; those stand last. */
  readonly value: number | null;
  readonly leadId: number;
}

/** A lead of a list. Times are epoch milliseconds. */
export interface ListedLead {
  readonly leadId: number;
  readonly externalId: string;
  readonly otherIds: Readonly<Record<string, string>>;
  readonly owner: string | null;
  readonly account: string | null;
  readonly updatedAt: number;
  /** Null where the lead was not scored yet. */
  readonly score: (Omit<StoredFigures, "doses"> & { readonly settled: SettledState }) | null;
}

/** Leads from a place on; those without the score that the list is sorted by stand last. */
export async function listLeads(
  session: Session,
  filter: LeadFilter,
  order: LeadOrder,
  limit: number,
  after: LeadPlace | null,
): Promise<readonly ListedLead[]> {
  const first =
    after?.value === null ? [] : await listWithValue(session, filter, order, limit, after);
  if (first.length === limit || order.by === "updated" || asksForValue(filter, order)) return first;
  const rest = limit - first.length;
  const start = after?.value === null ? after.leadId : null;
  return [...first, ...(await listWithoutValue(session, filter, order, rest, start))];
}

const SCORE_FILTERS = [
  "cell",
  "grade",
  "band",
  "scorecard",
  "minScore",
  "maxScore",
  "disagrees",
  "reached",
] as const;

/** Whether a filter lets no lead through that is without the score that the list is sorted by. */
function asksForValue(filter: LeadFilter, { by }: LeadOrder): boolean {
  const { minProbability, maxProbability, disagrees } = filter;
  const asksForModel =
    minProbability !== undefined || maxProbability !== undefined || disagrees === true;
  return (
    asksForModel || (by === "score" && SCORE_FILTERS.some((name) => filter[name] !== undefined))
  );
}

async function listWithValue(
  session: Session,
  filter: LeadFilter,
  { by, direction }: LeadOrder,
  limit: number,
  after: LeadPlace | null,
): Promise<readonly ListedLead[]> {
  const { sql } = session;
  const isUpdated = by === "updated";
  const id = isUpdated ? sql`lead.id` : sql`score.lead_id`;
  const value = {
    score: sql`score.total`,
    probability: sql`score.probability`,
    updated: sql`lead.updated_at`,
  }[by];
  const way = direction === "asc" ? sql`ASC` : sql`DESC`;
  const start =
    after === null || after.value === null
      ? null
      : isUpdated
        ? sql`${new Date(after.value).toISOString()}::timestamptz`
        : sql`${after.value}::float8`;
  const beyond =
    start === null
      ? sql``
      : direction === "asc"
        ? sql`AND (${value}, ${id}) > (${start}, ${after!.leadId}::bigint)`
        : sql`AND (${value}, ${id}) < (${start}, ${after!.leadId}::bigint)`;
  return await sql<ListedLead[]>`
    SELECT ${selectLead(session)}
    FROM lead ${isUpdated ? sql`LEFT` : sql``} JOIN lead_score score ON score.lead_id = lead.id
    WHERE ${value} IS NOT NULL ${beyond} ${filterBy(session, filter)}
    ORDER BY ${value} ${way}, ${id} ${way} LIMIT ${limit}`;
}

async function listWithoutValue(
  session: Session,
  filter: LeadFilter,
  { by }: LeadOrder,
  limit: number,
  after: number | null,
): Promise<readonly ListedLead[]> {
  const { sql } = session;
  const value = by === "score" ? sql`score.total` : sql`score.probability`;
  return await sql<ListedLead[]>`
    SELECT ${selectLead(session)}
    FROM lead LEFT JOIN lead_score score ON score.lead_id = lead.id
    WHERE ${value} IS NULL ${after === null ? sql`` : sql`AND lead.id > ${after}::bigint`}
      ${filterBy(session, filter)}
    ORDER BY lead.id LIMIT ${limit}`;
}

function selectLead(session: Session) {
  const { sql } = session;
  return sql`lead.id::float8 AS "leadId", lead.external_id AS "externalId",
    lead.other_ids AS "otherIds", lead.owner, lead.account,
    (extract(epoch FROM lead.updated_at) * 1000)::float8 AS "updatedAt",
    ${selectScore(session, "settled")}`;
}

function filterBy({ sql }: Session, filter: LeadFilter) {
  const conditions = [];
  const { cell, grade, band, scorecard, disagrees, reached } = filter;
  const { owner, account, otherId, idPrefix } = filter;
  const { minScore, maxScore, minProbability, maxProbability } = filter;
  if (cell !== undefined) conditions.push(sql`score.cell = ${cell}`);
  if (grade !== undefined) conditions.push(sql`left(score.cell, 1) = ${grade}`);
  if (band !== undefined) conditions.push(sql`right(score.cell, 1) = ${String(band)}`);
  if (owner !== undefined) conditions.push(sql`lead.owner = ${owner}`);
  if (account !== undefined) conditions.push(sql`lead.account = ${account}`);
  if (scorecard !== undefined) conditions.push(sql`score.scorecard = ${scorecard}`);
  if (minScore !== undefined) conditions.push(sql`score.total >= ${minScore}::float8`);
  if (maxScore !== undefined) conditions.push(sql`score.total <= ${maxScore}::float8`);
  if (minProbability !== undefined)
    conditions.push(sql`score.probability >= ${minProbability}::float8`);
  if (maxProbability !== undefined)
    conditions.push(sql`score.probability <= ${maxProbability}::float8`);
  if (disagrees !== undefined) conditions.push(sql`score.disagrees = ${disagrees}`);
  if (otherId !== undefined)
    conditions.push(
      sql`lead.other_ids @> ${JSON.stringify({ [otherId.system]: otherId.id })}::jsonb`,
    );
  if (idPrefix !== undefined) conditions.push(sql`lead.external_id ^@ ${idPrefix}`);
  if (reached !== undefined)
    conditions.push(sql`EXISTS (
      SELECT FROM jsonb_to_recordset(${JSON.stringify(reached)}::jsonb) AS cut(scorecard text, score float8)
      WHERE cut.scorecard = score.scorecard AND score.total >= cut.score)`);
  return conditions.reduce((all, condition) => sql`${all} AND ${condition}`, sql``);
}
