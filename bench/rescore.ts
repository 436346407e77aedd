import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { finished, pipeline } from "node:stream/promises";
import { runDueJobs } from "../src/jobs/worker.ts";
import { Refusal } from "../src/refusal.ts";
import { type Database, openDatabase } from "../src/store/database.ts";
import { joinEmbeddedServer } from "../src/store/embedded/embedded-server.ts";
import { enqueueJob, readJob } from "../src/store/jobs.ts";
import { migrateDatabase } from "../src/store/migrate.ts";
import type { Context } from "../src/workflows/context.ts";
import { rescoreLeads } from "../src/workflows/live/rescore-leads.ts";
import { createScorers } from "../src/workflows/live/scorers.ts";
import { publishSample } from "../test/store/published-versions.ts";
import { storeLeads } from "./rescore/stored-leads.ts";
import type { BenchResult } from "./run.ts";

const LEADS = 200_000;
const ROUNDS = 4;
const MOST_TIMES = 4;
const DAY_MS = 86_400_000;
const START = Date.parse("2025-06-01T00:00:00Z");

/**
 * The daily re-score of 200,000 stored leads, as the job does it, against carrying the same rows by
 * COPY, on the same server in turns.
 *
 * Re-scoring: every lead is a day older than at its last score, under the sample's 24 lines and a
 * model. It reads leads, activities and scores, and writes scores, snapshots, events and the job's
 * progress, chunk by chunk. COPY: the rows that this reads are copied out (leads, activities,
 * scores) and the scores copied in, into an empty table with the columns and indexes of
 * `lead_score`, without its foreign keys, and neither snapshots nor events.
 *
 * The server is one of the bench's own, durable, with its settings as it comes. Time on the clock,
 * since two processes share the work; of each way its best round, which other work on the machine
 * disturbs least.
 */
export async function run(): Promise<BenchResult> {
  const folder = await mkdtemp(join(tmpdir(), "counterweight-bench-"));
  const server = await joinEmbeddedServer(folder);
  if (server instanceof Refusal) throw new Error(`${server.message} ${server.remedy}`);
  try {
    await migrateDatabase(server.url);
    const database = openDatabase(server.url, { connections: 6 });
    try {
      return await compare(database);
    } finally {
      await database.close();
    }
  } finally {
    await server.leave();
    await rm(folder, { recursive: true, force: true });
  }
}

async function compare(database: Database): Promise<BenchResult> {
  const clock = { now: START };
  const context: Context = {
    database,
    scorers: createScorers(database, () => performance.now()),
    now: () => clock.now,
    allowPrivateWebhooks: false,
  };
  await publishSample(database);
  const { activities } = await storeLeads(database, LEADS, START);
  console.error(`${LEADS} leads, ${activities} activities`);
  await scoreFirst(context);
  await database.sql`CREATE TABLE copied (LIKE lead_score INCLUDING ALL)`;
  let copying = Number.POSITIVE_INFINITY;
  let scoring = Number.POSITIVE_INFINITY;
  for (let round = 1; round <= ROUNDS; round++) {
    clock.now = START + round * DAY_MS;
    await database.sql`TRUNCATE copied`;
    copying = Math.min(copying, await time(`copy ${round}`, () => copyRows(database)));
    scoring = Math.min(scoring, await time(`rescore ${round}`, () => rescoreDay(context)));
  }
  return {
    name: "rescore",
    ratio: scoring / copying,
    unit: "of the time of COPY out and in",
    limit: MOST_TIMES,
    n: LEADS,
    alternative: { name: "COPY, seconds", value: copying },
  };
}

async function rescoreDay(context: Context): Promise<void> {
  const { database } = context;
  const id = await enqueueJob(database, {
    kind: "rescore",
    input: { cause: "time" },
    createdBy: "bench",
  });
  await runDueJobs(context, undefined, console.error);
  const job = await readJob(database, id);
  if (job?.result?.["leads"] !== LEADS) throw new Error(`the job is ${JSON.stringify(job)}`);
}

async function copyRows({ sql }: Database): Promise<void> {
  await copyOut(await sql`COPY lead TO STDOUT`.readable());
  await copyOut(await sql`COPY activity TO STDOUT`.readable());
  const scores = await copyOut(await sql`COPY lead_score TO STDOUT`.readable());
  await pipeline(Readable.from(scores), await sql`COPY copied FROM STDIN`.writable());
}

/** Takes blocks as they come: the driver forgets to go on with a connection that it made to wait. */
async function copyOut(rows: Readable): Promise<readonly Buffer[]> {
  const blocks: Buffer[] = [];
  rows.on("data", (block: Buffer) => blocks.push(block));
  await finished(rows);
  return blocks;
}

/** The scores of the day before the first round, as an import leaves them. */
async function scoreFirst(context: Context): Promise<void> {
  const { database } = context;
  const rows = await database.sql<{ id: number }[]>`SELECT id::float8 AS id FROM lead ORDER BY id`;
  const leads = rows.map(({ id }) => id);
  for (let i = 0; i < leads.length; i += 1000)
    await database.transact((session) =>
      rescoreLeads(context, session, leads.slice(i, i + 1000), { asOf: START, cause: "import" }),
    );
  await database.sql`VACUUM ANALYZE`;
}

async function time(name: string, work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  const seconds = (performance.now() - start) / 1000;
  console.error(name, `${seconds.toFixed(2)} s`);
  return seconds;
}
