import { fileURLToPath } from "node:url";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import type { Session } from "./database.ts";
import { LOCKS } from "./locks.ts";

const MIGRATIONS = fileURLToPath(new URL("../../migrations", import.meta.url));

/**
 * Brings a database to the schema of this program, forward only.
 *
 * All outstanding migrations run in one transaction: one that fails leaves the database as it was. Of
 * several processes that migrate at once, one does and the others wait.
 *
 * @returns how many migrations ran
 */
export async function migrateDatabase(url: string, folder = MIGRATIONS): Promise<number> {
  const sql = postgres(url, { max: 1, onnotice: () => {}, connect_timeout: 10 });
  try {
    await sql`SELECT pg_advisory_lock(${LOCKS.migration})`;
    const before = await countMigrations(sql);
    await migrate(drizzle(sql), { migrationsFolder: folder });
    return (await countMigrations(sql)) - before;
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function countMigrations(sql: postgres.Sql): Promise<number> {
  const [table] = await sql`SELECT to_regclass('drizzle.__drizzle_migrations') AS name`;
  if (table!["name"] === null) return 0;
  const [row] = await sql`SELECT count(*)::int AS count FROM drizzle.__drizzle_migrations`;
  return row!["count"] as number;
}

/** How many migrations of this program a database still lacks. */
export async function countOutstandingMigrations(
  { sql }: Session,
  folder = MIGRATIONS,
): Promise<number> {
  const [row] = await sql<{ last: number }[]>`
    SELECT coalesce(max(created_at), 0)::float8 AS last FROM drizzle.__drizzle_migrations`;
  const own = readMigrationFiles({ migrationsFolder: folder });
  return own.filter(({ folderMillis }) => folderMillis > row!.last).length;
}
