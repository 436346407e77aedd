import { expect, test } from "vitest";
import { runDueJobs } from "../../../src/jobs/worker.ts";
import type { FeedbackFindings } from "../../../src/report/feedback-findings.ts";
import type { Context } from "../../../src/workflows/context.ts";
import { setCapacity } from "../../../src/workflows/feedback/listening-settings.ts";
import { loadSample } from "../../../src/workflows/importing/sample.ts";
import { createScorers } from "../../../src/workflows/live/scorers.ts";
import { askReport } from "../../../src/workflows/training/ask-report.ts";
import { useTestDatabase } from "../../database.ts";

const ACTOR = { name: "person:1" };
const { signal } = new AbortController();

async function askFeedback(context: Context, form: "json" | "md"): Promise<string> {
  const wish = { of: "feedback", form, seed: 1, waitMs: 0, signal } as const;
  const first = await askReport(context, ACTOR, wish);
  if (!("report" in first)) throw new Error(first.message);
  if (first.report !== null) return first.report.text;
  const faults: unknown[] = [];
  await runDueJobs(context, undefined, (fault) => faults.push(fault));
  expect(faults).toEqual([]);
  const made = await askReport(context, ACTOR, wish);
  if (!("report" in made) || made.report === null) throw new Error("no report was made");
  return made.report.text;
}

const estimate = { value: expect.any(Number), low: expect.any(Number), high: expect.any(Number) };
const reason = { notEstimable: expect.any(String) };

test("the sample's feedback has figures with intervals, or a reason why there are none", {
  timeout: 120_000,
}, async () => {
  const database = await useTestDatabase();
  const scorers = createScorers(database, () => performance.now());
  const context: Context = { database, scorers, now: Date.now, allowPrivateWebhooks: false };
  await loadSample(context, () => {});
  const found = JSON.parse(await askFeedback(context, "json")) as FeedbackFindings;

  const { stored, afterClose, superseded, heard, closed, modelled } = found.counts;
  expect(stored).toBe(900);
  expect(heard).toBe(stored - afterClose - superseded);
  // Who has a closed deal may have taught the model, and nobody else is judged by it.
  expect(modelled).toBe(heard - closed);
  expect(found.agreement).toEqual({
    rules: { n: heard, estimate },
    model: { n: modelled, estimate },
    outcome: { n: closed, estimate },
  });
  expect(found.anchoring).toMatchObject({
    verdict: "follows-score",
    visibleOverBlind: reason,
    bySight: [{ heard: 0 }, { heard: 0 }, { sight: "unknown", heard, withScore: estimate }],
  });
  expect(found.reps).toMatchObject({ verdicts: estimate, ratings: reason });
  expect(found.leniency).toMatchObject({ spread: expect.any(Number) });
  expect(found.reasons.find(({ code }) => code === "no-budget")).toMatchObject({
    rejected: estimate,
    won: estimate,
  });
  expect(found.lines).toHaveLength(24);
  expect(found.segments).toMatchObject([{ heard, rejected: estimate, adjusted: estimate }]);
  expect(found.thresholds.map(({ id }) => id)).toEqual(["mql", "sql", "hot"]);
  expect(found.thresholds[0]).toMatchObject({
    rejected: estimate,
    kappaWithOutcome: estimate,
    agreement: [{ rules: estimate, heard }],
    leadsPerWeek: reason,
    capacity: null,
    workload: { advice: "not-known", reason: "capacity-not-given" },
  });
  const alone = found.crossings.filter(({ threshold }) => threshold === "mql");
  expect(alone.length).toBeGreaterThan(3);
  for (const { heard: n, rejected } of alone)
    expect([n > 0, rejected]).toEqual([true, expect.objectContaining(estimate)]);

  const md = await askFeedback(context, "md");
  expect(md).toMatch(/^# What sales says of sample-b2b-software, version 1\n/);
  expect(md).toMatch(/Sales rejected \d+% \(\d+% to \d+%, n = \d+\) of what crossed/);
  const jobs = () => database.sql`SELECT id FROM job WHERE kind = 'report'`;
  expect(await jobs()).toHaveLength(1);

  await setCapacity(context, ACTOR, { mql: 30 });
  const other = JSON.parse(await askFeedback(context, "json")) as FeedbackFindings;
  expect(other.thresholds[0]!.capacity).toBe(30);
  expect(await jobs()).toHaveLength(2);
});
