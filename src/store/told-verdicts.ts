import type { Session } from "./database.ts";

/** What was told of an experiment before the first verdict that says anything. */
const NOTHING_TOLD = "not-yet-known";

/**
 * Remembers a verdict as told.
 *
 * @returns the experiment's name and the verdict before; null where it was told already, or there is
 *          no such experiment
 */
export async function rememberVerdict(
  { sql }: Session,
  id: number,
  verdict: string,
): Promise<{ readonly name: string; readonly before: string } | null> {
  const [row] = await sql<{ name: string; before: string }[]>`
    WITH known AS (
      SELECT id, coalesce(told, ${NOTHING_TOLD}) AS told FROM experiment WHERE id = ${id} FOR UPDATE)
    UPDATE experiment SET told = ${verdict} FROM known
    WHERE experiment.id = known.id AND known.told <> ${verdict}
    RETURNING experiment.name, known.told AS before`;
  return row ?? null;
}
