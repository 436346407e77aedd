import { type Backlog, readBacklog } from "../store/backlog.ts";

export { isDeadlock } from "../store/database.ts";

import { countOutstandingMigrations } from "../store/migrate.ts";
import type { Context } from "./context.ts";

export type { Backlog } from "../store/backlog.ts";

/** What keeps a service from doing its work; null when nothing does. */
export async function findObstacle({ database }: Context): Promise<string | null> {
  try {
    const outstanding = await countOutstandingMigrations(database);
    return outstanding === 0 ? null : "The database lacks migrations of this program.";
  } catch {
    return "The database does not answer.";
  }
}

export function measureBacklog({ database }: Context): Promise<Backlog> {
  return readBacklog(database);
}

/** Errors of the driver and of PostgreSQL that another try may not meet. */
const AWAY = new Set([
  "CONNECT_TIMEOUT",
  "CONNECTION_CLOSED",
  "CONNECTION_DESTROYED",
  "CONNECTION_ENDED",
  "ECONNREFUSED",
  "ECONNRESET",
  "57P01",
  "57P02",
  "57P03",
  "53300",
]);

/** Whether an error says that the database could not be reached. */
export function isDatabaseAway(error: unknown): boolean {
  if (typeof error !== "object" || error === null) return false;
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  return (typeof code === "string" && AWAY.has(code)) || isDatabaseAway(cause);
}
