import { expect, test } from "vitest";
import { readLive } from "../../../src/store/live.ts";
import { insertPublication } from "../../../src/store/publications.ts";
import type { Context } from "../../../src/workflows/context.ts";
import { readExperimentFindings } from "../../../src/workflows/experimenting/experiment-findings.ts";
import { stopExperiment } from "../../../src/workflows/experimenting/stop-experiment.ts";
import { ACTOR, DAY, START, startExperiment, useArms } from "./experiment-fixture.ts";

async function findOnly({ database, now }: Context) {
  const [found] = await readExperimentFindings(database, { latest: 10, asOf: now() });
  return found!;
}

/** Writes that other versions were made live: such as from 1 without a model to 1 with model 7. */
async function change({ database }: Context, day: number, from: Versions, to: Versions) {
  await insertPublication(database, {
    ...to,
    replaced: from,
    events: "drop",
    perMinute: null,
    note: null,
    publishedBy: "person:1",
    publishedAt: START + day * DAY,
  });
}

type Versions = Parameters<typeof insertPublication>[1]["replaced"] & object;

test("versions made live while it runs and since it stopped are counted, not those before", async () => {
  const context = await useArms();
  const { id } = await startExperiment(context);
  const first = (await readLive(context.database))!;
  const other = { ...first, modelVersionId: null };
  await change(context, -1, other, first);
  const changes = async (day: number) => {
    context.clock.now = START + day * DAY;
    return (await findOnly(context)).changes;
  };
  expect(await changes(1)).toEqual({ during: 0, duringAt: [], since: 0 });
  await change(context, 2, first, other);
  await change(context, 3, other, first);
  const during = { during: 2, duringAt: [START + 2 * DAY, START + 3 * DAY] };
  expect(await changes(4)).toEqual({ ...during, since: 0 });
  context.clock.now = START + 5 * DAY;
  await stopExperiment(context, ACTOR, { id });
  await change(context, 6, first, other);
  expect(await changes(5.5)).toEqual({ ...during, since: 0 });
  expect(await changes(7)).toEqual({ ...during, since: 1 });
  await change(context, 8, other, first);
  expect(await changes(9)).toEqual({ ...during, since: 0 });
});
