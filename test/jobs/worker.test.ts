import { expect, onTestFinished, test } from "vitest";
import { JobLost, type JobRun, type JobTypes, type JobWork } from "../../src/jobs/job-run.ts";
import { runDueJobs, startWorker } from "../../src/jobs/worker.ts";
import { Refusal } from "../../src/refusal.ts";
import type { Database, Session } from "../../src/store/database.ts";
import { MOST_ATTEMPTS } from "../../src/store/job-leases.ts";
import { enqueueJob, readJob } from "../../src/store/jobs.ts";
import { useTestDatabase } from "../database.ts";
import { makeContext } from "./job-fixture.ts";

async function useJobs() {
  const database = await useTestDatabase();
  const context = makeContext(database);
  const enqueue = (dedupeKey?: string) =>
    enqueueJob(database, {
      kind: "report",
      input: {},
      createdBy: "test",
      ...(dedupeKey !== undefined && { dedupeKey }),
    });
  const letLeaseRunOut = () => database.sql`UPDATE job SET lease_until = now() - interval '1 s'`;
  const letDelayPass = () => database.sql`UPDATE job SET due_at = now()`;
  return { database, context, enqueue, letLeaseRunOut, letDelayPass };
}

const types = (work: JobWork): JobTypes => ({ report: { work } });

/** Writes a chunk of work in a transaction of its own. */
async function commitChunk({ context, checkpoint }: JobRun, name: string): Promise<void> {
  await context.database.transact(async (session) => {
    await note(session, name);
    await checkpoint(session, { name });
  });
}

const note = ({ sql }: Session, name: string) =>
  sql`INSERT INTO setting (name, value) VALUES (${name}, 'true')`;

const listNotes = async ({ sql }: Database) =>
  (await sql`SELECT name FROM setting ORDER BY name`).map(({ name }) => name as string);

/** A promise and what settles it. */
function makeGate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open, opened };
}

test("a job ends with its result, and progress is in its row", async () => {
  const { database, context, enqueue } = await useJobs();
  const id = await enqueue();
  await runDueJobs(
    context,
    types(async ({ onProgress }) => {
      for (let done = 1; done <= 100; done++) onProgress({ text: "counting", done, total: 100 });
      return { counted: 100 };
    }),
  );
  expect(await readJob(database, id)).toMatchObject({
    state: "done",
    progress: { text: "counting", done: 100, total: 100 },
    result: { counted: 100 },
    fault: null,
    attempts: 1,
    leaseUntil: null,
    finishedAt: expect.any(Date),
  });
});

test("a refusal ends a job in the refusal's words", async () => {
  const { database, context, enqueue } = await useJobs();
  const id = await enqueue();
  const refusal = new Refusal("too-few-deals", "Too few deals.", "Send more.", [
    { where: "deals", reason: "3 won" },
  ]);
  expect(
    await runDueJobs(
      context,
      types(async () => refusal),
    ),
  ).toBe(1);
  expect(await readJob(database, id)).toMatchObject({
    state: "failed",
    fault: {
      code: "too-few-deals",
      message: "Too few deals.",
      remedy: "Send more.",
      details: [{ where: "deals", reason: "3 won" }],
    },
  });
});

test("a job that throws is tried again later, and fails at last without its values", async () => {
  const { database, context, enqueue, letDelayPass } = await useJobs();
  const id = await enqueue();
  const failing = types(async ({ context }) => {
    await context.database.sql`SELECT ${"ada@example.com"}::text::int`;
    return {};
  });
  const faults: unknown[] = [];
  const run = () => runDueJobs(context, failing, (fault) => faults.push(fault));
  expect(await run()).toBe(1);
  const waiting = await readJob(database, id);
  expect(waiting).toMatchObject({ state: "queued", attempts: 1 });
  expect(waiting!.dueAt.getTime()).toBeGreaterThan(waiting!.createdAt.getTime() + 4000);
  for (let attempt = 2; attempt <= MOST_ATTEMPTS; attempt++) {
    expect(await run()).toBe(0);
    await letDelayPass();
    expect(await run()).toBe(1);
  }
  await letDelayPass();
  expect(await run()).toBe(0);
  const failed = await readJob(database, id);
  expect(failed).toMatchObject({ state: "failed", attempts: MOST_ATTEMPTS });
  expect(failed!.fault).toEqual({
    code: "fault",
    message: "The job met a fault of the service's own: PostgresError 22P02.",
    remedy: expect.any(String),
    details: [],
  });
  expect(faults).toHaveLength(MOST_ATTEMPTS);
});

test("of jobs with one key only one is made", async () => {
  const { database, context, enqueue } = await useJobs();
  const ids = await Promise.all([1, 2, 3, 4].map(() => enqueue("same")));
  expect(new Set(ids).size).toBe(1);
  await runDueJobs(
    context,
    types(async () => ({})),
  );
  expect(await enqueue("same")).toBe(ids[0]);
  expect(await database.sql`SELECT state FROM job`).toEqual([{ state: "done" }]);
});

