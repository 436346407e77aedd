import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import autocannon from "autocannon";
import { Refusal } from "../src/refusal.ts";
import { type Database, openDatabase } from "../src/store/database.ts";
import { joinEmbeddedServer } from "../src/store/embedded/embedded-server.ts";
import { readJob } from "../src/store/jobs.ts";
import { insertKey } from "../src/store/keys.ts";
import { migrateDatabase } from "../src/store/migrate.ts";
import { makeApiKey } from "../src/workflows/access/secrets.ts";
import { importExport } from "../src/workflows/importing/import-export.ts";
import { createScorers } from "../src/workflows/live/scorers.ts";
import { publishSample } from "../test/store/published-versions.ts";
import { writeHistory } from "./recommend/history-files.ts";
import type { BenchResult } from "./run.ts";
import { describeLead } from "./score-route/lead.ts";

const LEADS = 50_000;
const CLOSED_DEALS = 10_000;
const ROUNDS = 3;
const WARM_UP_SECONDS = 5;
const ROUND_SECONDS = 6;
const CONNECTIONS = 16;
const MOST_SECONDS = 20;
const MOST_LOAD_SECONDS = 600;
const LOOK_MS = 50;
const LEAST_LEFT = 2 / 3;

/**
 * A recommendation on 50,000 stored leads, 10,000 of them with a closed deal and 4,500 pieces of
 * feedback, as a job in the service's thread of jobs: the seconds that it takes while the service
 * answers as many requests as it can, and how many of `POST /v1/score` that still are, against those
 * that it answers without the job. The service runs in a process of its own, with a server of the
 * bench's own. Rounds with and without take turns; the median of each figure counts.
 */
export async function run(): Promise<BenchResult> {
  const folder = await mkdtemp(join(tmpdir(), "counterweight-bench-"));
  const files = await mkdtemp(join(tmpdir(), "counterweight-bench-"));
  const server = await joinEmbeddedServer(folder);
  if (server instanceof Refusal) throw new Error(`${server.message} ${server.remedy}`);
  let child: ChildProcess | undefined;
  try {
    await migrateDatabase(server.url);
    const database = openDatabase(server.url, { connections: 4 });
    try {
      const authorization = `Bearer ${await fill(database, files)}`;
      child = fork(join(import.meta.dirname, "recommend", "service.ts"), [server.url]);
      const [address] = (await once(child, "message")) as [string];
      return await measure(database, { address, authorization });
    } finally {
      await database.close();
    }
  } finally {
    child?.kill();
    await server.leave();
    for (const each of [folder, files]) await rm(each, { recursive: true, force: true });
  }
}

interface Caller {
  readonly address: string;
  readonly authorization: string;
}

/** Fills the database; returns a key. */
async function fill(database: Database, folder: string): Promise<string> {
  await publishSample(database);
  const { key, ...kept } = makeApiKey();
  const named = { name: "bench", role: "admin", createdBy: "bench", expiresAt: null } as const;
  await insertKey(database, { ...kept, ...named });
  const files = await writeHistory(folder, { leads: LEADS, closedDeals: CLOSED_DEALS });
  const scorers = createScorers(database, () => performance.now());
  const context = { database, scorers, now: Date.now, allowPrivateWebhooks: false };
  const imported = await importExport(context, { ...files, actor: { name: "bench" } }, () => {});
  if (imported instanceof Refusal) throw new Error(imported.message);
  await database.sql`VACUUM ANALYZE`;
  const { leads, activities, deals, feedback } = imported.counts;
  console.error(
    `${leads.created} leads, ${activities.added} activities, ${deals.written} deals, ${feedback.added} pieces of feedback`,
  );
  return key;
}

async function measure(database: Database, caller: Caller): Promise<BenchResult> {
  await loadFor(caller, WARM_UP_SECONDS);
  const quiet = await makeRecommendation(database, caller);
  console.error(`the job alone ${quiet.toFixed(1)} s`);
  const left: number[] = [];
  const seconds: number[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    const without = await loadFor(caller, ROUND_SECONDS);
    const load = startLoad(caller);
    const took = await makeRecommendation(database, caller);
    const during = await load.stop();
    left.push(during / without);
    seconds.push(took);
    console.error(
      `round ${round}: ${Math.round(during)} requests a second during the job, ${Math.round(without)} without; the job ${took.toFixed(1)} s`,
    );
  }
  return {
    name: "recommend",
    ratio: Number(medianOf(left).toFixed(3)),
    unit: "of POST /v1/score's throughput without the job",
    limit: LEAST_LEFT,
    bound: "at-least",
    n: LEADS,
    also: {
      name: "the job meanwhile, seconds",
      value: Number(medianOf(seconds).toFixed(2)),
      limit: MOST_SECONDS,
    },
  };
}

/** Seconds from asking to the end of the job. */
async function makeRecommendation(
  database: Database,
  { address, authorization }: Caller,
): Promise<number> {
  const start = performance.now();
  const asked = await fetch(`${address}/v1/recommendations`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization },
    body: "{}",
  });
  if (asked.status !== 202) throw new Error(`${asked.status} ${await asked.text()}`);
  const { job } = (await asked.json()) as { job: number };
  const told = new Set<string>();
  for (;;) {
    const { state, progress, fault } = (await readJob(database, job))!;
    if (progress !== null) told.add(progress.text);
    if (state === "failed") throw new Error(fault?.message);
    if (state === "done") break;
    await sleep(LOOK_MS);
  }
  if (told.size < 3) throw new Error("the job told nothing of its progress");
  return (performance.now() - start) / 1000;
}

async function loadFor(caller: Caller, seconds: number): Promise<number> {
  const load = startLoad(caller);
  await sleep(1000 * seconds);
  return load.stop();
}

/** Asks for scores until it is stopped, which tells how many were given a second. */
function startLoad({ address, authorization }: Caller) {
  const start = performance.now();
  const options = {
    url: `${address}/v1/score`,
    method: "POST",
    headers: { "content-type": "application/json", authorization },
    body: describeLead(),
    connections: CONNECTIONS,
    duration: MOST_LOAD_SECONDS,
  } as const;
  let instance: autocannon.Instance | undefined;
  const ended = new Promise<autocannon.Result>((resolve, reject) => {
    instance = autocannon(options, (error, result) => (error ? reject(error) : resolve(result)));
  });
  return {
    stop: async () => {
      const seconds = (performance.now() - start) / 1000;
      instance?.stop();
      const result = await ended;
      if (result.non2xx > 0) throw new Error(`${result.non2xx} refused`);
      return result["2xx"] / seconds;
    },
  };
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}
