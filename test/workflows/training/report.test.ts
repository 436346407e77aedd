import { readFileSync } from "node:fs";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { readHistory } from "../../../src/history/reading/reading.ts";
import { runDueJobs } from "../../../src/jobs/worker.ts";
import type { Context } from "../../../src/workflows/context.ts";
import { readMapping } from "../../../src/workflows/documents.ts";
import { askReport, type ReportForm } from "../../../src/workflows/training/ask-report.ts";
import { SAMPLE } from "../../sample.ts";
import { makeSet, simulateHistory } from "../simulated-history.ts";
import { ACTOR, accept, makeCard, publishCard, useContext } from "../versions/version-fixture.ts";
import { storeHistory } from "./stored-sample.ts";

const LINES = [
  { points: 20, worth: 20 },
  { points: 10, worth: 0 },
  { points: 0, worth: 15 },
];

const { signal } = new AbortController();

function ask(context: Context, form: ReportForm = "json", waitMs = 0) {
  return askReport(context, ACTOR, { form, seed: 1, waitMs, signal });
}

async function countJobs({ database: { sql } }: Context): Promise<number> {
  const [row] = await sql`SELECT count(*)::int AS count FROM job WHERE kind = 'report'`;
  return row!["count"];
}

async function useSimulated(): Promise<Context> {
  const context = await useContext();
  await publishCard(context, makeSet(LINES).fallback);
  await storeHistory(context.database, simulateHistory(LINES, { deals: 300, seed: 2 }));
  return context;
}

describe("the report on what is stored", () => {
  it("is asked for once, made in the worker, and then read in every form", async () => {
    const context = await useSimulated();
    const answers = await Promise.all(
      (["html", "json", "md"] as const).map((form) => ask(context, form)),
    );
    expect(answers.map((answer) => accept(answer).report)).toEqual([null, null, null]);
    expect(await countJobs(context)).toBe(1);
    await runDueJobs(context);
    const [html, json, md] = await Promise.all(
      (["html", "json", "md"] as const).map(
        async (form) => accept(await ask(context, form)).report!,
      ),
    );
    expect(html!.text).toMatch(/^<!doctype html>/i);
    expect(html!.text).toContain('href="calibration?format=json&amp;seed=1"');
    expect(JSON.parse(json!.text)).toMatchObject({
      format: "counterweight/calibration@1",
      history: { deals: 300 },
    });
    expect(md!.text).toMatch(/^# /);
    expect(await countJobs(context)).toBe(1);
  });

  it("is not waited for while nobody makes it", async () => {
    const context = await useSimulated();
    const answer = accept(await ask(context, "json", 60_000));
    expect(answer).toMatchObject({ report: null, job: expect.any(Number) });
  });

  it("waits for a report that is being made", async () => {
    const context = await useSimulated();
    const asked = ask(context, "json", 60_000);
    let worked = 0;
    while (worked === 0) worked = await runDueJobs(context);
    expect(accept(await asked).report).not.toBeNull();
  });

  it("is another one when a deal closes, and the same while nothing is learned anew", async () => {
    const context = await useSimulated();
    const { sql } = context.database;
    vi.useFakeTimers({ toFake: ["performance"] });
    onTestFinished(() => void vi.useRealTimers());
    const waitALittle = () => vi.advanceTimersByTime(5_000);
    await ask(context);
    await runDueJobs(context);
    const first = accept(await ask(context)).report!;
    // What a lead does after its deal was handed over is not learned from.
    await sql`INSERT INTO lead (external_id) VALUES ('new')`;
    await sql`
      INSERT INTO activity (lead_id, key, type, at)
      SELECT id, 'late-' || id, 'visit', now() FROM lead`;
    waitALittle();
    // Only that there are any activities at all is learned.
    await ask(context);
    await runDueJobs(context);
    const second = accept(await ask(context)).report!;
    await sql`
      INSERT INTO activity (lead_id, key, type, at)
      SELECT id, 'later-' || id, 'visit', now() FROM lead`;
    waitALittle();
    expect(accept(await ask(context)).report).toEqual(second);
    await sql`
      INSERT INTO opportunity (external_id, lead_id, outcome, opened_at, closed_at)
      SELECT 'D-new', id, 'won', '2024-01-01', '2024-02-01' FROM lead WHERE external_id = 'new'`;
    // What was stored a moment ago may still count as all.
    expect(accept(await ask(context)).report).toEqual(second);
    waitALittle();
    expect(accept(await ask(context)).report).toBeNull();
    expect(first.basis).not.toBe(second.basis);
  });

  it("is refused where nothing is live, and where too few deals are stored, without asking again", async () => {
    const context = await useContext();
    expect(await ask(context)).toMatchObject({ code: "nothing-live" });
    await publishCard(context, makeCard());
    expect(accept(await ask(context)).report).toBeNull();
    await runDueJobs(context);
    expect(await ask(context)).toMatchObject({ code: "too-few-deals" });
    expect(await countJobs(context)).toBe(1);
  });

  it("is asked for again where the service had failed at it", async () => {
    const context = await useSimulated();
    await ask(context);
    await context.database.sql`
      UPDATE job SET state = 'failed', fault = '{"code":"fault","message":"","remedy":"","details":[]}'::jsonb
      WHERE kind = 'report'`;
    expect(accept(await ask(context)).report).toBeNull();
    expect(await countJobs(context)).toBe(2);
  });

  it("holds the figures that calibrate finds in the sample's files", async () => {
    const context = await useContext();
    await publishCard(context, JSON.parse(readFileSync(SAMPLE.scorecard, "utf8")));
    const mapping = accept(await readMapping(SAMPLE.mapping));
    const { exports, activities } = SAMPLE;
    const history = accept(await readHistory(exports, mapping, { activities }));
    await storeHistory(context.database, history);
    await ask(context);
    await runDueJobs(context);
    const { text } = accept(await ask(context)).report!;
    expect(JSON.parse(text).history).toMatchObject({ deals: history.deals.length });
  });
});
