import type { Activity, AttributeValue } from "../scorecard/lead.ts";
import type { Session } from "./database.ts";

/** A closed deal with its lead as it was known at `asOf`. Times are epoch milliseconds. */
export interface StoredDeal {
  readonly id: string;
  readonly outcome: "won" | "lost";
  readonly createdAt: number | null;
  readonly closedAt: number | null;
  /** The moment of the hand-over, else that of the opening. */
  readonly asOf: number;
  /** The sender's own id of the lead. */
  readonly leadId: string;
  readonly account: string | null;
  /** The owner that the lead has now. */
  readonly owner: string | null;
  /** As they were known last at `asOf`; as they were known first where that was later. */
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  /** Up to `asOf`, by time. */
  readonly activities: readonly Activity[];
}

/** Deals that are not learned from, by why. */
export interface LeftOut {
  readonly open: number;
  /** Their leads were erased. */
  readonly deleted: number;
  readonly "no-moment": number;
  readonly "decided-before-moment": number;
}

/** What sales said of a lead and did not take back. */
export interface StoredFeedback {
  readonly leadId: string;
  readonly accepted: boolean;
  readonly rating: number | null;
  readonly reason: string | null;
  readonly rep: string | null;
  readonly at: number;
  /** Null where nobody knows. */
  readonly sawScore: boolean | null;
  readonly shownScore: number | null;
  /** The lead as it was known at `at`; null where a deal to learn from tells of it. */
  readonly known: Pick<StoredDeal, "attributes" | "activities"> | null;
}

const BATCH = 2000;

/** Everything read in this transaction is of one moment. Its first statement. */
export async function freezeReading({ sql }: Session): Promise<void> {
  await sql`SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY`;
}

/** Up to when something was learnt from; epoch milliseconds. */
interface Learnt {
  /** Null where that is not known. */
  readonly asOf: number | null;
  readonly closedAt: number;
}

/**
 * All deals to learn from, in the order in which they were told; where some were learnt from already,
 * only those of a later moment or closed later. Cost O(deals × log(activities)).
 */
export async function readClosedDeals(
  { sql }: Session,
  learnt?: Learnt,
): Promise<readonly StoredDeal[]> {
  const deals: StoredDeal[] = [];
  const rows = sql<StoredDeal[]>`
    WITH ${closedDeals(sql)}
    SELECT ${dealColumns(sql)}
    FROM deal JOIN lead ON lead.id = deal.lead_id
    ${learnt === undefined ? sql`` : sql`WHERE ${isLater(sql, learnt)}`} ORDER BY deal.id`;
  for await (const batch of rows.cursor(BATCH)) deals.push(...batch);
  return deals;
}

/** At most so many of the deals to learn from that closed before a moment, the same ones each time. */
export async function readDealsClosedBefore(
  { sql }: Session,
  moment: number,
  most: number,
): Promise<readonly StoredDeal[]> {
  return await sql<StoredDeal[]>`
    WITH ${closedDeals(sql)}, drawn AS (
      SELECT * FROM deal WHERE closed_at < ${new Date(moment).toISOString()}::timestamptz
      ORDER BY md5(id::text) LIMIT ${most})
    SELECT ${dealColumns(sql)} FROM drawn AS deal JOIN lead ON lead.id = deal.lead_id`;
}

/** A deal with the internal ids of itself and its lead. */
export interface KeyedDeal extends StoredDeal {
  readonly key: number;
  readonly leadKey: number;
}

/** Which of the deals to learn from. */
export interface DealSelection {
  /** Internal ids of their leads; null: of any. */
  readonly leads: readonly number[] | null;
  /** Every so manyth deal, the same ones each time; 1: all. */
  readonly everyNth: number;
}

