import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { type Calibration, calibrationSchema } from "../../src/report/calibration.ts";
import { makeFolder } from "../folder.ts";
import { SAMPLE, sample } from "../sample.ts";
import { counterweight } from "./command.ts";

const SETUP = ["--mapping", SAMPLE.mapping, "--scorecard", SAMPLE.scorecard];
const FILES = [...SAMPLE.exports, "--activities", SAMPLE.activities, "--feedback", SAMPLE.feedback];

it("calibrates the sample, and score and explain give the same numbers to the last digit", async () => {
  const out = join(makeFolder(), "out");
  const calibrated = await counterweight("calibrate", ...FILES, ...SETUP, "--out", out, "--json");
  expect(calibrated.exitCode).toBe(0);
  expect(readdirSync(out).toSorted()).toEqual([
    "calibration.json",
    "model.json",
    "rejected.csv",
    "report.html",
    "report.md",
    "scorecard.recommended.json",
    "scores.csv",
  ]);
  expect(calibrated.stderr).toContain("judging on");

  const calibration = calibrationSchema.parse(JSON.parse(calibrated.stdout));
  expect(JSON.parse(readFileSync(join(out, "calibration.json"), "utf8"))).toEqual(calibration);
  expectSoundFigures(calibration);

  const scores = readFileSync(join(out, "scores.csv"), "utf8").split("\n");
  const line = scores.find((row) => row.startsWith("L-0042,"))!;
  const asOf = line.split(",")[1]!;
  const model = ["--model", join(out, "model.json"), "--activities", SAMPLE.activities];
  const leads = [...SAMPLE.exports, ...SETUP, ...model];
  const scored = await counterweight("score", ...leads);
  expect(scored.stdout.split("\n")).toContain(line);
  const then = await counterweight(
    "score",
    sample("leads.csv"),
    ...SETUP,
    ...model,
    "--as-of",
    asOf,
  );
  expect(withoutDealAttributes(then.stdout)).toBe(withoutDealAttributes(line));

  const explained = await counterweight("explain", "L-0042", ...leads, "--json");
  const { rules, model: learned } = JSON.parse(explained.stdout);
  const fields = line.split(",").map(Number);
  expect(fields).toContain(rules.total);
  expect(fields).toContain(learned.logOdds);
  expect(fields).toContain(learned.probability);
});

/** The row of L-0042 up to its reasons. */
function withoutDealAttributes(text: string): string {
  const line = text.split("\n").find((row) => row.startsWith("L-0042,"))!;
  return line.split(",").slice(0, 8).join();
}

function expectSoundFigures({ history, split, arms, comparison, lines }: Calibration): void {
  expect(history).toMatchObject({ rejected: 12, duplicates: 8, open: 316 });
  expect(history.won + history.lost).toBe(history.deals);
  expect(split.train + split.judge).toBe(history.deals);
  expect(history.excludedColumns.map(({ column }) => column)).toEqual(["Next step agreed"]);
  expect(arms.model.judge.auc).toMatchObject({ value: expect.closeTo(0.78, 1) });
  expect(comparison.deltaAuc).toMatchObject({ pValue: expect.any(Number) });
  expect(lines).toHaveLength(24);
}
