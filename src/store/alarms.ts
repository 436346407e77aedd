import type { Session } from "./database.ts";

/** An alarm that was raised and not cleared since. */
export interface StandingAlarm {
  readonly subject: string;
  readonly name: string;
  /** What was wrong when it was raised. */
  readonly reason: string;
  /** Epoch milliseconds. */
  readonly since: number;
}

/** Alarms that stand, in the order in which they were raised: the last that was told of their subject. */
export async function readStandingAlarms({ sql }: Session): Promise<readonly StandingAlarm[]> {
  // That an alarm is of no lead has the index on leads find the few there are.
  return await sql<StandingAlarm[]>`
    SELECT subject, name, coalesce("to", '') AS reason,
      (extract(epoch FROM at) * 1000)::float8 AS since
    FROM (
      SELECT DISTINCT ON (subject) id, subject, name, "to", at, direction FROM event
      WHERE lead_id IS NULL AND kind = 'alarm' ORDER BY subject, id DESC) latest
    WHERE direction = 'up' ORDER BY id`;
}
