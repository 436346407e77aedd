import { expect, test } from "vitest";
import { fingerprintHistory } from "../../../src/store/history.ts";
import { fingerprintRecently } from "../../../src/workflows/training/recent-fingerprint.ts";
import { useTestDatabase } from "../../database.ts";

test("all who ask at once share one reading of the history, and one that failed is not kept", async () => {
  const database = await useTestDatabase();
  await database.sql`ALTER TABLE activity RENAME TO gone`;
  await expect(fingerprintRecently(database)).rejects.toThrow();
  await database.sql`ALTER TABLE gone RENAME TO activity`;
  const first = fingerprintRecently(database);
  expect(fingerprintRecently(database)).toBe(first);
  expect(await first).toBe(await fingerprintHistory(database));
  expect(fingerprintRecently(database)).toBe(first);
});
