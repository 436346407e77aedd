import postgres from "postgres";
import { LOCKS } from "../locks.ts";

/** One user's share in the running server; it ends with its connection, be it by a crash. */
export interface Membership {
  /** Gives the share up; the last one does `stop` before anybody else can join. */
  resign(stop: () => Promise<void>): Promise<void>;
}

/** Of the database `postgres`, held shared by each user of the server. */
const IN_USE = LOCKS.inUse;

/**
 * Takes a share in the server and sees to it that the database is there; null while the last user
 * is stopping the server. `onLost` is called when the connection breaks off.
 */
export async function becomeMember(
  url: string,
  database: string,
  onLost: () => void,
): Promise<Membership | null> {
  let isMember = false;
  const sql = connect(url, () => {
    if (isMember) onLost();
    isMember = false;
  });
  try {
    const [row] = await sql`SELECT pg_try_advisory_lock_shared(${IN_USE}) AS "isShared"`;
    if (row!.isShared) {
      await createDatabase(sql, database);
      isMember = true;
    }
  } finally {
    if (!isMember) await sql.end({ timeout: 1 });
  }
  const resign = async (stop: () => Promise<void>) => {
    const wasMember = isMember;
    isMember = false;
    if (wasMember && (await isLast(sql))) await stop();
    await sql.end({ timeout: 1 });
  };
  return isMember ? { resign } : null;
}

async function isLast(sql: postgres.Sql): Promise<boolean> {
  try {
    await sql`SELECT pg_advisory_unlock_shared(${IN_USE})`;
    const [row] = await sql`SELECT pg_try_advisory_lock(${IN_USE}) AS "isLast"`;
    return row!.isLast;
  } catch {
    // The server went away by itself: there is nothing left to stop.
    return false;
  }
}

/** One connection that lasts: the lock is gone with it. */
function connect(url: string, onclose: () => void): postgres.Sql {
  return postgres(url, {
    database: "postgres",
    max: 1,
    max_lifetime: null,
    connect_timeout: 5,
    fetch_types: false,
    connection: { application_name: "counterweight membership" },
    onnotice: () => {},
    onclose,
  });
}

const DUPLICATES: readonly unknown[] = ["42P04", "23505"];

async function createDatabase(sql: postgres.Sql, name: string): Promise<void> {
  const found = await sql`SELECT FROM pg_database WHERE datname = ${name}`;
  if (found.length > 0) return;
  try {
    await sql`CREATE DATABASE ${sql(name)}`;
  } catch (error) {
    // Another user that joins at the same time may have been first.
    if (!DUPLICATES.includes((error as { code?: unknown }).code)) throw error;
  }
}
