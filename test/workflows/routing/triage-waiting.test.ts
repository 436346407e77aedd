import { expect, test } from "vitest";
import { JOB_TYPES } from "../../../src/jobs/job-types.ts";
import { runDueJobs } from "../../../src/jobs/worker.ts";
import { enqueueJob } from "../../../src/store/jobs.ts";
import type { Context } from "../../../src/workflows/context.ts";
import { recordOutcomes } from "../../../src/workflows/keeping/record-outcomes.ts";
import { upsertLeads } from "../../../src/workflows/keeping/upsert-leads.ts";
import { readExploration, setExploration } from "../../../src/workflows/routing/exploration.ts";
import { type TriageCursor, triageWaiting } from "../../../src/workflows/routing/triage-waiting.ts";
import {
  ACTOR,
  DAY,
  MODEL_ASKS,
  nameLeads,
  RULES_ASK,
  readEnrolments,
  readHandovers,
  readTriage,
  START,
  startExperiment,
  tell,
  useArms,
} from "../experimenting/experiment-fixture.ts";

const ROUTE = { by: "round-robin" as const, owners: ["zoe"] };

function explore(context: Context, share: number, waitDays = 14) {
  return setExploration(context, ACTOR, { share, waitDays, route: share === 0 ? null : ROUTE });
}

async function triage(context: Context) {
  const noted: TriageCursor[] = [];
  const told = await triageWaiting(context, {
    cursor: null,
    checkpoint: async (_, cursor) => void noted.push(cursor),
    onProgress: () => {},
    signal: new AbortController().signal,
  });
  return { ...told, noted };
}

test("leads that waited long enough are decided once, a share of them handed over", async () => {
  const context = await useArms();
  await explore(context, 0.1);
  const leads = nameLeads("lead", 1500);
  await tell(context, leads.slice(0, 800), {});
  await tell(context, leads.slice(800), { fits: true });
  context.clock.now = START + 14 * DAY - 1;
  expect(await triage(context)).toMatchObject({ decided: 0, explored: 0 });
  context.clock.now += 1;
  const { decided, explored, noted } = await triage(context);
  expect(decided).toBe(1500);
  expect(noted.map(({ done }) => done)).toEqual([1000, 1500]);
  // Four standard errors of a tenth of 1,500
  expect(Math.abs(explored - 150)).toBeLessThan(47);

  const rows = await readTriage(context);
  expect(rows.every(({ propensity }) => propensity === 0.1)).toBe(true);
  const chosen = rows.filter(({ because }) => because === "exploration");
  expect(chosen).toHaveLength(explored);
  expect(rows.filter(({ because }) => because === "neither")).toHaveLength(1500 - explored);
  const handovers = await readHandovers(context);
  expect(handovers.map(({ lead }) => lead).toSorted()).toEqual(
    chosen.map(({ lead }) => lead).toSorted(),
  );
  for (const { lead, owner, because, arm, cell } of handovers) {
    expect([owner, because, arm]).toEqual(["zoe", "exploration", null]);
    expect(cell).toBe(Number(lead.slice(5)) < 800 ? "D4" : "A4");
  }
  const { sql } = context.database;
  const [event] = await sql`
    SELECT kind, subject, "from", "to", action, cause, count(*)::int AS events FROM event
    WHERE kind = 'handover' AND subject = 'D4' GROUP BY 1, 2, 3, 4, 5, 6`;
  expect(event).toMatchObject({
    kind: "handover",
    from: "D4",
    to: "D4",
    action: "Act on D4",
    cause: "time",
  });

  expect(await triage(context)).toMatchObject({ decided: 0, explored: 0 });
  expect(await readHandovers(context)).toHaveLength(explored);
});