/** Deals to learn from, batch by batch, in the order in which they were told. */
export function streamClosedDeals(
  { sql }: Session,
  { leads, everyNth }: DealSelection,
): AsyncIterable<readonly KeyedDeal[]> {
  return sql<KeyedDeal[]>`
    WITH ${closedDeals(sql)}
    SELECT ${dealColumns(sql)}, deal.id::float8 AS key, deal.lead_id::float8 AS "leadKey"
    FROM deal JOIN lead ON lead.id = deal.lead_id
    WHERE ${isDrawn(sql, "deal", everyNth)}
      ${leads === null ? sql`` : sql`AND deal.lead_id = ANY(${leads as number[]}::bigint[])`}
    ORDER BY deal.id`.cursor(BATCH);
}

/** How many deals there are to learn from, and how many are drawn of them. */
export async function countClosedDeals(
  { sql }: Session,
  everyNth: number,
): Promise<{ readonly all: number; readonly drawn: number }> {
  const [row] = await sql<{ all: number; drawn: number }[]>`
    WITH ${closedDeals(sql)}
    SELECT count(*)::int AS all, count(*) FILTER (WHERE ${isDrawn(sql, "deal", everyNth)})::int AS drawn
    FROM deal`;
  return row!;
}

/** Whether a row is drawn: by its id, so that it is drawn each time or never. */
export function isDrawn(sql: Session["sql"], table: "deal" | "lead", everyNth: number) {
  if (everyNth === 1) return sql`true`;
  return sql`('x' || left(md5(${sql(table)}.id::text), 7))::bit(28)::int % ${everyNth} = 0`;
}

export async function countLeftOut({ sql }: Session): Promise<LeftOut> {
  const [row] = await sql<LeftOut[]>`
    WITH placed AS (${placedDeals(sql)})
    SELECT count(*) FILTER (WHERE place = 'open')::int AS open,
      count(*) FILTER (WHERE place = 'deleted')::int AS deleted,
      count(*) FILTER (WHERE place = 'no-moment')::int AS "no-moment",
      count(*) FILTER (WHERE place = 'decided-before-moment')::int AS "decided-before-moment"
    FROM placed`;
  return row!;
}

export async function hasActivities({ sql }: Session): Promise<boolean> {
  const [row] = await sql<{ there: boolean }[]>`SELECT EXISTS (SELECT FROM activity) AS there`;
  return row!.there;
}

/** What sales said, in the order in which it was said. */
export async function readFeedback({ sql }: Session): Promise<readonly StoredFeedback[]> {
  return await sql<StoredFeedback[]>`
    WITH learned AS MATERIALIZED (
      SELECT DISTINCT lead_id FROM (${placedDeals(sql)}) placed WHERE place = 'learned'),
    deal AS (SELECT *, at AS as_of FROM feedback WHERE withdrawn_at IS NULL)
    SELECT lead.external_id AS "leadId", accepted, rating, reason, rep,
      (extract(epoch FROM at) * 1000)::float8 AS at, saw_score AS "sawScore",
      shown_total AS "shownScore",
      CASE WHEN learned.lead_id IS NULL THEN json_build_object(
        'attributes', ${attributesThen(sql)}, 'activities', ${activitiesThen(sql)}) END AS known
    FROM deal JOIN lead ON lead.id = deal.lead_id LEFT JOIN learned ON learned.lead_id = lead.id
    ORDER BY at, key COLLATE "C"`;
}

/**
 * SHA-256 over all that can be learned from: another one stands for other deals, leads, activities
 * or feedback. It is computed where the rows are, so that asking costs this process nothing.
 */
export async function fingerprintHistory({ sql }: Session): Promise<string> {
  const [row] = await sql<{ fingerprint: string }[]>`
    WITH ${closedDeals(sql)}, learned AS (
      SELECT md5(ROW(deal.name, deal.outcome, deal.opened_at, deal.closed_at, deal.as_of,
        lead.external_id, lead.account, lead.owner, ${attributesThen(sql)}, (
          SELECT string_agg(ROW(type, asset, category, minutes, at)::text, '' ORDER BY at, id)
          FROM activity WHERE lead_id = deal.lead_id AND at <= deal.as_of))::text) AS hash
      FROM deal JOIN lead ON lead.id = deal.lead_id)
    , left_out AS (
      SELECT place, count(*) AS deals FROM (${placedDeals(sql)}) placed
      WHERE place <> 'learned' GROUP BY place)
    , said AS (
      SELECT md5(ROW(lead.external_id, accepted, rating, reason, rep, at, saw_score,
        shown_total)::text) AS hash
      FROM feedback JOIN lead ON lead.id = feedback.lead_id WHERE withdrawn_at IS NULL)
    SELECT encode(sha256(convert_to(ROW(
      (SELECT string_agg(hash, '' ORDER BY hash) FROM learned),
      (SELECT string_agg(left_out::text, '' ORDER BY place) FROM left_out),
      (SELECT string_agg(hash, '' ORDER BY hash) FROM said),
      EXISTS (SELECT FROM activity))::text, 'UTF8')), 'hex') AS fingerprint`;
  return row!.fingerprint;
}

