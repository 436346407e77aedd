import type { Session } from "./database.ts";
import { announceDeliveries } from "./deliveries.ts";
import type { LiveVersions } from "./live.ts";
import type { publication } from "./schema/scorecards.ts";
import type { VersionName } from "./versions.ts";

/** What becomes of the events that a new version causes. */
export type EventsMode = (typeof publication.$inferSelect)["events"];

export interface NewPublication extends LiveVersions {
  /** What was live before; null where nothing was. */
  readonly replaced: LiveVersions | null;
  readonly events: EventsMode;
  /** Events that go out in a minute; null: all at once. */
  readonly perMinute: number | null;
  readonly note: string | null;
  readonly publishedBy: string;
  /** Epoch milliseconds. */
  readonly publishedAt: number;
}

/** Writes a change of what is live, in its transaction. */
export async function insertPublication({ sql }: Session, made: NewPublication): Promise<number> {
  const { scorecardVersionId, modelVersionId, replaced, events, perMinute, note } = made;
  const [row] = await sql<{ id: number }[]>`
    INSERT INTO publication (scorecard_version_id, model_version_id,
      replaced_scorecard_version_id, replaced_model_version_id, events, per_minute, note,
      published_by, published_at)
    VALUES (${scorecardVersionId}, ${modelVersionId}, ${replaced?.scorecardVersionId ?? null},
      ${replaced?.modelVersionId ?? null}, ${events}, ${perMinute}, ${note}, ${made.publishedBy},
      ${new Date(made.publishedAt).toISOString()})
    RETURNING id::float8 AS id`;
  return row!.id;
}

/** The publication that made live what is live; null where nobody wrote one. */
export async function findCurrentPublication(
  { sql }: Session,
  { scorecardVersionId, modelVersionId }: LiveVersions,
): Promise<number | null> {
  const [row] = await sql<{ id: number }[]>`
    SELECT id::float8 AS id FROM (SELECT * FROM publication ORDER BY id DESC LIMIT 1) latest
    WHERE scorecard_version_id = ${scorecardVersionId}
      AND model_version_id IS NOT DISTINCT FROM ${modelVersionId}::bigint`;
  return row?.id ?? null;
}

/** How the deliveries of a publication's events are written. */
export interface Pacing {
  readonly publicationId: number;
  readonly state: "waiting" | "held" | "none";
  /** Epoch milliseconds at which the first goes out. */
  readonly from: number;
  /** Milliseconds from one event to the next. */
  readonly gapMs: number;
}

/** Until the end of the transaction nobody else writes events of the publication, or releases them. */
export async function lockPacing({ sql }: Session, publicationId: number): Promise<Pacing> {
  const [row] = await sql<Pacing[]>`
    SELECT id::float8 AS "publicationId",
      CASE WHEN events = 'drop' THEN 'none'
        WHEN events = 'hold' AND released_at IS NULL THEN 'held' ELSE 'waiting' END AS state,
      (extract(epoch FROM greatest(now(), next_due_at)) * 1000)::float8 AS from,
      coalesce(60000.0 / per_minute, 0)::float8 AS "gapMs"
    FROM publication WHERE id = ${publicationId} FOR NO KEY UPDATE`;
  if (row === undefined) throw new RangeError(`no publication ${publicationId}`);
  return row;
}

/** Writes down when the event after those that were written now may go out. */
export async function advancePacing(
  { sql }: Session,
  { publicationId, from, gapMs, state }: Pacing,
  events: number,
): Promise<void> {
  if (state !== "waiting" || gapMs === 0 || events === 0) return;
  const next = new Date(from + events * gapMs).toISOString();
  await sql`UPDATE publication SET next_due_at = ${next} WHERE id = ${publicationId}`;
}

/**
 * Frees what is held of a publication, and spreads anew what waits of it and was never tried. What
 * its walk still comes to follows after that.
 *
 * @returns how many events go out now, one by one; null where there is no such publication
 */
