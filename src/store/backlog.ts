import type { Session } from "./database.ts";

/** What waits to be done. */
export interface Backlog {
  readonly queued: number;
  readonly running: number;
  /** To webhooks that are enabled. */
  readonly deliveries: number;
  /** Of the delivery that has been due for longest. */
  readonly overdueSeconds: number;
}

/** Costs a look into two indices that hold nothing but what waits. */
export async function readBacklog({ sql }: Session): Promise<Backlog> {
  const [row] = await sql<Backlog[]>`
    SELECT jobs.*, deliveries.* FROM
      (SELECT count(*) FILTER (WHERE state = 'queued')::int AS queued,
        count(*) FILTER (WHERE state = 'running' AND lease_until > now())::int AS running
      FROM job WHERE state IN ('queued', 'running')) jobs,
      (SELECT count(*)::int AS deliveries,
        greatest(0, coalesce(extract(epoch FROM now() - min(due_at)), 0))::float8
          AS "overdueSeconds"
      FROM delivery JOIN webhook ON webhook.id = webhook_id
      WHERE state = 'waiting' AND disabled_at IS NULL) deliveries`;
  return row!;
}
