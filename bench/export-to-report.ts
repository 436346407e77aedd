import { createWriteStream } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { Refusal } from "../src/refusal.ts";
import { createRandom, type Random } from "../src/statistics/random.ts";
import { calibrate } from "../src/workflows/calibrate.ts";
import { writeCalibration } from "../src/workflows/calibration-files.ts";
import type { BenchResult } from "./run.ts";

const DEALS = 100_000;
const LINES = 40;
/** Attributes of four levels, each level but the first with a line. */
const LEVELS = ["w", "x", "y", "z"];
const ATTRIBUTES = Array.from({ length: 10 }, (_, k) => `attribute ${k + 1}`);
const NUMBERS = Array.from({ length: 10 }, (_, k) => `number ${k + 1}`);
const MOST_SECONDS = 60;
const MOST_GIGABYTES = 2;

/** From a CSV of closed deals to the report, in this process; its peak memory is held down too. */
export async function run(): Promise<BenchResult> {
  const folder = await mkdtemp(join(tmpdir(), "counterweight-bench-"));
  try {
    const deals = join(folder, "deals.csv");
    await pipeline(listRows(createRandom(1)), createWriteStream(deals));
    const mapping = await writeJson(folder, "mapping.json", makeMapping());
    const scorecard = await writeJson(folder, "scorecard.json", makeScorecard());
    const start = process.hrtime.bigint();
    const result = await calibrate({
      exports: [deals],
      mapping,
      scorecard,
      seed: 1,
      onProgress: (text) => process.stderr.write(`${text}\n`),
    });
    if (result instanceof Refusal) throw new Error(result.message);
    const refusal = await writeCalibration(result, join(folder, "out"));
    if (refusal !== null) throw new Error(refusal.message);
    const seconds = Number(process.hrtime.bigint() - start) / 1e9;
    const gigabytes = process.resourceUsage().maxRSS / 2 ** 20;
    process.stderr.write(`peak memory ${gigabytes.toFixed(2)} GB\n`);
    if (gigabytes > MOST_GIGABYTES)
      throw new Error(`peak memory is over ${MOST_GIGABYTES} GB: ${gigabytes.toFixed(2)} GB`);
    return { name: "export-to-report", value: seconds, unit: "s", limit: MOST_SECONDS, n: DEALS };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function writeJson(folder: string, name: string, document: unknown): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, JSON.stringify(document));
  return path;
}

function* listRows(random: Random): Generator<string> {
  yield `id,outcome,created,closed,${[...ATTRIBUTES, ...NUMBERS].join(",")}\n`;
  const start = Date.UTC(2022, 0, 1);
  for (let i = 0; i < DEALS; i++) {
    const levels = ATTRIBUTES.map(() => Math.floor(random() * LEVELS.length));
    const numbers = NUMBERS.map(() => random());
    const logOdds =
      levels.reduce((sum, level, k) => sum + 0.1 * level * (k % 3), -3) +
      numbers.reduce((sum, number, k) => sum + (number > 0.5 ? 0.2 * (k % 4) : 0), 0);
    const won = random() < 1 / (1 + Math.exp(-logOdds));
    const created = start + i * 900_000;
    const [from, to] = [created, created + 30 * 86_400_000].map((t) => new Date(t).toISOString());
    const fields = [...levels.map((level) => LEVELS[level]!), ...numbers.map((x) => x.toFixed(4))];
    yield `D-${i},${won ? "Won" : "Lost"},${from},${to},${fields.join(",")}\n`;
  }
}

function makeMapping() {
  const attribute = (type: string) => (column: string) => ({ attribute: column, column, type });
  return {
    format: "counterweight/mapping@1",
    deals: {
      file: "deals.csv",
      id: "id",
      outcome: { by: "words", column: "outcome", won: ["Won"], lost: ["Lost"] },
      createdAt: "created",
      closedAt: "closed",
    },
    attributes: [...ATTRIBUTES.map(attribute("text")), ...NUMBERS.map(attribute("number"))],
  };
}

function makeScorecard() {
  const characteristic = (name: string, lines: readonly unknown[]) => ({ id: name, name, lines });
  const line = (id: string, points: number, when: object) => ({
    id,
    label: id,
    points,
    dose: { kind: "attribute", when },
  });
  const characteristics = [
    ...ATTRIBUTES.map((attribute, k) =>
      characteristic(
        attribute,
        LEVELS.slice(1).map((value, l) =>
          line(`${attribute} ${value}`, (l + 1) * (k % 3), { is: "equals", attribute, value }),
        ),
      ),
    ),
    ...NUMBERS.map((attribute, k) =>
      characteristic(attribute, [line(attribute, k % 5, { is: "range", attribute, from: 0.5 })]),
    ),
  ];
  const lines = characteristics.reduce((sum, { lines }) => sum + lines.length, 0);
  if (lines !== LINES) throw new Error(`expected ${LINES} lines, made ${lines}`);
  const cells = ["A", "B", "C", "D"].flatMap((grade) => [1, 2, 3, 4].map((band) => grade + band));
  return {
    format: "counterweight/scorecard@1",
    id: "bench",
    name: "Bench",
    buckets: [{ id: "all", name: "All", axis: "fit", characteristics }],
    matrix: {
      grades: { A: 30, B: 20, C: 10 },
      bands: { "1": 30, "2": 20, "3": 10 },
      nextActions: Object.fromEntries(cells.map((cell) => [cell, "Call"])),
    },
    thresholds: [{ id: "mql", name: "MQL", score: 25 }],
  };
}