export async function releaseEvents(
  session: Session,
  id: number,
  perMinute: number | null,
): Promise<{ readonly events: EventsMode; readonly released: number } | null> {
  const { sql } = session;
  const [row] = await sql<{ events: EventsMode }[]>`
    SELECT events FROM publication WHERE id = ${id} FOR NO KEY UPDATE`;
  if (row === undefined) return null;
  if (row.events === "drop") return { events: row.events, released: 0 };
  const gapMs = perMinute === null ? 0 : 60_000 / perMinute;
  const isFree = sql`(delivery.state = 'held' OR (delivery.state = 'waiting' AND delivery.attempts = 0))`;
  const [freed] = await sql<{ released: number }[]>`
    WITH placed AS (
      SELECT delivery.id, dense_rank() OVER (ORDER BY event.id) - 1 AS place
      FROM event JOIN delivery ON delivery.event_id = event.id
      WHERE event.publication_id = ${id} AND ${isFree})
    , freed AS (
      UPDATE delivery SET state = 'waiting',
        due_at = now() + placed.place * ${gapMs}::float8 * interval '1 ms'
      FROM placed WHERE delivery.id = placed.id AND ${isFree}
      RETURNING delivery.event_id)
    SELECT count(DISTINCT event_id)::int AS released FROM freed`;
  const { released } = freed!;
  await sql`
    UPDATE publication SET released_at = coalesce(released_at, now()), per_minute = ${perMinute},
      next_due_at = now() + ${released * gapMs}::float8 * interval '1 ms'
    WHERE id = ${id}`;
  await announceDeliveries(session);
  return { events: row.events, released };
}

/** A publication and what became of its events so far. Times are epoch milliseconds. */
export interface ListedPublication {
  readonly id: number;
  readonly scorecard: VersionName;
  readonly model: VersionName | null;
  readonly replacedScorecard: VersionName | null;
  readonly replacedModel: VersionName | null;
  readonly events: EventsMode;
  readonly perMinute: number | null;
  readonly releasedAt: number | null;
  readonly note: string | null;
  readonly publishedBy: string;
  readonly publishedAt: number;
  /** Events that it has caused so far. */
  readonly caused: number;
  readonly held: number;
  readonly waiting: number;
  readonly delivered: number;
}

/** The newest first; one of them where an id is given. */
export async function listPublications(
  { sql }: Session,
  page: {
    readonly id?: number | undefined;
    readonly before?: number | undefined;
    readonly limit: number;
  },
): Promise<readonly ListedPublication[]> {
  const { id, before, limit } = page;
  return await sql<ListedPublication[]>`
    WITH page AS MATERIALIZED (
      SELECT * FROM publication WHERE true
        ${id === undefined ? sql`` : sql`AND id = ${id}`}
        ${before === undefined ? sql`` : sql`AND id < ${before}`}
      ORDER BY id DESC LIMIT ${limit})
    , caused AS (
      SELECT publication_id AS id, count(*)::int AS events FROM event
      WHERE publication_id IN (SELECT id FROM page) GROUP BY publication_id)
    , sent AS (
      SELECT event.publication_id AS id, count(*) FILTER (WHERE delivery.state = 'held')::int AS held,
        count(*) FILTER (WHERE delivery.state = 'waiting')::int AS waiting,
        count(*) FILTER (WHERE delivery.state = 'delivered')::int AS delivered
      FROM event JOIN delivery ON delivery.event_id = event.id
      WHERE event.publication_id IN (SELECT id FROM page) GROUP BY event.publication_id)
    SELECT p.id::float8 AS id, ${nameScorecard(sql, "scorecard_version_id")} AS scorecard,
      ${nameModel(sql, "model_version_id")} AS model,
      ${nameScorecard(sql, "replaced_scorecard_version_id")} AS "replacedScorecard",
      ${nameModel(sql, "replaced_model_version_id")} AS "replacedModel",
      p.events, p.per_minute AS "perMinute",
      (extract(epoch FROM p.released_at) * 1000)::float8 AS "releasedAt", p.note,
      p.published_by AS "publishedBy",
      (extract(epoch FROM p.published_at) * 1000)::float8 AS "publishedAt",
      coalesce(caused.events, 0) AS caused, coalesce(sent.held, 0) AS held,
      coalesce(sent.waiting, 0) AS waiting, coalesce(sent.delivered, 0) AS delivered
    FROM page p LEFT JOIN caused ON caused.id = p.id LEFT JOIN sent ON sent.id = p.id
    ORDER BY p.id DESC`;
}

function nameScorecard(sql: Session["sql"], column: string) {
  return sql`(
    SELECT jsonb_build_object('slug', scorecard.slug, 'version', v.version)
    FROM scorecard_version v JOIN scorecard ON scorecard.id = v.scorecard_id
    WHERE v.id = p.${sql(column)})`;
}

function nameModel(sql: Session["sql"], column: string) {
  return sql`(
    SELECT jsonb_build_object('slug', model.slug, 'version', m.version)
    FROM model_version m JOIN model ON model.id = m.model_id WHERE m.id = p.${sql(column)})`;
}
