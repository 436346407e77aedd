import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const SRC = fileURLToPath(new URL("../src", import.meta.url));
const PURE_ROOMS = [
  "scorecard",
  "statistics",
  "trainer",
  "recommendation",
  "feedback",
  "experiment",
  "report",
];
const IMPURE =
  /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bprocess\.|\bperformance\.|\bfetch\(/;

it.each(PURE_ROOMS)("%s asks no clock, chance, process or network", (room) => {
  const files = readdirSync(join(SRC, room), { recursive: true, encoding: "utf8" });
  const sources = files.filter((file) => file.endsWith(".ts"));
  expect(sources).not.toHaveLength(0);
  const impure = sources.filter((file) => IMPURE.test(readFileSync(join(SRC, room, file), "utf8")));
  expect(impure).toEqual([]);
});
