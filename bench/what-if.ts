import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runDueJobs } from "../src/jobs/worker.ts";
import { Refusal } from "../src/refusal.ts";
import { createRandom, type Random } from "../src/statistics/random.ts";
import { type Database, openDatabase } from "../src/store/database.ts";
import { joinEmbeddedServer } from "../src/store/embedded/embedded-server.ts";
import { readJob } from "../src/store/jobs.ts";
import { insertKey } from "../src/store/keys.ts";
import { migrateDatabase } from "../src/store/migrate.ts";
import { makeApiKey } from "../src/workflows/access/secrets.ts";
import { askBackTest } from "../src/workflows/back-testing/ask-back-test.ts";
import type { Context } from "../src/workflows/context.ts";
import { rescoreLeads } from "../src/workflows/live/rescore-leads.ts";
import { createScorers } from "../src/workflows/live/scorers.ts";
import { draftScorecard } from "../src/workflows/versions/draft-scorecard.ts";
import { publishSample, readSampleSet } from "../test/store/published-versions.ts";
import { storeLeads } from "./rescore/stored-leads.ts";
import type { BenchResult } from "./run.ts";
import { storeDeals } from "./what-if/history.ts";

const LEADS = 50_000;
const DEALS_EVERY = 5;
const ASKED = 300;
const WARM_UP = 20;
const MOST_MS = 150;

/**
 * The answer of `POST /v1/what-if` over HTTP, 50,000 stored leads and 10,000 closed deals under the
 * sample's 24 lines: the 95th percentile of 300 questions, one after another, each with other points
 * on three lines, another weight and another cut, as a slider that is dragged asks them. The service
 * runs in a process of its own, on a server of the bench's own; told beside it are the first answer, which
 * reads leads and deals, and how long `POST /v1/score` takes with and without a slider that is dragged. Against that stands what a draft costs that is kept and back-tested: its job
 * with every lead dosed anew, on the same data in the same run.
 */
export async function run(): Promise<BenchResult> {
  const folder = await mkdtemp(join(tmpdir(), "counterweight-bench-"));
  const server = await joinEmbeddedServer(folder, { durable: false });
  if (server instanceof Refusal) throw new Error(server.message);
  let service: ChildProcess | null = null;
  try {
    await migrateDatabase(server.url);
    const database = openDatabase(server.url, { connections: 6 });
    const context: Context = {
      database,
      scorers: createScorers(database, () => performance.now()),
      now: Date.now,
      allowPrivateWebhooks: false,
    };
    try {
      await store(context);
      const key = await makeKey(database);
      service = fork(join(import.meta.dirname, "score-route", "service.ts"), [server.url]);
      const [address] = (await once(service, "message")) as [string];
      const p95 = await dragSlider(address, key);
      await compareScoring(address, key);
      const redosed = await timeRedosing(context);
      return {
        name: "what-if",
        value: Math.round(p95 * 10) / 10,
        unit: "ms, 95th percentile of an answer",
        limit: MOST_MS,
        n: LEADS,
        alternative: { name: "back-test of a draft that doses anew, ms", value: redosed },
      };
    } finally {
      await database.close();
    }
  } finally {
    service?.kill();
    await server.leave();
    await rm(folder, { recursive: true, force: true });
  }
}

async function store(context: Context): Promise<void> {
  const { database, now } = context;
  await publishSample(database);
  const { activities } = await storeLeads(database, LEADS, now());
  await storeDeals(database, { every: DEALS_EVERY, now: now() });
  const rows = await database.sql<{ id: number }[]>`SELECT id::float8 AS id FROM lead ORDER BY id`;
  const ids = rows.map(({ id }) => id);
  for (let i = 0; i < ids.length; i += 1000)
    await database.transact((session) =>
      rescoreLeads(context, session, ids.slice(i, i + 1000), { asOf: now(), cause: "import" }),
    );
  await database.sql`VACUUM ANALYZE`;
  console.error(`${LEADS} leads, ${activities} activities`);
}

async function makeKey(database: Database): Promise<string> {
  const { key, ...kept } = makeApiKey();
  const role = "revops";
  await insertKey(database, { ...kept, name: "bench", role, createdBy: "bench", expiresAt: null });
  return key;
}

