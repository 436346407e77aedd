import type { Session } from "./database.ts";
import type { JobFault, JobState } from "./jobs.ts";

export const reportForms = ["html", "json", "md"] as const;
export type ReportForm = (typeof reportForms)[number];

/** A form of a report, or one of its pictures by name. */
export type ReportPart = ReportForm | { readonly picture: string };

export interface Report extends Readonly<Record<ReportForm, string>> {
  /** SVG by name, of reports whose pictures are given one by one. */
  readonly pictures?: Readonly<Record<string, string>>;
  /** SHA-256 of all that it rests on, after `OTHER_SEED` where it is of another seed. */
  readonly basis: string;
}

export interface StoredReport {
  readonly basis: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly text: string;
}

/**
 * One part of the report that rests on this; null where there is no such report. A picture that it does
 * not have is no text.
 */
export async function findReport(
  { sql }: Session,
  basis: string,
  part: ReportPart,
): Promise<StoredReport | null> {
  const text =
    typeof part === "string"
      ? sql`${sql(part)}`
      : sql`coalesce(pictures ->> ${part.picture}::text, '')`;
  const [row] = await sql<StoredReport[]>`
    SELECT basis, (extract(epoch FROM created_at) * 1000)::float8 AS "createdAt", ${text} AS text
    FROM report WHERE basis = ${basis}`;
  return row ?? null;
}

/** Names of the pictures of the report that rests on this. */
export async function listPictures({ sql }: Session, basis: string): Promise<readonly string[]> {
  const rows = await sql<{ name: string }[]>`
    SELECT jsonb_object_keys(pictures) AS name FROM report WHERE basis = ${basis} ORDER BY name`;
  return rows.map(({ name }) => name);
}

export async function hasReport({ sql }: Session, basis: string): Promise<boolean> {
  const [row] = await sql<{ there: boolean }[]>`
    SELECT EXISTS (SELECT FROM report WHERE basis = ${basis}) AS there`;
  return row!.there;
}

/** Begins the basis of a report of another seed than the one that is served unasked. */
export const OTHER_SEED = "seeded:";

/**
 * Keeps a report, and lets go of those that are older than the newest few; reports of other seeds are
 * counted apart, so that none of them displaces one that most ask for.
 */
export async function saveReport(
  { sql }: Session,
  { basis, html, json, md, pictures = {} }: Report,
  kept: number,
): Promise<void> {
  await sql`
    INSERT INTO report (basis, html, json, md, pictures, created_at)
    VALUES (${basis}, ${html}, ${json}, ${md}, ${JSON.stringify(pictures)}::jsonb, clock_timestamp())
    ON CONFLICT (basis) DO UPDATE SET html = excluded.html, json = excluded.json,
      md = excluded.md, pictures = excluded.pictures, created_at = excluded.created_at`;
  await sql`
    DELETE FROM report WHERE basis IN (
      SELECT basis FROM (
        SELECT basis, row_number() OVER (
          PARTITION BY starts_with(basis, ${OTHER_SEED}) ORDER BY created_at DESC, ctid DESC) AS place
        FROM report) placed
      WHERE place > ${kept})`;
}

/** The job of a key, and how it stands. */
export interface ReportJob {
  readonly id: number;
  readonly state: JobState;
  readonly fault: JobFault | null;
  /** What the report that it made rests on; null before it is made. */
  readonly basis: string | null;
}

/** How many reports somebody has asked for that are not yet made. */
export async function countReportsAsked({ sql }: Session, createdBy: string): Promise<number> {
  const [row] = await sql<{ asked: number }[]>`
    SELECT count(*)::int AS asked FROM job
    WHERE kind = 'report' AND state IN ('queued', 'running') AND created_by = ${createdBy}`;
  return row!.asked;
}

export async function findReportJob({ sql }: Session, key: string): Promise<ReportJob | null> {
  const [row] = await sql<ReportJob[]>`
    SELECT id::float8 AS id, state, fault, result->>'basis' AS basis FROM job
    WHERE dedupe_key = ${key}`;
  return row ?? null;
}
