import { Refusal } from "../src/refusal.ts";
import { createRandom, drawNormal, type Random } from "../src/statistics/random.ts";
import type { Design } from "../src/trainer/design-matrix.ts";
import { type Fit, fitLogistic } from "../src/trainer/fit.ts";
import { sigmoid } from "../src/trainer/prediction.ts";
import { type Solve, solveByNewton, solveBySamples, TOLERANCE } from "../src/trainer/solver.ts";
import type { BenchResult } from "./run.ts";

const DEALS = 200_000;
const LINES = 50;
const ROUNDS = 3;
const MOST_DIFFERENCE = 1e-9;

/**
 * The fit on samples and corrections, against full Newton with the same kernels and stopping rule,
 * both with covariance. Processor time, so that other work on the machine does not count.
 */
export function run(): BenchResult {
  const random = createRandom(11);
  // The first fits are slowed by compilation, for which neither way is to blame.
  compare(simulateDeals(DEALS / 5, LINES, random));
  const design = simulateDeals(DEALS, LINES, random);
  const ratios = Array.from({ length: ROUNDS }, () => compare(design));
  return {
    name: "fit",
    ratio: median(ratios),
    unit: "of full Newton's time",
    limit: 0.5,
    n: DEALS,
  };
}

/** Time of ours as a share of plain Newton's. */
function compare(design: Design): number {
  const ours = time(design, solveBySamples(createRandom(1)));
  const plain = time(design, solveByPlainNewton);
  report("samples", ours);
  report("newton", plain);
  checkSame(ours.fit, plain.fit);
  return ours.seconds / plain.seconds;
}

/** The whole way to the tolerance by Newton steps, before the Hessian of the covariance is made. */
const solveByPlainNewton: Solve = (design, start, { mostSteps }) =>
  solveByNewton(design, start, { tolerance: TOLERANCE, mostSteps });

interface Timed {
  readonly fit: Fit;
  readonly seconds: number;
}

function time(design: Design, solve: Solve): Timed {
  const start = process.cpuUsage();
  const fit = fitLogistic(design, { solve });
  const { user, system } = process.cpuUsage(start);
  const seconds = (user + system) / 1e6;
  if (fit instanceof Refusal) throw new Error(fit.message);
  return { fit, seconds };
}

function report(name: string, { fit, seconds }: Timed): void {
  console.error(name, `${seconds.toFixed(3)} s`, JSON.stringify(fit.steps), fit.gradientNorm);
}

function checkSame(a: Fit, b: Fit): void {
  const largest = a.coefficients.reduce(
    (most, value, j) => Math.max(most, Math.abs(value - b.coefficients[j]!)),
    Math.abs(a.intercept - b.intercept),
  );
  if (!(largest <= MOST_DIFFERENCE)) throw new Error(`the fits differ by ${largest}`);
}

/** Three lines in five are rare or common attributes, the others faded counts of activities. */
function simulateDeals(rows: number, columns: number, random: Random): Design {
  const values = new Float64Array(rows * columns);
  const outcomes = new Uint8Array(rows);
  const worth = Float64Array.from({ length: columns }, () => 0.5 * drawNormal(random));
  const share = worth.map(() => 0.01 + 0.5 * random() ** 2);
  for (let i = 0; i < rows; i++) {
    let logOdds = -1.5;
    for (let j = 0; j < columns; j++) {
      const dose = j % 5 < 3 ? Number(random() < share[j]!) : drawFadedCount(share[j]!, random);
      values[i * columns + j] = dose;
      logOdds += worth[j]! * dose;
    }
    outcomes[i] = Number(random() < sigmoid(logOdds));
  }
  return { rows, columns, values, outcomes };
}

/** Each further repeat counts half of the one before, and the whole has decayed since. */
function drawFadedCount(share: number, random: Random): number {
  let dose = 0;
  for (let part = 1; part > 0.05 && random() < share; part /= 2) dose += part;
  return dose === 0 ? 0 : dose * 0.5 ** (3 * random());
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