/** The 95th percentile, in milliseconds. */
async function dragSlider(address: string, key: string): Promise<number> {
  const ask = (change: object) =>
    fetch(`${address}/v1/what-if`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${key}` },
      body: JSON.stringify(change),
    });
  const begun = performance.now();
  for (;;) {
    const answer = await ask({});
    await answer.text();
    if (answer.status === 200) break;
    if (answer.status !== 202) throw new Error(`the first answer is ${answer.status}`);
  }
  console.error("first answer", `${((performance.now() - begun) / 1000).toFixed(2)} s`);
  const random = createRandom(9);
  const lasted: number[] = [];
  for (let i = 0; i < WARM_UP + ASKED; i++) {
    const change = drawChange(random);
    const start = performance.now();
    const answer = await ask(change);
    const told = (await answer.json()) as { leads?: { counted: number; moved: number } };
    if (i >= WARM_UP) lasted.push(performance.now() - start);
    if (told.leads?.counted !== LEADS || told.leads.moved === 0)
      throw new Error(`the answer is ${answer.status}, and not of all leads`);
  }
  lasted.sort((a, b) => a - b);
  const at = (share: number) => lasted[Math.ceil(share * ASKED) - 1]!;
  console.error(`median ${at(0.5).toFixed(1)} ms, slowest ${at(1).toFixed(1)} ms`);
  return at(0.95);
}

const SCORED = 500;

/** Milliseconds of scoring a lead, alone and while a slider is dragged. */
async function compareScoring(address: string, key: string): Promise<void> {
  const post = async (path: string, body: object) => {
    const headers = { "content-type": "application/json", authorization: `Bearer ${key}` };
    const init = { method: "POST", headers, body: JSON.stringify(body) };
    const answer = await fetch(`${address}${path}`, init);
    await answer.text();
    if (!answer.ok) throw new Error(`${path} answers ${answer.status}`);
  };
  const score = async () => {
    const lasted: number[] = [];
    for (let i = 0; i < SCORED; i++) {
      const start = performance.now();
      await post("/v1/score", {
        lead: { id: "L-1", attributes: { employees: 250 }, activities: [] },
      });
      lasted.push(performance.now() - start);
    }
    lasted.sort((a, b) => a - b);
    const [median, p95] = [0.5, 0.95].map((share) => lasted[Math.ceil(share * SCORED) - 1]!);
    return `median ${median!.toFixed(1)} ms, 95th percentile ${p95!.toFixed(1)} ms`;
  };
  await score();
  console.error("scoring alone:", await score());
  const random = createRandom(10);
  const released = new AbortController();
  const dragging = (async () => {
    while (!released.signal.aborted) await post("/v1/what-if", drawChange(random));
  })();
  console.error("scoring while a slider is dragged:", await score());
  released.abort();
  await dragging;
}

const CARD = readSampleSet().fallback;
const LINES = CARD.buckets.flatMap(({ characteristics }) =>
  characteristics.flatMap(({ lines }) => lines),
);

function drawChange(random: Random): object {
  const draw = <T>(from: readonly T[]) => from[Math.floor(random() * from.length)]!;
  const lines = [draw(LINES), draw(LINES), draw(LINES)];
  const pointed = lines.filter(({ points }) => points !== undefined);
  return {
    points: Object.fromEntries(pointed.map(({ id }) => [id, Math.floor(random() * 40) - 10])),
    weights: { [draw(CARD.buckets).id]: Math.floor(random() * 101) },
    thresholds: { [draw(CARD.thresholds).id]: 10 + Math.floor(random() * 70) },
  };
}

/** Milliseconds of the job that back-tests a draft whose doses are other ones. */
async function timeRedosing(context: Context): Promise<number> {
  const draft = await draftScorecard(
    context,
    { name: "bench" },
    { slug: "b2b-software", document: { ...CARD, resetAfterDays: 3650 } },
  );
  if (draft instanceof Refusal) throw new Error(draft.message);
  const job = await askBackTest(context, { name: "bench" }, draft);
  if (job instanceof Refusal) throw new Error(job.message);
  const start = performance.now();
  await runDueJobs(context, undefined, console.error);
  const lasted = Math.round(performance.now() - start);
  const done = await readJob(context.database, job);
  if (done?.result?.["leads"] !== LEADS) throw new Error(`the job is ${JSON.stringify(done)}`);
  return lasted;
}
