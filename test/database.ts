import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { inject, onTestFinished } from "vitest";
import { type Database, openDatabase } from "../src/store/database.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Of a database of the test server that nobody changes. */
    readonly databaseUrl: string;
  }
}

/** Name of the database that has all migrations and nothing else. */
export const TEMPLATE = "counterweight_template";

/** Makes an empty database of its own, with all tables; returns its address. */
export async function createTestDatabase(template = TEMPLATE): Promise<string> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  await administer(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  const url = new URL(inject("databaseUrl"));
  url.pathname = `/${name}`;
  return url.href;
}

export async function dropTestDatabase(url: string): Promise<void> {
  await administer(`DROP DATABASE IF EXISTS ${new URL(url).pathname.slice(1)} WITH (FORCE)`);
}

/** A database for one test, which goes with it. */
export async function useTestDatabase(): Promise<Database> {
  const url = await createTestDatabase();
  const database = openDatabase(url, { connections: 4 });
  onTestFinished(async () => {
    await database.close();
    await dropTestDatabase(url);
  });
  return database;
}

async function administer(statement: string): Promise<void> {
  const sql = postgres(inject("databaseUrl"), { max: 1, onnotice: () => {} });
  try {
    await sql.unsafe(statement);
  } finally {
    await sql.end();
  }
}
