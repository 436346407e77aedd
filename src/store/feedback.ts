import type { Session } from "./database.ts";

export interface FeedbackRecord {
  readonly key: string;
  readonly leadId: number;
  readonly accepted: boolean;
  /** 1 to 5 where that was given. */
  readonly rating: number | null;
  /** The main one. */
  readonly reason: string | null;
  readonly moreReasons?: readonly string[];
  readonly comment?: string | null;
  readonly rep: string | null;
  /** Epoch milliseconds. */
  readonly at: number;
  /** As the audit log names people; an import when left out. */
  readonly author?: string;
  /** Null where nobody knows. */
  readonly sawScore?: boolean | null;
  readonly shownVersionId?: number | null;
  readonly shownTotal?: number | null;
}

/**
 * Adds what sales said; feedback whose key is there already is left as it is.
 *
 * @returns how many were added
 */
export async function insertFeedback(
  { sql }: Session,
  records: readonly FeedbackRecord[],
): Promise<number> {
  if (records.length === 0) return 0;
  const rows = records.map(({ leadId, at, moreReasons = [], ...rest }) => ({
    key: rest.key,
    accepted: rest.accepted,
    rating: rest.rating,
    reason: rest.reason,
    comment: rest.comment ?? null,
    rep: rest.rep,
    author: rest.author ?? "import",
    saw_score: rest.sawScore ?? null,
    shown_version_id: rest.shownVersionId ?? null,
    shown_total: rest.shownTotal ?? null,
    more_reasons: moreReasons,
    lead_id: leadId,
    at: new Date(at).toISOString(),
  }));
  const added = await sql`
    INSERT INTO feedback (lead_id, key, accepted, rating, reason, more_reasons, comment, rep, at,
      author, saw_score, shown_version_id, shown_total)
    SELECT lead_id, key, accepted, rating, reason, more_reasons, comment, rep, at, author,
      saw_score, shown_version_id, shown_total
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS given(lead_id bigint, key text,
      accepted boolean, rating smallint, reason text, more_reasons text[], comment text, rep text,
      at timestamptz(3), author text, saw_score boolean, shown_version_id bigint,
      shown_total float8)
    ORDER BY key
    ON CONFLICT (key) DO NOTHING`;
  return added.count;
}

/** Feedback that has a key. */
export interface KeyedFeedback {
  readonly id: number;
  readonly key: string;
  readonly leadId: number;
  readonly author: string;
}

export async function findKeys(
  { sql }: Session,
  keys: readonly string[],
): Promise<ReadonlyMap<string, KeyedFeedback>> {
  const rows = await sql<KeyedFeedback[]>`
    SELECT id::float8 AS id, key, lead_id::float8 AS "leadId", author FROM feedback
    WHERE key = ANY(${keys as string[]})`;
  return new Map(rows.map((row) => [row.key, row]));
}

/** Keeps leads from being erased until the end of the transaction, and lets others score them. */
export async function holdLeads(
  { sql }: Session,
  externalIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await sql<{ id: number; external_id: string }[]>`
    SELECT id::float8 AS id, external_id FROM lead
    WHERE external_id = ANY(${externalIds as string[]}) ORDER BY lead.id FOR KEY SHARE`;
  return new Map(rows.map(({ id, external_id }) => [external_id, id]));
}

/** A moment at which a lead was judged. */
export interface JudgedMoment {
  readonly leadId: number;
  /** Epoch milliseconds. */
  readonly at: number;
  /** The published version whose score was shown, where that was told. */
  readonly version: { readonly slug: string; readonly version: number } | null;
}

/** What was to be seen of a lead at a moment. */
export interface SeenMoment {
  /** Id of the version that was told; null where it is none that was ever published. */
  readonly toldVersionId: number | null;
  /** The version that scored it then and its score; the told version's where one was told. */
  readonly versionId: number | null;
  readonly total: number | null;
  /** Whether it was waiting for feedback without the score in sight. */
  readonly blind: boolean;
}

/** One entry a moment, in their order. */
export async function readMoments(
  { sql }: Session,
  moments: readonly JudgedMoment[],
): Promise<readonly SeenMoment[]> {
  if (moments.length === 0) return [];
  const rows = moments.map(({ leadId, at, version }, n) => ({
    n,
    lead_id: leadId,
    at: new Date(at).toISOString(),
    slug: version?.slug ?? null,
    version: version?.version ?? null,
  }));
  return await sql<SeenMoment[]>`
    SELECT told.id::float8 AS "toldVersionId", seen.version_id::float8 AS "versionId", seen.total,
      coalesce(handed.blind AND NOT EXISTS (
        SELECT FROM feedback WHERE lead_id = given.lead_id AND withdrawn_at IS NULL
          AND feedback.at BETWEEN handed.at AND given.at), false) AS blind
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS given(n int, lead_id bigint,
      at timestamptz(3), slug text, version int)
    LEFT JOIN LATERAL (
      SELECT v.id FROM scorecard_version v JOIN scorecard s ON s.id = v.scorecard_id
      WHERE s.slug = given.slug AND v.version = given.version AND v.state = 'published') told ON true
    LEFT JOIN LATERAL (
      SELECT scorecard_version_id AS version_id, total FROM score_snapshot
      WHERE lead_id = given.lead_id AND as_of <= given.at
        AND (given.slug IS NULL OR scorecard_version_id = told.id)
      ORDER BY as_of DESC, id DESC LIMIT 1) seen ON true
    LEFT JOIN LATERAL (
      SELECT at, blind FROM handover WHERE lead_id = given.lead_id AND at <= given.at
      ORDER BY at DESC, id DESC LIMIT 1) handed ON true
    ORDER BY n`;
}
