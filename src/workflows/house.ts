import { Refusal } from "../refusal.ts";
import { checkDatabase, openDatabase } from "../store/database.ts";
import { joinEmbeddedServer } from "../store/embedded/embedded-server.ts";
import { migrateDatabase } from "../store/migrate.ts";
import type { Context } from "./context.ts";
import { createScorers } from "./live/scorers.ts";

interface HouseOptions {
  /** postgres://…; undefined: the PostgreSQL that comes with the program, in the folder. */
  readonly databaseUrl?: string | undefined;
  readonly databaseFolder: string;
  readonly allowPrivateWebhooks?: boolean | undefined;
}

/** The database at the program's schema, and all that use cases work with. */
export interface House {
  readonly context: Context;
  /** Of the database, with its password. */
  readonly databaseUrl: string;
  /** How many migrations ran at the opening. */
  readonly migrations: number;
  close(): Promise<void>;
}

/** Opens the database, starts it where it is the embedded one, and brings it up to date. */
export async function openHouse(options: HouseOptions): Promise<House | Refusal> {
  const { databaseUrl, databaseFolder, allowPrivateWebhooks = false } = options;
  if (databaseUrl !== undefined && !isAddress(databaseUrl)) return NO_ADDRESS;
  const server =
    databaseUrl === undefined
      ? await joinEmbeddedServer(databaseFolder)
      : { url: databaseUrl, leave: async () => {} };
  if (server instanceof Refusal) return server;
  const database = openDatabase(server.url);
  const close = async () => {
    await database.close();
    await server.leave();
  };
  try {
    const migrations = (await checkDatabase(database)) ?? (await bringUpToDate(server.url));
    if (migrations instanceof Refusal) {
      await close();
      return migrations;
    }
    const scorers = createScorers(database, () => performance.now());
    const context = { database, scorers, now: Date.now, allowPrivateWebhooks };
    return { context, databaseUrl: server.url, migrations, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function bringUpToDate(url: string): Promise<number | Refusal> {
  try {
    return await migrateDatabase(url);
  } catch (error) {
    const code = findSqlState(error);
    if (code === null) throw error;
    return new Refusal(
      "database-unavailable",
      "A migration failed, so the database is as it was before.",
      "See that the user of DATABASE_URL may create schemas and tables, then try again.",
      [{ where: "PostgreSQL", reason: `error ${code}` }],
    );
  }
}

const SQL_STATE = /^[0-9A-Z]{5}$/;

/** The database's own word for what went wrong; what it says besides may repeat values. */
function findSqlState(error: unknown): string | null {
  if (typeof error !== "object" || error === null) return null;
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  return typeof code === "string" && SQL_STATE.test(code) ? code : findSqlState(cause);
}

function isAddress(text: string): boolean {
  return URL.canParse(text) && ["postgres:", "postgresql:"].includes(new URL(text).protocol);
}

const NO_ADDRESS = new Refusal(
  "option-invalid",
  "DATABASE_URL is not the address of a PostgreSQL.",
  "Write it as postgres://USER:PASSWORD@HOST:PORT/DATABASE, or leave it out for the embedded one.",
);
