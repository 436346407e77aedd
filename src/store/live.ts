import type { ScorecardSet } from "../scorecard/schema.ts";
import type { Session } from "./database.ts";

/** The versions that score now. */
export interface LiveVersions {
  readonly scorecardVersionId: number;
  /** Null while no model fits the scorecard's lines. */
  readonly modelVersionId: number | null;
}

/** What is live; null before anything was published. */
export async function readLive({ sql }: Session): Promise<LiveVersions | null> {
  const [row] = await sql<LiveVersions[]>`
    SELECT scorecard_version_id::float8 AS "scorecardVersionId",
      model_version_id::float8 AS "modelVersionId" FROM live`;
  return row ?? null;
}

export async function writeLive(
  { sql }: Session,
  { scorecardVersionId, modelVersionId }: LiveVersions,
): Promise<void> {
  await sql`
    INSERT INTO live (scorecard_version_id, model_version_id)
    VALUES (${scorecardVersionId}, ${modelVersionId})
    ON CONFLICT ("only") DO UPDATE SET scorecard_version_id = excluded.scorecard_version_id,
      model_version_id = excluded.model_version_id, changed_at = now()`;
}

/** Documents of versions, as they were published. */
export async function readVersionDocuments(
  { sql }: Session,
  { scorecardVersionId, modelVersionId }: LiveVersions,
): Promise<{ readonly scorecard: ScorecardSet; readonly model: unknown }> {
  const [row] = await sql<{ scorecard: ScorecardSet; model: unknown }[]>`
    SELECT s.document AS scorecard, m.document AS model
    FROM scorecard_version s LEFT JOIN model_version m ON m.id = ${modelVersionId}
    WHERE s.id = ${scorecardVersionId}`;
  if (row === undefined) throw new RangeError(`no scorecard version ${scorecardVersionId}`);
  return row;
}
