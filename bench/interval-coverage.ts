import { Refusal } from "../src/refusal.ts";
import { type CompiledScorecards, compileScorecards } from "../src/scorecard/compiled.ts";
import { CELLS, type Scorecard } from "../src/scorecard/schema.ts";
import { createRandom, drawNormal, type Random } from "../src/statistics/random.ts";
import { sigmoid } from "../src/trainer/prediction.ts";
import type { DosedHistory } from "../src/workflows/calibration/dosed-history.ts";
import { learn } from "../src/workflows/calibration/learning.ts";
import type { BenchResult } from "./run.ts";

const RUNS = 500;
const SIZES = [300, 5000];
const LINES = 20;
/** Log-odds of a point. */
const UNIT = 0.05;
/** Standard deviations: of hand-set points, and of how far the truth scatters about them, in points. */
const POINTS = 10;
const SCATTER = 8;

/** Share of lines whose 95 % interval in points holds the truth: how far it is from 95 %. */
export function run(): BenchResult {
  const distances = SIZES.map((deals) => {
    const random = createRandom(deals);
    let held = 0;
    for (let k = 0; k < RUNS; k++) held += countHeld(deals, random);
    const coverage = held / (RUNS * LINES);
    console.error(`${deals} deals: ${(100 * coverage).toFixed(1)} % of ${RUNS * LINES} intervals`);
    return Math.abs(coverage - 0.95);
  });
  return {
    name: "interval-coverage",
    value: Math.max(...distances),
    unit: "from .95",
    limit: 0.02,
    n: RUNS,
  };
}

/** Lines of one simulated history whose interval holds what they are worth. */
function countHeld(deals: number, random: Random): number {
  const points = Array.from({ length: LINES }, () => Math.round(POINTS * drawNormal(random)));
  const worth = points.map((point) => UNIT * (point + SCATTER * drawNormal(random)));
  const dosed = simulate(compile(points), worth, deals, random);
  const rows = Uint32Array.from({ length: deals }, (_, i) => i);
  const learning = learn(dosed, rows, { seed: 1, constraints: {}, onProgress: () => {} });
  if (learning instanceof Refusal) throw new Error(learning.message);
  return learning.evidence.filter(({ estimate }, j) => {
    const truth = worth[j]! / learning.unit;
    return estimate.low <= truth && truth <= estimate.high;
  }).length;
}

function simulate(
  compiled: CompiledScorecards,
  worth: readonly number[],
  rows: number,
  random: Random,
): DosedHistory {
  const shares = worth.map(() => 0.1 + 0.4 * random());
  const values = new Float64Array(rows * LINES);
  const outcomes = new Uint8Array(rows);
  for (let i = 0; i < rows; i++) {
    let logOdds = -1.2;
    for (let j = 0; j < LINES; j++) {
      const dose = Number(random() < shares[j]!);
      values[i * LINES + j] = dose;
      logOdds += (dose - shares[j]!) * worth[j]!;
    }
    outcomes[i] = Number(random() < sigmoid(logOdds));
  }
  return {
    compiled,
    deals: [],
    dated: false,
    scorecardOf: new Uint8Array(rows),
    design: { rows, columns: LINES, values, outcomes },
    lines: LINES,
    segments: 0,
    times: new Float64Array(rows),
    unmeasured: worth.map(() => null),
  };
}

function compile(points: readonly number[]): CompiledScorecards {
  const lines = points.map((point, j) => ({
    id: `line-${j}`,
    label: `Line ${j}`,
    points: point,
    dose: { kind: "attribute" as const, when: { is: "present" as const, attribute: `a${j}` } },
  }));
  const fallback: Scorecard = {
    format: "counterweight/scorecard@1",
    id: "simulated",
    name: "Simulated",
    version: 1,
    buckets: [
      {
        id: "all",
        name: "All",
        axis: "fit",
        weight: 100,
        characteristics: [{ id: "all", name: "All", lines }],
      },
    ],
    categories: [],
    matrix: {
      grades: { A: 30, B: 20, C: 10 },
      bands: { "1": 30, "2": 20, "3": 10 },
      nextActions: Object.fromEntries(
        CELLS.map((cell) => [cell, "Call"]),
      ) as Scorecard["matrix"]["nextActions"],
    },
    thresholds: [],
  };
  return compileScorecards({
    format: "counterweight/scorecard-set@1",
    segments: [],
    fallback,
  });
}
