import { expect, test } from "vitest";
import type { Database } from "../../../src/store/database.ts";
import { listEvents } from "../../../src/workflows/live/list-events.ts";
import { DAY, START, startExperiment, useArms } from "../experimenting/experiment-fixture.ts";
import { watchNow } from "./stored-watch.ts";

/** Has so many leads take part in each arm, without asking anybody. */
async function enrol(
  { sql }: Database,
  experimentId: number,
  counts: { readonly rules: number; readonly model: number },
): Promise<void> {
  for (const [arm, count] of Object.entries(counts))
    await sql`
      WITH stored AS (
        INSERT INTO lead (external_id, attributes)
        SELECT ${arm} || i || '/' || (SELECT count(*) FROM lead), '{}'
        FROM generate_series(1, ${count}::int) AS i RETURNING id)
      INSERT INTO experiment_assignment (experiment_id, lead_id, unit, arm, propensity, at)
      SELECT ${experimentId}, id, 'lead:' || id, ${arm}, 0.5, ${new Date(START).toISOString()}
      FROM stored`;
}

test("a verdict is told when it changes, once", async () => {
  const context = await useArms();
  const { database, clock } = context;
  const { id } = await startExperiment(context);
  const verdicts = async () => {
    const events = await listEvents(context, { kind: "experiment" }, 10, null);
    return events.toReversed().map(({ from, to }) => [from, to]);
  };
  clock.now = START + DAY;
  expect(await watchNow(context)).toMatchObject({ verdicts: 0 });
  expect(await verdicts()).toEqual([]);

  await enrol(database, id, { rules: 300, model: 200 });
  clock.now = START + 2 * DAY;
  expect(await watchNow(context)).toMatchObject({ verdicts: 1 });
  expect(await watchNow(context)).toMatchObject({ verdicts: 0 });
  expect(await verdicts()).toEqual([["not-yet-known", "broken"]]);
  const [event] = await listEvents(context, { kind: "experiment" }, 10, null);
  expect(event).toMatchObject({
    lead: null,
    score: null,
    subject: String(id),
    name: "Summer",
    direction: "move",
    action: expect.stringMatching(/\.$/),
    at: clock.now,
  });

  await enrol(database, id, { rules: 0, model: 100 });
  expect(await watchNow(context)).toMatchObject({ verdicts: 1 });
  expect(await verdicts()).toEqual([
    ["not-yet-known", "broken"],
    ["broken", "not-yet-known"],
  ]);
});

test("of an experiment that is still to come nothing is told", async () => {
  const context = await useArms();
  const start = new Date(START + 10 * DAY).toISOString();
  const { id } = await startExperiment(context, { start });
  await enrol(context.database, id, { rules: 300, model: 200 });
  expect(await watchNow(context)).toMatchObject({ verdicts: 0 });
});

test("watches at one moment tell a verdict once", async () => {
  const context = await useArms();
  const { id } = await startExperiment(context);
  await enrol(context.database, id, { rules: 300, model: 200 });
  context.clock.now = START + DAY;
  const watched = await Promise.all([watchNow(context), watchNow(context)]);
  expect(watched.map(({ verdicts }) => verdicts).toSorted()).toEqual([0, 1]);
});
