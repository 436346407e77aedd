import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import type { TestProject } from "vitest/node";
import { Refusal } from "../src/refusal.ts";
import { joinEmbeddedServer } from "../src/store/embedded/embedded-server.ts";
import { migrateDatabase } from "../src/store/migrate.ts";
import { TEMPLATE } from "./database.ts";

/** One PostgreSQL for all tests; each takes databases of its own from a migrated template. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "counterweight-tests-"));
  const server = await joinEmbeddedServer(folder, { durable: false });
  if (server instanceof Refusal) throw new Error(`${server.message} ${server.remedy}`);
  const sql = postgres(server.url, { max: 1, onnotice: () => {} });
  await sql.unsafe(`CREATE DATABASE ${TEMPLATE}`);
  await sql.end();
  const template = new URL(server.url);
  template.pathname = `/${TEMPLATE}`;
  await migrateDatabase(template.href);
  project.provide("databaseUrl", server.url);
  return async () => {
    await server.leave();
    await rm(folder, { recursive: true, force: true });
  };
}
