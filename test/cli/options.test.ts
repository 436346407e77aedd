import { spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { Calibration } from "../../src/report/calibration.ts";
import { makeFolder } from "../folder.ts";
import { SAMPLE, sample } from "../sample.ts";
import { counterweight } from "./command.ts";

const SETUP = ["--mapping", SAMPLE.mapping, "--scorecard", SAMPLE.scorecard];
const FILES = [...SAMPLE.exports, "--activities", SAMPLE.activities];

async function calibrate(...options: readonly string[]): Promise<Calibration> {
  const out = join(makeFolder(), "out");
  const ended = await counterweight("calibrate", ...FILES, ...SETUP, "--out", out, ...options);
  expect(ended.exitCode).toBe(0);
  return JSON.parse(readFileSync(join(out, "calibration.json"), "utf8"));
}

describe("options of calibrate", () => {
  it("keep a column that the mapping leaves out, whatever the case it is named in", async () => {
    const { history, lines, arms } = await calibrate("--keep", "next step AGREED");
    expect(history.excludedColumns).toEqual([]);
    expect(lines.length).toBeGreaterThan(24);
    expect(arms.model.judge.auc).toMatchObject({ value: expect.closeTo(0.93, 1) });
  });

  it("write multiples of a step and change so many lines at most", async () => {
    const { lines, drift } = await calibrate(
      "--step",
      "5",
      "--at-most",
      "4",
      "--half-life",
      "none",
    );
    const changed = lines.filter((line) => line.current !== line.recommended);
    expect(changed).toHaveLength(4);
    for (const { recommended } of changed) expect(recommended % 5).toBeCloseTo(0, 12);
    expect(drift).toMatchObject({ halfLifeDays: null, halfLives: [] });
  });

  it("set a threshold for a capacity", async () => {
    const { thresholds } = await calibrate("--threshold", "sql=capacity:3");
    expect(thresholds.find(({ id }) => id === "sql")).toMatchObject({
      by: "capacity",
      aim: "3 leads a week",
    });
  });

  it.each([
    [["--threshold", "sql=3"], /capacity:40/],
    [["--threshold", "sql=precision:4"], /between 0 and 1/],
    [["--threshold", "sql=capacity:3", "--threshold", "sql=capacity:4"], /two aims/],
    [["--half-life", "0.001"], /1 day or more/],
    [["--step", "0"], /1 or more/],
    [["--keep", "Nonsense"], /does not leave out Nonsense/],
  ])("refuse %j", async (options, says) => {
    const ended = await counterweight("calibrate", ...FILES, ...SETUP, ...options);
    expect(ended).toMatchObject({ exitCode: 2, stdout: "" });
    expect(ended.stderr).toMatch(says);
  });
});

describe("where it writes", () => {
  it("refuses a folder that is a file, before any work", async () => {
    const file = join(makeFolder(), "taken");
    writeFileSync(file, "");
    for (const out of [file, join(file, "below")]) {
      const ended = await counterweight("calibrate", ...FILES, ...SETUP, "--out", out);
      expect(ended.exitCode).toBe(2);
      expect(ended.stderr).toMatch(/^counterweight: Nothing was written to .*\nWhat to do: Give/);
    }
    expect(existsSync(file)).toBe(true);
  });

  it("leaves quietly when nobody reads the answer to its end", async () => {
    const out = join(makeFolder(), "out");
    const bin = fileURLToPath(new URL("../../src/cli/counterweight.mjs", import.meta.url));
    const args = [bin, "calibrate", ...FILES, ...SETUP, "--out", out, "--json"];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.destroy();
    let stderr = "";
    child.stderr.on("data", (chunk) => (stderr += chunk));
    const exitCode = await new Promise((resolve) => child.on("close", resolve));
    expect(exitCode).toBe(0);
    expect(stderr).not.toContain("EPIPE");
  });

  it("says that leads without a moment are scored as of now", async () => {
    const out = join(makeFolder(), "out");
    await counterweight("calibrate", ...FILES, ...SETUP, "--out", out);
    const model = ["--model", join(out, "model.json")];
    const ended = await counterweight("score", sample("leads.csv"), ...SETUP, ...model);
    expect(ended.exitCode).toBe(0);
    expect(ended.stderr).toContain("have no moment in these files: they are scored as of now");
  });
});