test("who was asked for, handed over, has a deal or only was imported does not wait", async () => {
  const context = await useArms();
  await explore(context, 0.999);
  await tell(context, ["routed"], RULES_ASK);
  await tell(context, ["dealing", "waiting"], {});
  await recordOutcomes(context, [{ deal: "d", lead: "dealing", outcome: "open" }]);
  await upsertLeads(context, [{ id: "imported", attributes: {} }], "import");
  await upsertLeads(context, [{ id: "revived", attributes: {} }], "import");
  await tell(context, ["revived"], { fits: true });
  context.clock.now = START + 20 * DAY;
  await tell(context, ["young"], {});
  await triage(context);
  const rows = await readTriage(context);
  expect(rows.map(({ lead, because }) => [lead, because])).toEqual([
    ["revived", "exploration"],
    ["routed", "score"],
    ["waiting", "exploration"],
  ]);
  expect(await readHandovers(context)).toHaveLength(3);
});

test("without a share leads are decided with chance 0, and none is handed over", async () => {
  const context = await useArms();
  await tell(context, nameLeads("lead", 5), {});
  context.clock.now = START + 14 * DAY;
  expect(await triage(context)).toMatchObject({ decided: 5, explored: 0 });
  const rows = await readTriage(context);
  expect(rows.map(({ because, propensity }) => [because, propensity])).toEqual(
    Array.from({ length: 5 }, () => ["neither", 0]),
  );
});

test("the salt stays, so that a larger share only adds leads", async () => {
  const context = await useArms();
  const first = await explore(context, 0.05);
  const other = await explore(context, 0.3, 7);
  expect(first.salt).toMatch(/^[0-9a-f]{32}$/);
  expect(other.salt).toBe(first.salt);
  expect(await readExploration(context.database)).toEqual(other);
  await explore(context, 0);
  expect((await explore(context, 0.2)).salt).toBe(first.salt);
});

test("who is explored takes no part in an experiment while the handover is open", async () => {
  const context = await useArms();
  await explore(context, 0.999);
  await startExperiment(context);
  await tell(context, nameLeads("waiting", 10), {});
  await tell(context, nameLeads("likely", 10), MODEL_ASKS);
  const before = await readHandovers(context);
  context.clock.now = START + 14 * DAY;
  await triage(context);
  await tell(context, nameLeads("waiting", 10), MODEL_ASKS);
  const enrolled = await readEnrolments(context);
  expect(enrolled.map(({ lead }) => lead)).toEqual(nameLeads("likely", 10));
  // Those who are likely were decided when the model asked for them, in whichever arm.
  expect(await readHandovers(context)).toHaveLength(before.length + 10);
});

test("the job goes on where it was broken off, and repeats nothing", async () => {
  const context = await useArms();
  await explore(context, 0.5);
  await tell(context, nameLeads("lead", 2200), {});
  context.clock.now = START + 14 * DAY;
  await enqueueJob(context.database, { kind: "triage", input: {}, createdBy: "test" });
  const broken = {
    ...JOB_TYPES,
    triage: {
      work: (run: Parameters<NonNullable<typeof JOB_TYPES.triage>["work"]>[0]) => {
        let slices = 0;
        return JOB_TYPES.triage!.work({
          ...run,
          checkpoint: async (session, cursor) => {
            if (slices++ === 1) throw new Error("broken off");
            await run.checkpoint(session, cursor);
          },
        });
      },
    },
  };
  const faults: unknown[] = [];
  await runDueJobs(context, broken, (error) => faults.push(error));
  expect(faults).toHaveLength(1);
  expect(await readTriage(context)).toHaveLength(1000);
  const { sql } = context.database;
  await sql`UPDATE job SET due_at = now() - interval '1 second'`;
  await runDueJobs(context);
  const [job] = await sql`SELECT state, result FROM job`;
  expect(job).toMatchObject({ state: "done", result: { decided: 2200 } });
  const handed = await readHandovers(context);
  expect(new Set(handed.map(({ lead }) => lead)).size).toBe(handed.length);
  expect(job!.result.explored).toBe(handed.length);
});
