import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeFolder } from "../folder.ts";
import { SAMPLE, sample } from "../sample.ts";
import { counterweight } from "./command.ts";

/** The sample's documents and deals with one thing changed, in a folder of their own. */
function spoil(change: {
  deals?: (rows: string[]) => string[];
  mapping?: (text: string) => string;
  scorecard?: (text: string) => string;
}): { args: string[]; out: string; folder: string } {
  const folder = makeFolder();
  const rewrite = (name: string, edit: (text: string) => string) => {
    const path = join(folder, name);
    writeFileSync(path, edit(readFileSync(sample(name), "utf8")));
    return path;
  };
  const same = (text: string) => text;
  const deals = rewrite("deals.csv", (text) =>
    (change.deals?.(text.trimEnd().split("\n")) ?? [text]).join("\n"),
  );
  const mapping = rewrite("mapping.json", change.mapping ?? same);
  const scorecard = rewrite("scorecard.json", change.scorecard ?? same);
  const out = join(folder, "out");
  const setup = ["--mapping", mapping, "--scorecard", scorecard, "--out", out];
  return { args: [deals, sample("leads.csv"), ...setup], out, folder };
}

/** Keeps so many deals of each stage, in the order of the file. */
function keep(won: number, lost: number) {
  return ([header, ...rows]: string[]) => {
    const of = (stage: string) => rows.filter((row) => row.includes(`,${stage},`));
    return [header!, ...of("Closed Won").slice(0, won), ...of("Closed Lost").slice(0, lost)];
  };
}

describe("bad input is answered in words and writes nothing", () => {
  it.each<[string, Parameters<typeof spoil>[0], number, RegExp]>([
    [
      "a wrong delimiter",
      { deals: (rows) => rows.map((row) => row.replaceAll(",", "~")) },
      2,
      /deals\.csv/,
    ],
    [
      "no outcome column",
      { deals: ([header, ...rows]) => [header!.replace("Stage", "Phase"), ...rows] },
      2,
      /no column Stage|Stage/,
    ],
    ["one class only", { deals: keep(0, 300) }, 3, /won/],
    ["four won deals", { deals: keep(4, 300) }, 3, /4 won and 300 lost.*\n.*20 won/],
    [
      "a mapping that names a column that is not there",
      { mapping: (text) => text.replace('"Job title"', '"Jobb title"') },
      2,
      /Jobb title[\s\S]*Job title/,
    ],
    ["a mapping that is not JSON", { mapping: (text) => text.slice(0, -20) }, 2, /not JSON/],
    [
      "an invalid scorecard",
      { scorecard: (text) => text.replace('"axis": "fit"', '"axis": "fitness"') },
      2,
      /buckets\[0\]\.axis/,
    ],
    [
      "half of the rows broken",
      {
        deals: ([header, ...rows]) => [
          header!,
          ...rows.map((row, i) => (i % 2 ? row : `${row},x,y`)),
        ],
      },
      2,
      /deals\.csv/,
    ],
  ])("%s", async (_, change, exitCode, says) => {
    const { args, folder } = spoil(change);
    const ended = await counterweight("calibrate", ...args);
    expect(ended.stderr).toMatch(says);
    expect(ended.stderr).toContain("What to do:");
    expect(ended.stderr).not.toMatch(/ {4}at |\w@\w+\.\w/);
    expect({ exitCode: ended.exitCode, stdout: ended.stdout }).toEqual({ exitCode, stdout: "" });
    expect(readdirSync(folder)).not.toContain("out");
  });

  it("a missing file", async () => {
    const setup = ["--mapping", SAMPLE.mapping, "--scorecard", SAMPLE.scorecard];
    const ended = await counterweight("calibrate", "nowhere.csv", ...setup);
    expect(ended).toMatchObject({ exitCode: 2, stdout: "" });
    expect(ended.stderr).toContain("nowhere.csv");
  });

  it("an option of the wrong kind, and a command that is not there", async () => {
    const setup = ["--mapping", SAMPLE.mapping, "--scorecard", SAMPLE.scorecard];
    const seed = await counterweight("calibrate", ...SAMPLE.exports, ...setup, "--seed", "x");
    expect(seed).toMatchObject({ exitCode: 2, stdout: "" });
    expect(seed.stderr).toContain("Expected a whole number");
    expect(await counterweight("weigh")).toMatchObject({ exitCode: 2, stdout: "" });
  });
});

describe("help", () => {
  it.each([["init"], ["calibrate"], ["score"], ["explain"]])(
    "of %s has an example",
    async (name) => {
      const { exitCode, stdout } = await counterweight(name, "--help");
      expect(exitCode).toBe(0);
      expect(stdout).toContain(`$ counterweight ${name}`);
    },
  );
});
