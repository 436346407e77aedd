import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Calibration } from "../../src/report/calibration.ts";
import { createRandom } from "../../src/statistics/random.ts";
import { makeFolder } from "../folder.ts";
import { sample } from "../sample.ts";
import { counterweight } from "./command.ts";

/** An export of 600 deals with a column of endings in words of its own. */
function writeExport(folder: string): string {
  const random = createRandom(2);
  const rows = Array.from({ length: 600 }, (_, i) => {
    const size = ["small", "middle", "large"][Math.floor(3 * random())]!;
    const won = random() < { small: 0.15, middle: 0.35, large: 0.6 }[size]!;
    return `${i + 1},${won ? "hooray" : "alas"},${size}`;
  });
  const path = join(folder, "our deals.csv");
  writeFileSync(path, ["Nr,Ending,Company size", ...rows].join("\n"));
  return path;
}

describe("init, then calibrate, unedited", () => {
  it("works on the files of the sample, and prints the command that does it", async () => {
    const folder = makeFolder();
    const files = ["deals.csv", "leads.csv", "activities.csv", "feedback.csv"].map(sample);
    const setup = join(folder, "set up");
    const begun = await counterweight("init", ...files, "--out", setup);
    expect(begun.exitCode).toBe(0);
    expect(begun.stdout).toMatch(/Outcome: column Stage/);
    expect(begun.stdout).toMatch(/Left out: Next step agreed/);
    const command = begun.stdout.split("\n").find((line) => line.startsWith("  counterweight"))!;
    const words = [...command.matchAll(/"([^"]+)"|(\S+)/g)].map(
      ([, quoted, plain]) => quoted ?? plain!,
    );
    const out = join(folder, "out");
    const args = [...words.slice(1, -1), out];
    const ended = await counterweight(...args);
    expect(ended.stderr).not.toContain("What to do:");
    expect(ended.exitCode).toBe(0);
    const calibration: Calibration = JSON.parse(
      readFileSync(join(out, "calibration.json"), "utf8"),
    );
    const { auc } = calibration.arms.model.judge;
    expect((auc as { low: number }).low).toBeGreaterThan(0.6);
    expect(calibration.feedback!.matched).toBeGreaterThan(800);
  });

  it("takes the outcome that a person names, where no word tells it", async () => {
    const folder = makeFolder();
    const path = writeExport(folder);
    const setup = join(folder, "setup");
    const refused = await counterweight("init", path, "--out", setup);
    expect(refused).toMatchObject({ exitCode: 2, stdout: "" });
    expect(refused.stderr).toContain("--outcome");
    expect(existsSync(setup)).toBe(false);
    const named = ["--outcome", "Ending", "--won", "hooray", "--lost", "alas", "--id", "Nr"];
    const begun = await counterweight("init", path, ...named, "--out", setup);
    expect(begun.exitCode).toBe(0);
    const [mapping, scorecard] = ["mapping.json", "scorecard.json"].map((f) => join(setup, f));
    const args = ["calibrate", path, "--mapping", mapping!, "--scorecard", scorecard!, "--json"];
    const ended = await counterweight(...args, "--out", join(folder, "out"));
    const { lines, verdict } = JSON.parse(ended.stdout) as Calibration;
    expect(verdict.answer).toBe("better");
    expect(lines.map(({ label }) => label)).toEqual(
      expect.arrayContaining(["small", "middle", "large"]),
    );
  });
});
