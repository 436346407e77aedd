import { expect, test } from "vitest";
import { listEvents } from "../../../src/workflows/live/list-events.ts";
import { readLatestWatch } from "../../../src/workflows/watching/latest-watch.ts";
import { measureWatch } from "../../../src/workflows/watching/measure-watch.ts";
import { watchOver } from "../../../src/workflows/watching/watch-over.ts";
import { useTestDatabase } from "../../database.ts";
import { makeContext } from "../../jobs/job-fixture.ts";
import { DAY, NOW } from "../../scorecard/cards.ts";
import { simulateLeads, simulateWatch } from "./simulated-watch.ts";
import { publishSimulated, storeSimulated, watchNow } from "./stored-watch.ts";

const TRAINED_AT = NOW - 300 * DAY;

async function listAlarms(context: Parameters<typeof listEvents>[0]) {
  const events = await listEvents(context, { kind: "alarm" }, 100, null);
  return events.toReversed().map(({ subject, direction }) => [subject, direction]);
}

test("what is stored is measured as it is, to the last digit", async () => {
  const database = await useTestDatabase();
  const context = makeContext(database);
  await publishSimulated(database, TRAINED_AT);
  await storeSimulated(database, simulateLeads({ seed: 4 }));
  const watched = await watchNow(context);
  expect(watched).toMatchObject({ alarms: 0, raised: 0, cleared: 0, verdicts: 0 });
  const { at, alarms, ...figures } = (await readLatestWatch(database))!;
  const { signs: _, ...expected } = measureWatch(simulateWatch({ seed: 4 }));
  expect({ at, alarms }).toEqual({ at: NOW, alarms: [] });
  expect(figures).toEqual(JSON.parse(JSON.stringify(expected)));
});

test("a line that moved is told once over two watches, and once that it is over", async () => {
  const database = await useTestDatabase();
  const clock = { now: NOW };
  const context = makeContext(database, clock);
  await publishSimulated(database, TRAINED_AT);
  await storeSimulated(database, simulateLeads({ seed: 4, share: 0.8 }));
  expect(await watchNow(context)).toMatchObject({ alarms: 1, raised: 1, cleared: 0 });
  clock.now = NOW + DAY;
  expect(await watchNow(context)).toMatchObject({ alarms: 1, raised: 0, cleared: 0 });
  const { alarms } = (await readLatestWatch(database))!;
  expect(alarms).toEqual([
    {
      subject: "line:line-0",
      name: "Line line-0",
      reason: expect.stringMatching(/^The doses of the leads of late have moved/),
      since: NOW,
    },
  ]);

  const later = simulateLeads({ seed: 5, daysBefore: 0, daysSince: 100 });
  const shifted = later.map((lead) => ({ ...lead, handedOver: lead.handedOver + 100 * DAY }));
  clock.now = NOW + 100 * DAY;
  await storeSimulated(
    database,
    shifted.map((lead) => ({ ...lead, closed: clock.now + DAY })),
    { prefix: "later", now: clock.now },
  );
  expect(await watchNow(context)).toMatchObject({ alarms: 0, raised: 0, cleared: 1 });
  expect(await listAlarms(context)).toEqual([
    ["line:line-0", "up"],
    ["line:line-0", "down"],
  ]);
});

test("calibration that moved raises alarms that say so and what to do", async () => {
  const database = await useTestDatabase();
  const context = makeContext(database);
  await publishSimulated(database, TRAINED_AT);
  await storeSimulated(database, simulateLeads({ seed: 3, perDay: 8, shift: 1.2 }));
  await watchNow(context);
  const events = await listEvents(context, { kind: "alarm" }, 100, null);
  expect(events.map(({ subject }) => subject).toSorted()).toEqual([
    "calibration:model",
    "calibration:rules",
    "retraining",
  ]);
  expect(events.find(({ subject }) => subject === "calibration:model")).toMatchObject({
    lead: null,
    score: null,
    probability: null,
    cause: "time",
    direction: "up",
    from: null,
    to: expect.stringContaining("the probabilities lay too low"),
    action: expect.stringMatching(/^Train a model/),
    at: NOW,
    scorecardVersion: { slug: "simulated", version: 1 },
  });
});

test("what was replaced is not held against what is live now", async () => {
  const database = await useTestDatabase();
  const context = makeContext(database);
  await publishSimulated(database, TRAINED_AT);
  await storeSimulated(database, simulateLeads({ seed: 3, perDay: 8, shift: 1.2 }));
  expect(await watchNow(context)).toMatchObject({ raised: 3 });
  await database.sql`UPDATE live SET model_version_id = NULL`;
  const watched = await watchNow(context);
  expect(watched.cleared).toBeGreaterThanOrEqual(2);
  const { alarms } = (await readLatestWatch(database))!;
  expect(alarms.map(({ subject }) => subject)).not.toContain("retraining");
});

