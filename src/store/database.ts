import { setTimeout } from "node:timers/promises";
import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { Refusal } from "../refusal.ts";
import * as schema from "./schema/index.ts";

type Orm = PostgresJsDatabase<typeof schema>;

/** What queries are asked of: the database, or one transaction of it. */
export interface Session {
  /** Drizzle, for ordinary queries. */
  readonly orm: Pick<
    Orm,
    "select" | "insert" | "update" | "delete" | "execute" | "query" | "$count"
  >;
  /** The driver, for bulk. Its moments come as text, as drizzle wants them. */
  readonly sql: postgres.ISql;
}

export interface Database extends Session {
  readonly sql: postgres.Sql;
  /** With its password, for threads that open connections of their own. */
  readonly url: string;
  /** All or nothing. The work may be done again, from its start, after a deadlock. */
  transact<T>(work: (session: Session) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

interface DatabaseOptions {
  /** Connections at most. */
  readonly connections?: number;
}

const CLOSE_SECONDS = 5;

/** Opens a PostgreSQL 15 or later. Nothing is asked of it yet. */
export function openDatabase(url: string, { connections = 10 }: DatabaseOptions = {}): Database {
  const sql = postgres(url, {
    max: connections,
    onnotice: () => {},
    connect_timeout: 10,
    connection: { application_name: "counterweight", TimeZone: "UTC" },
  });
  const orm: Orm = drizzle(sql, { schema });
  return {
    sql,
    url,
    orm,
    transact: (work) => {
      const begin = () => sql.begin((transaction) => work(bindTransaction(transaction, sql)));
      return retryDeadlocks(begin as () => ReturnType<typeof work>);
    },
    close: () => sql.end({ timeout: CLOSE_SECONDS }),
  };
}

const ATTEMPTS = 4;
const LONGEST_PAUSE_MS = 50;

/** Of transactions that wait for each other the database ends one, which may then be tried again. */
async function retryDeadlocks<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run();
    } catch (error) {
      if (attempt === ATTEMPTS || !isDeadlock(error)) throw error;
      // Of any length, so that those who met do not meet again.
      await setTimeout(Math.random() * attempt * LONGEST_PAUSE_MS);
    }
  }
}

const DEADLOCKS = new Set<unknown>(["40P01", "40001"]);

/** Whether the database ended a transaction for the sake of others. */
export function isDeadlock(error: unknown): boolean {
  if (typeof error !== "object" || error === null) return false;
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  return DEADLOCKS.has(code) || isDeadlock(cause);
}

/** Drizzle asks a client for its options, which a transaction of the driver does not carry. */
function bindTransaction(transaction: postgres.TransactionSql, { options }: postgres.Sql): Session {
  const client = Object.assign(transaction, { options }) as unknown as postgres.Sql;
  return { sql: transaction, orm: drizzle(client, { schema }) };
}

const OLDEST_VERSION = 150_000;

/** Whether the database answers and is new enough; a refusal says what to do where it is not. */
export async function checkDatabase({ sql }: Database): Promise<Refusal | null> {
  try {
    const [row] = await sql<{ version: number; encoding: string }[]>`
      SELECT current_setting('server_version_num')::int AS version,
        current_setting('server_encoding') AS encoding`;
    if (row!.version < OLDEST_VERSION)
      return refuse("The database is a PostgreSQL older than 15.", "Give one from 15 on.");
    if (row!.encoding !== "UTF8")
      return refuse("The database is not in UTF-8.", "Create it with ENCODING 'UTF8'.");
    return null;
  } catch (error) {
    return refuse(
      `The database cannot be used: ${describeConnection(error)}.`,
      "Check DATABASE_URL and that the server runs; without DATABASE_URL the embedded one is used.",
    );
  }
}

function refuse(message: string, remedy: string): Refusal {
  return new Refusal("database-unavailable", message, remedy);
}

const CONNECTION_FAULTS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens at its address",
  ENOTFOUND: "its host is not known",
  CONNECT_TIMEOUT: "it does not answer",
  "28P01": "it refuses the password",
  "28000": "it refuses this user",
  "3D000": "there is no database of that name",
};

function describeConnection(error: unknown): string {
  const code = (error as { code?: unknown }).code;
  return (typeof code === "string" && CONNECTION_FAULTS[code]) || "connecting failed";
}
