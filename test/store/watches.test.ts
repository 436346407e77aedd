import { expect, test } from "vitest";
import { insertWatch, listWatches, readLastWatch } from "../../src/store/watches.ts";
import { useTestDatabase } from "../database.ts";
import { publishSample } from "./published-versions.ts";

test("the latest few watches are kept, and listed from the latest on", async () => {
  const database = await useTestDatabase();
  expect(await readLastWatch(database)).toBeNull();
  const live = await publishSample(database);
  for (let at = 1; at <= 5; at++) await insertWatch(database, { at, ...live, findings: { at } }, 3);
  const all = await listWatches(database, { limit: 10 });
  expect(all.map(({ findings }) => findings)).toEqual([{ at: 5 }, { at: 4 }, { at: 3 }]);
  expect(await listWatches(database, { before: all[0]!.id, limit: 1 })).toEqual([all[1]]);
  expect(await readLastWatch(database)).toEqual({
    id: all[0]!.id,
    at: 5,
    ...live,
    findings: { at: 5 },
  });
});
