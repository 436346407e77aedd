import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import autocannon from "autocannon";
import { Refusal } from "../src/refusal.ts";
import { openDatabase } from "../src/store/database.ts";
import { joinEmbeddedServer } from "../src/store/embedded/embedded-server.ts";
import { insertKey } from "../src/store/keys.ts";
import { migrateDatabase } from "../src/store/migrate.ts";
import { makeApiKey } from "../src/workflows/access/secrets.ts";
import { publishSample } from "../test/store/published-versions.ts";
import type { BenchResult } from "./run.ts";
import { describeLead } from "./score-route/lead.ts";

const ROUNDS = 5;
const WARM_UP_SECONDS = 3;
const ROUND_SECONDS = 4;
const CONNECTIONS = 16;
const LEAST = 0.6;

/**
 * Requests a second of `POST /v1/score`, keys, checks and all, against a bare fastify route that reads
 * the same request and returns the same answer, as an object, with nothing to work out. Each runs in a process of its own; they take
 * turns round by round, and the median of the rounds' ratios counts.
 */
export async function run(): Promise<BenchResult> {
  const folder = await mkdtemp(join(tmpdir(), "counterweight-bench-"));
  const server = await joinEmbeddedServer(folder, { durable: false });
  if (server instanceof Refusal) throw new Error(server.message);
  const children: ChildProcess[] = [];
  try {
    const key = await prepare(server.url);
    const [service, address] = await start("service", server.url);
    children.push(service);
    const request = { body: describeLead(), authorization: `Bearer ${key}` };
    const answer = await readAnswer(address, request);
    const [bare, bareAddress] = await start("bare", answer);
    children.push(bare);
    const ratios = await race(address, bareAddress, request);
    return {
      name: "score-route",
      ratio: Number(ratios.toSorted((a, b) => a - b)[ROUNDS >> 1]!.toFixed(3)),
      unit: "of a bare route's throughput",
      limit: LEAST,
      bound: "at-least",
      n: Buffer.byteLength(answer),
    };
  } finally {
    for (const child of children) child.kill();
    await server.leave();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Request {
  readonly body: string;
  readonly authorization: string;
}

async function prepare(url: string): Promise<string> {
  await migrateDatabase(url);
  const database = openDatabase(url, { connections: 1 });
  await publishSample(database);
  const { key, ...kept } = makeApiKey();
  const role = "integration";
  await insertKey(database, { ...kept, name: "bench", role, createdBy: "bench", expiresAt: null });
  await database.close();
  return key;
}

async function start(name: string, argument: string): Promise<[ChildProcess, string]> {
  const child = fork(join(import.meta.dirname, "score-route", `${name}.ts`), [argument]);
  const ended = once(child, "exit").then(() => {
    throw new Error(`${name} ended before it listened`);
  });
  const [address] = await Promise.race([once(child, "message"), ended]);
  return [child, address as string];
}

async function readAnswer(address: string, request: Request): Promise<string> {
  const answer = await fetch(`${address}/v1/score`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: request.authorization },
    body: request.body,
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${answer.status} ${text}`);
  return text;
}

/** The ratio of each round. */
async function race(service: string, bare: string, request: Request): Promise<readonly number[]> {
  await load(service, request, WARM_UP_SECONDS);
  await load(bare, request, WARM_UP_SECONDS);
  const ratios: number[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    const ours = await load(service, request, ROUND_SECONDS);
    const theirs = await load(bare, request, ROUND_SECONDS);
    ratios.push(ours / theirs);
    console.error(`round ${round}: ${Math.round(ours)} against ${Math.round(theirs)} a second`);
  }
  return ratios;
}

/** Answers a second. */
async function load(address: string, request: Request, seconds: number): Promise<number> {
  const result = await autocannon({
    url: `${address}/v1/score`,
    method: "POST",
    headers: { "content-type": "application/json", authorization: request.authorization },
    body: request.body,
    connections: CONNECTIONS,
    duration: seconds,
  });
  if (result.non2xx + result.errors > 0) throw new Error(`${result.non2xx} refused`);
  return result["2xx"] / result.duration;
}
