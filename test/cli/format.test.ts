import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { makeFolder } from "../folder.ts";
import { SAMPLE } from "../sample.ts";
import { counterweight } from "./command.ts";

const SETUP = ["--mapping", SAMPLE.mapping, "--scorecard", SAMPLE.scorecard];

it("prints the form that is asked for, the same to the byte as it writes", async () => {
  const out = join(makeFolder(), "out");
  const command = ["calibrate", ...SAMPLE.exports, ...SETUP, "--out", out];
  const { exitCode, stdout } = await counterweight(...command, "--format", "md");
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^# Calibration of /);
  expect(stdout).toBe(readFileSync(join(out, "report.md"), "utf8"));
});

it.each([
  ["an unknown form", ["--format", "pdf"], "Allowed choices are html, json, md"],
  ["two forms at once", ["--format", "md", "--json"], "cannot be used with option '--json'"],
])("refuses %s", async (_, options, says) => {
  const { exitCode, stdout, stderr } = await counterweight("calibrate", "x", ...SETUP, ...options);
  expect(exitCode).not.toBe(0);
  expect(stdout).toBe("");
  expect(stderr).toContain(says);
});