test("a watch that is cut short at its end has told nothing, and is made again", async () => {
  const database = await useTestDatabase();
  const context = makeContext(database);
  await publishSimulated(database, TRAINED_AT);
  await storeSimulated(database, simulateLeads({ seed: 4, share: 0.8 }));
  const following = { onProgress: () => {}, signal: new AbortController().signal };
  const cut = watchOver(context, {
    ...following,
    onKept: async () => {
      throw new Error("cut short");
    },
  });
  await expect(cut).rejects.toThrow("cut short");
  expect(await readLatestWatch(database)).toBeNull();
  expect(await listAlarms(context)).toEqual([]);
  expect(await watchNow(context)).toMatchObject({ raised: 1 });
});

test("watches at one moment tell an alarm once", async () => {
  const database = await useTestDatabase();
  const context = makeContext(database);
  await publishSimulated(database, TRAINED_AT);
  await storeSimulated(database, simulateLeads({ seed: 4, share: 0.8 }));
  const watched = await Promise.all([watchNow(context), watchNow(context), watchNow(context)]);
  expect(watched.map(({ raised }) => raised).toSorted()).toEqual([0, 0, 1]);
  expect(await listAlarms(context)).toEqual([["line:line-0", "up"]]);
});

test("an aborted watch leaves off and keeps nothing", async () => {
  const database = await useTestDatabase();
  const context = makeContext(database);
  await publishSimulated(database, TRAINED_AT);
  await storeSimulated(database, simulateLeads({ seed: 4 }));
  const stopping = new AbortController();
  const stopped = watchOver(context, {
    onProgress: () => stopping.abort(new Error("stopped")),
    signal: stopping.signal,
    onKept: async () => {},
  });
  await expect(stopped).rejects.toThrow("stopped");
  expect(await readLatestWatch(database)).toBeNull();
});

test("without a model, without deals and without anything live it says so", async () => {
  const database = await useTestDatabase();
  const context = makeContext(database);
  expect(await watchNow(context)).toEqual({
    watch: null,
    alarms: 0,
    raised: 0,
    cleared: 0,
    verdicts: 0,
  });
  expect(await readLatestWatch(database)).toBeNull();
  await publishSimulated(database, null);
  await watchNow(context);
  const { calibration, retraining, lines } = (await readLatestWatch(database))!;
  expect(calibration.model).toEqual({ notEstimable: "No model is live." });
  expect(retraining).toEqual({ notEstimable: "No model is live." });
  expect(calibration.rules).toHaveProperty("notEstimable");
  expect(lines).toHaveLength(6);
  expect(lines.every(({ state }) => state === "not-yet-known")).toBe(true);
});

test("of leads that this service handed over the moment counts, told or not by a deal", async () => {
  const database = await useTestDatabase();
  const context = makeContext(database);
  const { scorecardVersionId } = await publishSimulated(database, TRAINED_AT);
  await storeSimulated(database, simulateLeads({ seed: 4, daysSince: 200 }));
  const { sql } = database;
  await sql`DELETE FROM opportunity WHERE outcome = 'open'`;
  await watchNow(context);
  const counted = async () =>
    (await readLatestWatch(database))!.notes.find((n) => n.startsWith("Lines"));
  const before = await counted();
  await sql`
    WITH handed AS (
      INSERT INTO event (lead_id, kind, subject, name, direction, score, cause,
        scorecard_version_id, at)
      SELECT id, 'handover', 'A1', 'Handover in A1', 'move', 50, 'lead', ${scorecardVersionId},
        ${new Date(NOW - DAY).toISOString()}
      FROM lead WHERE NOT EXISTS (SELECT FROM opportunity WHERE lead_id = lead.id)
      RETURNING id, lead_id, at)
    INSERT INTO handover (lead_id, event_id, cell, next_action, at)
    SELECT lead_id, id, 'A1', 'Call', at FROM handed`;
  await watchNow(context);
  const [first, second] = [before, await counted()].map((note) =>
    Number(/^Lines: (\d+) leads/.exec(note!)![1]),
  );
  const [waiting] = await sql`SELECT count(*)::int AS leads FROM handover`;
  expect(waiting!["leads"]).toBeGreaterThan(20);
  expect(second! - first!).toBe(waiting!["leads"]);
});
