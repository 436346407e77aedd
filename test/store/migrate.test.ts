import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { is } from "drizzle-orm";
import { getTableConfig, PgTable } from "drizzle-orm/pg-core";
import postgres from "postgres";
import { describe, expect, it, onTestFinished } from "vitest";
import { migrateDatabase } from "../../src/store/migrate.ts";
import * as schema from "../../src/store/schema/index.ts";
import { counterweightOn } from "../cli/connected-command.ts";
import { createTestDatabase, dropTestDatabase, useTestDatabase } from "../database.ts";
import { makeFolder } from "../folder.ts";

const MIGRATIONS = fileURLToPath(new URL("../../migrations", import.meta.url));
const COUNT = readdirSync(MIGRATIONS).filter((name) => name.endsWith(".sql")).length;

async function useBareDatabase(): Promise<string> {
  const url = await createTestDatabase("template0");
  onTestFinished(() => dropTestDatabase(url));
  return url;
}

/** A folder of migrations such as drizzle-kit writes. */
function writeMigrations(...statements: readonly string[]): string {
  const folder = makeFolder();
  mkdirSync(join(folder, "meta"));
  const entries = statements.map((statement, idx) => {
    const tag = `000${idx}_step`;
    writeFileSync(join(folder, `${tag}.sql`), statement);
    return { idx, version: "7", when: 1000 + idx, tag, breakpoints: true };
  });
  const journal = { version: "7", dialect: "postgresql", entries };
  writeFileSync(join(folder, "meta/_journal.json"), JSON.stringify(journal));
  return folder;
}

async function listTables(url: string): Promise<readonly string[]> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  const rows = await sql<{ name: string }[]>`
    SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace`;
  await sql.end();
  return rows.map(({ name }) => name);
}

describe("migrations", () => {
  it("that fail leave the database as it was, also by those that ran before them", async () => {
    const url = await useBareDatabase();
    const good = "CREATE TABLE good (id int);";
    const bad =
      "CREATE TABLE half (id int);--> statement-breakpoint\nALTER TABLE nowhere ADD x int;";
    await expect(migrateDatabase(url, writeMigrations(good, bad))).rejects.toThrow();
    expect(await listTables(url)).toEqual([]);
    expect(await migrateDatabase(url, writeMigrations(good))).toBe(1);
    await expect(migrateDatabase(url, writeMigrations(good, bad))).rejects.toThrow();
    expect(await listTables(url)).toEqual(["good"]);
    expect(await migrateDatabase(url, writeMigrations(good))).toBe(0);
  });

  it("are run once where several processes migrate at once", async () => {
    const url = await useBareDatabase();
    const ended = await Promise.all([1, 2, 3].map(() => counterweightOn(url, "migrate")));
    for (const { exitCode, stderr } of ended) expect([exitCode, stderr]).toEqual([0, ""]);
    expect(ended.map(({ stdout }) => stdout).toSorted()).toEqual([
      "The database is up to date already.\n",
      "The database is up to date already.\n",
      `The database is up to date: ${COUNT} migrations ran.\n`,
    ]);
  });

  it("give what erasing looks for an index: whatever refers to a lead or an event", async () => {
    const { sql } = await useTestDatabase();
    const scanned = await sql`
      SELECT conrelid::regclass::text AS table, conname FROM pg_constraint
      WHERE contype = 'f' AND confrelid IN ('lead'::regclass, 'event'::regclass) AND NOT EXISTS (
        SELECT FROM pg_index WHERE indrelid = conrelid AND indkey[0] = conkey[1] AND indpred IS NULL)`;
    expect([...scanned]).toEqual([]);
  });

  it("make what the schema says: every table, column and index", async () => {
    const { sql } = await useTestDatabase();
    const columns = await sql<{ name: string }[]>`
      SELECT relname || '.' || attname || ' ' || format_type(atttypid, atttypmod) ||
        CASE WHEN attnotnull THEN ' not null' ELSE '' END AS name
      FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
      WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0
        AND NOT attisdropped`;
    const indices = await sql<{ name: string }[]>`
      SELECT indexrelid::regclass::text AS name FROM pg_index
      JOIN pg_class ON pg_class.oid = indrelid
      WHERE relnamespace = 'public'::regnamespace AND NOT indisprimary`;
    const tables = Object.values(schema)
      .filter((one) => is(one, PgTable))
      .map(getTableConfig);
    const wantedColumns = tables.flatMap(({ name, columns, primaryKeys }) => {
      const keys = new Set(primaryKeys.flatMap((key) => key.columns.map((column) => column.name)));
      return columns.map((column) => {
        const isNeeded = column.notNull || keys.has(column.name);
        const type = column.getSQLType().replace(" (", "(");
        return `${name}.${column.name} ${type}${isNeeded ? " not null" : ""}`;
      });
    });
    const wantedIndices = tables.flatMap(({ columns, indexes, uniqueConstraints }) => [
      ...columns.filter((column) => column.isUnique).map((column) => column.uniqueName),
      ...indexes.map(({ config }) => config.name),
      ...uniqueConstraints.map((constraint) => constraint.name),
    ]);
    expect(columns.map(({ name }) => name).toSorted()).toEqual(wantedColumns.toSorted());
    expect(indices.map(({ name }) => name).toSorted()).toEqual(wantedIndices.toSorted());
  });
});
