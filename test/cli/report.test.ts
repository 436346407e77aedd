import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { type Database, openDatabase } from "../../src/store/database.ts";
import { createTestDatabase, dropTestDatabase } from "../database.ts";
import { makeFolder } from "../folder.ts";
import { DAY, NOW } from "../scorecard/cards.ts";
import { publishVersions, wrapCard } from "../store/published-versions.ts";
import { simulateHanded, storeHanded } from "../workflows/comparing/served-fixture.ts";
import { makeCard, makeModel } from "../workflows/versions/version-fixture.ts";
import { counterweightOn } from "./connected-command.ts";

async function useDatabase(): Promise<{ readonly url: string; readonly database: Database }> {
  const url = await createTestDatabase();
  const database = openDatabase(url, { connections: 2 });
  onTestFinished(async () => {
    await database.close();
    await dropTestDatabase(url);
  });
  return { url, database };
}

it("answers in one sentence, and writes every form and picture", async () => {
  const { url, database } = await useDatabase();
  const out = join(makeFolder(), "report");
  const nothing = await counterweightOn(url, "report", "--out", out);
  expect(nothing.exitCode).toBe(2);
  expect(nothing.stderr).toContain("counterweight: No scorecard is published yet");
  expect(existsSync(out)).toBe(false);

  await publishVersions(database, { slug: "small", set: wrapCard(makeCard()), model: makeModel() });
  await storeHanded(database, simulateHanded({ leads: 300, from: NOW - 400 * DAY }));
  const asked = ["--out", out, "--pictures", "--cluster", "rep", "--seed", "3"];
  const { exitCode, stdout, stderr } = await counterweightOn(url, "report", ...asked);
  expect(exitCode).toBe(0);
  expect(stderr).toContain("comparing both scores on 300 leads …");
  const found = JSON.parse(readFileSync(join(out, "ab-report.json"), "utf8"));
  expect(found).toMatchObject({
    format: "counterweight/ab-report@1",
    seed: 3,
    shadow: { basis: { kind: "served", clusteredBy: "rep" } },
  });
  const [answer, ...files] = stdout.trimEnd().split("\n");
  expect(answer).toBe(found.answer.sentence);
  const pictures = readdirSync(join(out, "pictures")).map((name) => join("pictures", name));
  expect(files.map((file) => file.trim()).toSorted()).toEqual(
    ["ab-report.html", "ab-report.json", "ab-report.md", ...pictures]
      .map((name) => join(out, name))
      .toSorted(),
  );
});

it("prints one form where no folder is wanted, and refuses what cannot be", async () => {
  const { url, database } = await useDatabase();
  await publishVersions(database, { slug: "small", set: wrapCard(makeCard()), model: null });
  const printed = await counterweightOn(url, "report", "--out", "-", "--format", "json");
  expect(printed.exitCode).toBe(0);
  expect(JSON.parse(printed.stdout)).toMatchObject({
    model: null,
    shadow: { notEstimable: expect.any(String) },
    live: [],
  });
  const [two, basis] = await Promise.all([
    counterweightOn(url, "report", "--out", "-", "--format", "json", "md"),
    counterweightOn(url, "report", "--basis", "guessed"),
  ]);
  expect(two.exitCode).toBe(2);
  expect(two.stderr).toContain("--out - prints one form, and no pictures");
  expect(basis.exitCode).toBe(2);
  expect(basis.stderr).toContain("Allowed choices are served, held-out");
});
