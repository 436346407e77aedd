import { describe, expect, it } from "vitest";
import { runDueJobs } from "../../../src/jobs/worker.ts";
import { calibrationSchema } from "../../../src/report/calibration.ts";
import { findRecommendation } from "../../../src/store/recommendations.ts";
import type { Context } from "../../../src/workflows/context.ts";
import { askRecommendation } from "../../../src/workflows/recommending/ask-recommendation.ts";
import { listDecidable } from "../../../src/workflows/recommending/decidable.ts";
import { hashResult } from "../../../src/workflows/recommending/make-recommendation.ts";
import { readRecommendation } from "../../../src/workflows/recommending/read-recommendations.ts";
import { recommendingSettingsSchema } from "../../../src/workflows/recommending/recommending-input.ts";
import { simulateFeedback } from "../calibration/simulated-feedback.ts";
import { makeSet, simulateHistory } from "../simulated-history.ts";
import { storeHistory } from "../training/stored-sample.ts";
import {
  ACTOR,
  accept,
  listAudit,
  makeCard,
  publishCard,
  useContext,
} from "../versions/version-fixture.ts";

const LINES = [
  { points: 20, worth: 20 },
  { points: 20, worth: 0 },
  { points: 5, worth: 25 },
];
const settings = recommendingSettingsSchema.parse({});

async function useHistory(): Promise<Context> {
  const context = await useContext();
  await publishCard(context, makeSet(LINES).fallback);
  const history = simulateHistory(LINES, { deals: 600, seed: 2 });
  const said = simulateFeedback(LINES, history, { by: "worth", share: 0.5, seed: 3 });
  await storeHistory(context.database, history, said);
  return context;
}

async function runJob(context: Context, input: Parameters<typeof askRecommendation>[2]) {
  const id = accept(await askRecommendation(context, ACTOR, input));
  const faults: unknown[] = [];
  await runDueJobs(context, undefined, (fault) => faults.push(fault));
  expect(faults).toEqual([]);
  const [job] = await context.database.sql`
    SELECT state, result, fault, progress FROM job WHERE id = ${id}`;
  return { id, ...(job as { state: string; result: Record<string, number>; fault: unknown }) };
}

describe("a recommendation on what is stored", () => {
  it("is the same, to the byte, for the same history, version, seed and settings", async () => {
    const context = await useHistory();
    const first = await runJob(context, { seed: 1, settings });
    const second = await runJob(context, { seed: 1, settings });
    expect(first).toMatchObject({ state: "done", fault: null, result: { deals: 600 } });
    const [one, other] = await Promise.all(
      [first, second].map(async ({ result }) =>
        accept(await readRecommendation(context, result["recommendation"]!)),
      ),
    );
    expect(other!.id).not.toBe(one!.id);
    const { historyHash, resultHash } = one!;
    expect(other).toMatchObject({ historyHash, resultHash });
    const write = ({ calibration, recommended }: NonNullable<typeof one>) =>
      JSON.stringify([calibration, recommended]);
    expect(write(other!)).toBe(write(one!));
    expect(hashResult(one!)).toBe(resultHash);
    expect(one!.calibration.lines[0]!.voices).toMatchObject({ reps: 6 });
    expect(JSON.stringify(one!.calibration)).not.toMatch(/R-\d|L-\d/);

    const [third, { sql }] = [await runJob(context, { seed: 2, settings }), context.database];
    expect(third.result["resultHash"]).not.toBe(resultHash);
    await sql`UPDATE feedback SET withdrawn_at = now() WHERE key = 'said-0'`;
    const fourth = await runJob(context, { seed: 1, settings });
    const later = (await findRecommendation(context.database, fourth.result["recommendation"]!))!;
    expect(later.historyHash).not.toBe(historyHash);
  });

  it("can be decided on line by line, threshold by threshold and cut by cut", async () => {
    const context = await useHistory();
    const { result } = await runJob(context, { seed: 1, settings });
    const run = accept(await readRecommendation(context, result["recommendation"]!));
    const items = listDecidable(run);
    expect(items.map(({ subject }) => subject)).toEqual([
      ...["a0", "a1", "a2"].map((id) => `line:test/${id}`),
      "threshold:test/mql",
      ...["A", "B", "C"].map((grade) => `grade:test/${grade}`),
      ...["1", "2", "3"].map((band) => `band:test/${band}`),
    ]);
    expect(items[1]).toMatchObject({ kind: "line", current: 20, recommended: 0, verdict: "drop" });
    expect(items[2]).toMatchObject({ verdict: "raise", low: expect.any(Number) });
    expect(items.filter((item) => item.current !== item.recommended)).toHaveLength(
      result["changes"]!,
    );
    // Written on the current set, what is recommended gives the recommended set.
    const [card, wanted] = [run.current.fallback, run.recommended.fallback];
    expect(card.thresholds[0]!.score).toBe(items[3]!.current);
    expect(wanted.thresholds[0]!.score).toBe(items[3]!.recommended);
    expect(Object.values(wanted.matrix.bands)).toEqual(
      items.filter(({ kind }) => kind === "band").map(({ recommended }) => recommended),
    );
  });

  it("makes one, however often its job is taken", async () => {
    const context = await useHistory();
    const { sql } = context.database;
    const { id, result } = await runJob(context, { seed: 1, settings });
    // A worker that was killed after it had kept the recommendation, and before the job was ended.
    await sql`UPDATE job SET state = 'queued', result = NULL WHERE id = ${id}`;
    await runDueJobs(context);
    const [job] = await sql`SELECT state, result FROM job WHERE id = ${id}`;
    expect(job).toEqual({ state: "done", result });
    expect(await sql`SELECT FROM recommendation`).toHaveLength(1);
    expect(await listAudit(context)).toEqual(
      expect.arrayContaining([
        `person:1 recommendation.ask job:${id}`,
        `person:1 recommendation.made recommendation:${result["recommendation"]}`,
      ]),
    );
  });

  it("is refused in words where nothing is live, an aim has no cut or too few deals closed", async () => {
    const context = await useContext();
    expect(await askRecommendation(context, ACTOR, { seed: 1, settings })).toMatchObject({
      code: "nothing-live",
    });
    await publishCard(context, makeCard());
    const aims = { sql: { kind: "capacity", capacity: 5 } } as const;
    expect(
      await askRecommendation(context, ACTOR, { seed: 1, settings: { ...settings, aims } }),
    ).toMatchObject({ code: "option-invalid" });
    expect(await runJob(context, { seed: 1, settings })).toMatchObject({
      state: "failed",
      fault: { code: "too-few-deals", message: expect.stringContaining("0 won and 0 lost") },
    });
    expect(await context.database.sql`SELECT FROM recommendation`).toHaveLength(0);
  });

  it("is of the version that was live when it was asked for", async () => {
    const context = await useHistory();
    await askRecommendation(context, ACTOR, { seed: 1, settings });
    await publishCard(context, makeSet([...LINES, { points: 3, worth: 0 }]).fallback);
    await runDueJobs(context);
    const [{ id } = {}] = await context.database.sql`SELECT id::float8 AS id FROM recommendation`;
    const stored = (await findRecommendation(context.database, id))!;
    expect(stored).toMatchObject({ version: 1, live: false });
    expect(calibrationSchema.parse(stored.calibration).lines).toHaveLength(3);
  });
});
