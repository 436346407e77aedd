import type { Session } from "./database.ts";

/** What is set under a name; undefined where nothing is. */
export async function readSetting({ sql }: Session, name: string): Promise<unknown> {
  const [row] = await sql<{ value: unknown }[]>`SELECT value FROM setting WHERE name = ${name}`;
  return row?.value;
}

export async function writeSetting({ sql }: Session, name: string, value: unknown): Promise<void> {
  await sql`
    INSERT INTO setting (name, value) VALUES (${name}, ${JSON.stringify(value)}::jsonb)
    ON CONFLICT (name) DO UPDATE SET value = excluded.value, changed_at = now()`;
}

const HYSTERESIS_POINTS = 2;

/** Points by which a score must fall below a cut before the lead counts as below it again. */
export async function readHysteresis(session: Session): Promise<number> {
  return (
    ((await readSetting(session, "hysteresisPoints")) as number | undefined) ?? HYSTERESIS_POINTS
  );
}