test("a job whose lease ran out is taken over where it came to, and its first worker commits nothing more", async () => {
  const { database, context, enqueue, letLeaseRunOut } = await useJobs();
  const id = await enqueue();
  const taken = makeGate();
  const overtaken = makeGate();
  const cursors: unknown[] = [];
  const first = runDueJobs(
    context,
    types(async (run) => {
      await commitChunk(run, "first-1");
      taken.open();
      await overtaken.opened;
      await commitChunk(run, "first-2");
      return { by: "first" };
    }),
  );
  await taken.opened;
  await letLeaseRunOut();
  await runDueJobs(
    context,
    types(async (run) => {
      cursors.push(run.job.cursor);
      overtaken.open();
      await first;
      await commitChunk(run, "second");
      return { by: "second" };
    }),
  );
  expect(cursors).toEqual([{ name: "first-1" }]);
  expect(await listNotes(database)).toEqual(["first-1", "second"]);
  expect(await readJob(database, id)).toMatchObject({
    state: "done",
    result: { by: "second" },
    attempts: 2,
  });
});

test("workers that look at once take a job once", async () => {
  const { context, enqueue } = await useJobs();
  for (let i = 0; i < 10; i++) await enqueue();
  const taken: number[] = [];
  const counting = types(async ({ job }) => {
    taken.push(job.id);
    return {};
  });
  await Promise.all([1, 2, 3, 4].map(() => runDueJobs(context, counting)));
  expect(taken.toSorted((a, b) => a - b)).toEqual([...new Set(taken)].toSorted((a, b) => a - b));
  expect(taken).toHaveLength(10);
});

test("a job whose workers die over it fails in words", async () => {
  const { database, context, enqueue, letLeaseRunOut } = await useJobs();
  const id = await enqueue();
  await database.sql`UPDATE job SET state = 'running', attempts = ${MOST_ATTEMPTS}`;
  await letLeaseRunOut();
  expect(
    await runDueJobs(
      context,
      types(async () => ({})),
    ),
  ).toBe(0);
  expect(await readJob(database, id)).toMatchObject({
    state: "failed",
    fault: { code: "fault", message: expect.stringContaining("several times") },
  });
});

test("only attempts that came no further count towards the end of a job", async () => {
  const { database, context, enqueue, letLeaseRunOut } = await useJobs();
  const id = await enqueue();
  const chunks = MOST_ATTEMPTS + 3;
  let runs = 0;
  const dying: JobWork = async (run) => {
    runs += 1;
    if (runs <= chunks) await commitChunk(run, `chunk-${runs}`);
    else await context.database.transact((session) => run.checkpoint(session, run.job.cursor));
    await letLeaseRunOut();
    throw new JobLost("the worker was killed");
  };
  expect(await runDueJobs(context, types(dying))).toBe(chunks + MOST_ATTEMPTS);
  expect(await listNotes(database)).toHaveLength(chunks);
  expect(await readJob(database, id)).toMatchObject({
    state: "failed",
    attempts: chunks + MOST_ATTEMPTS,
  });
});

test("a worker that stops finishes its chunk and gives the job back uncounted", async () => {
  const { database, context, enqueue } = await useJobs();
  const begun = makeGate();
  const stopped = makeGate();
  const faults: unknown[] = [];
  const worker = startWorker({
    context,
    types: types(async (run) => {
      begun.open();
      await stopped.opened;
      await commitChunk(run, "chunk");
      run.signal.throwIfAborted();
      return {};
    }),
    onFault: (fault) => faults.push(fault),
  });
  const id = await enqueue();
  await begun.opened;
  const stopping = worker.stop();
  stopped.open();
  await stopping;
  expect(await readJob(database, id)).toMatchObject({ state: "queued", attempts: 0 });
  expect(await listNotes(database)).toEqual(["chunk"]);
  const cursors: unknown[] = [];
  await runDueJobs(
    context,
    types(async ({ job }) => {
      cursors.push(job.cursor);
      return {};
    }),
  );
  expect(cursors).toEqual([{ name: "chunk" }]);
  expect(faults).toEqual([]);
});

/** A worker that was not told of a job looks for it after some seconds. */
const PATIENT = { timeout: 15_000 };

test("a worker at work keeps its lease, however long it takes", async () => {
  const { database, context } = await useJobs();
  const finish = makeGate();
  const worker = startWorker({
    context,
    types: types(async () => {
      await finish.opened;
      return {};
    }),
    leaseMs: 300,
    onFault: (fault) => {
      throw fault;
    },
  });
  onTestFinished(() => worker.stop());
  const id = await enqueueJob(database, { kind: "report", input: {}, createdBy: "test" });
  const readLease = async () => (await readJob(database, id))!.leaseUntil?.getTime() ?? 0;
  await expect.poll(readLease, PATIENT).toBeGreaterThan(0);
  const first = await readLease();
  await expect.poll(readLease, PATIENT).toBeGreaterThan(first + 600);
  finish.open();
  await expect
    .poll(() => readJob(database, id), PATIENT)
    .toMatchObject({ state: "done", attempts: 1 });
});