/**
 * Every deal with the moment as of which it counts, and whether it is learned from. A deal that closed
 * at its hand-over, or before, was decided already; that its closing is not known is held against a
 * deal only where other deals tell theirs.
 */
function placedDeals(sql: Session["sql"]) {
  return sql`
    SELECT o.id, coalesce(o.external_id, '#' || o.id) AS name, o.lead_id, o.outcome, o.opened_at,
      o.closed_at, coalesce(o.handed_over_at, o.opened_at) AS as_of,
      CASE
        WHEN o.outcome = 'open' THEN 'open'
        WHEN o.lead_id IS NULL THEN 'deleted'
        WHEN coalesce(o.handed_over_at, o.opened_at) IS NULL THEN 'no-moment'
        WHEN o.handed_over_at IS NULL THEN 'learned'
        WHEN o.closed_at <= o.handed_over_at THEN 'decided-before-moment'
        WHEN o.closed_at IS NULL AND EXISTS (
          SELECT FROM opportunity WHERE outcome <> 'open' AND closed_at IS NOT NULL) THEN 'no-moment'
        ELSE 'learned' END AS place
    FROM opportunity o`;
}

function isLater(sql: Session["sql"], { asOf, closedAt }: Learnt) {
  const moment = asOf === null ? null : new Date(asOf).toISOString();
  return sql`(deal.closed_at > ${new Date(closedAt).toISOString()}::timestamptz
    OR deal.as_of > ${moment}::timestamptz)`;
}

function closedDeals(sql: Session["sql"]) {
  return sql`deal AS (SELECT * FROM (${placedDeals(sql)}) placed WHERE place = 'learned')`;
}

function dealColumns(sql: Session["sql"]) {
  return sql`
    deal.name AS id, deal.outcome, ${milliseconds(sql, "opened_at")} AS "createdAt",
    ${milliseconds(sql, "closed_at")} AS "closedAt", ${milliseconds(sql, "as_of")} AS "asOf",
    lead.external_id AS "leadId", lead.account, lead.owner,
    ${attributesThen(sql)} AS attributes, ${activitiesThen(sql)} AS activities`;
}

/** JSON of the activities of the lead of a row `deal` up to its moment. */
export function activitiesThen(sql: Session["sql"]) {
  return sql`coalesce((
    SELECT json_agg(json_strip_nulls(json_build_object('type', type, 'asset', asset,
      'category', category, 'minutes', minutes,
      'at', (extract(epoch FROM at) * 1000)::float8)) ORDER BY at, id)
    FROM activity WHERE lead_id = deal.lead_id AND at <= deal.as_of), '[]')`;
}

/** JSON of what the lead of a row `deal` was known to be at its moment. */
export function attributesThen(sql: Session["sql"]) {
  return sql`coalesce(
    (SELECT attributes FROM lead_revision
      WHERE lead_id = deal.lead_id AND known_from <= deal.as_of ORDER BY known_from DESC LIMIT 1),
    (SELECT attributes FROM lead_revision
      WHERE lead_id = deal.lead_id ORDER BY known_from LIMIT 1),
    lead.attributes)`;
}

function milliseconds(sql: Session["sql"], column: "opened_at" | "closed_at" | "as_of") {
  return sql`(extract(epoch FROM deal.${sql(column)}) * 1000)::float8`;
}
