import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import { type Database, openDatabase } from "../../src/store/database.ts";
import type { ImportInput } from "../../src/workflows/importing/import-export.ts";
import { createTestDatabase, dropTestDatabase } from "../database.ts";
import { makeFolder } from "../folder.ts";
import { publishFading } from "../jobs/job-fixture.ts";
import {
  countRows,
  dumpRows,
  firstLeads,
  writeExport,
} from "../workflows/importing/export-copies.ts";

const BIN = fileURLToPath(new URL("../../src/cli/counterweight.mjs", import.meta.url));

/** A database with a scorecard live, and its address for a process of its own. */
async function usePublished(): Promise<{ readonly url: string; readonly database: Database }> {
  const url = await createTestDatabase();
  const database = openDatabase(url, { connections: 2 });
  onTestFinished(async () => {
    await database.close();
    await dropTestDatabase(url);
  });
  await publishFading(database);
  return { url, database };
}

function importWith(
  url: string,
  input: ImportInput,
  onProgress: (stderr: string) => boolean = () => false,
) {
  const { exports, activities, feedback, mapping } = input;
  const files = [...exports, "--activities", activities!, "--feedback", feedback!];
  const child = spawn(process.execPath, [BIN, "import", ...files, "--mapping", mapping], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, DATABASE_URL: url },
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk) => (stdout += chunk));
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
    if (onProgress(stderr)) child.kill("SIGKILL");
  });
  return new Promise<{ exitCode: number | null; stdout: string; stderr: string }>(
    (resolve, reject) => {
      child.on("error", reject);
      child.on("close", (exitCode) => resolve({ exitCode, stdout, stderr }));
    },
  );
}

/** The sample twice over, under other names. */
function writeTwice(): ImportInput {
  const copies = ["a", "b"];
  return writeExport(makeFolder(), {
    all: (line) => copies.map((copy) => line.replace(/\b[LD]-(?=\d{4})/g, `$&${copy}`)),
  });
}

it("goes on after kill -9 where it stopped, and ends as if nothing had happened", async () => {
  const input = writeTwice();
  const { url, database } = await usePublished();
  const killed = await importWith(url, input, (stderr) => /\d of 8,640 leads kept/.test(stderr));
  expect(killed.exitCode).toBeNull();
  const acknowledged = Number(/([\d,]+) of 8,640/.exec(killed.stderr)![1]!.replace(",", ""));
  const { leads } = await countRows(database);
  expect(leads).toBeGreaterThanOrEqual(acknowledged);
  expect(leads).toBeLessThan(8_640);

  const resumed = await importWith(url, input);
  expect(resumed.exitCode).toBe(0);
  expect(resumed.stdout).toMatch(/^Gone on after [\d,]+ leads/);
  expect(resumed.stdout).toContain("Leads: 8,640 new.");
  const other = await usePublished();
  const straight = await importWith(other.url, input);
  expect(straight.exitCode).toBe(0);
  expect(resumed.stderr).toContain("24 rows were left out");
  const [rows, expected] = [await dumpRows(database), await dumpRows(other.database)];
  for (const table of Object.keys(expected)) expect(rows[table], table).toEqual(expected[table]);
});

it("says what became of the rows, and that files were imported before", async () => {
  const { url, database } = await usePublished();
  const input = writeExport(makeFolder(), { all: firstLeads(60) });
  const first = await importWith(url, input);
  expect(first.exitCode).toBe(0);
  expect(first.stderr).toContain("60 of 60 leads kept");
  expect(first.stdout).toContain("Leads: 60 new.\n");
  expect(first.stdout).toContain("All of these leads have scores.");
  const rows = await countRows(database);
  const again = await importWith(url, input);
  expect(again.exitCode).toBe(0);
  expect(again.stdout).toMatch(
    /^These files were imported before, as job \d+; nothing was changed now\. Then it was:\nLeads: 60 new\./,
  );
  expect(await countRows(database)).toEqual(rows);
});

it("names rows that it cannot read, and leaves the others be", async () => {
  const { url, database } = await usePublished();
  const input = writeExport(makeFolder(), {
    all: firstLeads(60),
    "activities.csv": (line, lead) =>
      lead === "L-0001" ? [line, line, line.replace(/,2\d{3}-/, ",some day ")] : [],
    "leads.csv": (line, lead) =>
      lead === "L-0002" ? [line.replace(/,30,/, ",many,")] : firstLeads(60)(line, lead),
  });
  const { exitCode, stdout, stderr } = await importWith(url, input);
  expect(exitCode).toBe(0);
  expect(stderr).toContain("activities.csv, line 4, At: not a date in the mapping's date order");
  expect(stdout).toContain("Unknown for 1 in leads.csv, Employees: not a number, first on line 3.");
  expect((await countRows(database))["leads"]).toBe(60);
});

it("refuses a file without the mapping's columns, and writes nothing", async () => {
  const { url, database } = await usePublished();
  const folder = makeFolder();
  const input = writeExport(folder, { all: firstLeads(60) });
  writeFileSync(join(folder, "leads.csv"), "Lead ID,Employees\nL-0001,3\n");
  const { exitCode, stdout, stderr } = await importWith(url, input);
  expect([exitCode, stdout]).toEqual([2, ""]);
  expect(stderr).toContain("Job title");
  expect(await countRows(database)).toMatchObject({ leads: 0, jobs: 0, audit: 0 });
});
