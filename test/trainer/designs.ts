import { readFileSync } from "node:fs";
import { Refusal } from "../../src/refusal.ts";
import { createRandom, drawNormal } from "../../src/statistics/random.ts";
import type { Design } from "../../src/trainer/design-matrix.ts";
import { sigmoid } from "../../src/trainer/prediction.ts";

/** A design from rows written out. */
export function makeDesign(
  rows: readonly (readonly number[])[],
  outcomes: readonly number[],
): Design {
  return {
    rows: rows.length,
    columns: rows[0]?.length ?? 0,
    values: Float64Array.from(rows.flat()),
    outcomes: Uint8Array.from(outcomes),
  };
}

/** Deals with 0/1 lines in even columns and numbers in odd ones, won at random by a true model. */
export function simulateDesign(rows: number, columns: number, seed: number): Design {
  const random = createRandom(seed);
  const values = new Float64Array(rows * columns);
  const worth = Array.from({ length: columns }, () => 0.6 * drawNormal(random));
  const outcomes = Uint8Array.from({ length: rows }, (_, i) => {
    let logOdds = -0.8;
    for (let j = 0; j < columns; j++) {
      const value = j % 2 === 0 ? Number(random() < 0.3) : drawNormal(random);
      values[i * columns + j] = value;
      logOdds += worth[j]! * value;
    }
    return Number(random() < sigmoid(logOdds));
  });
  return { rows, columns, values, outcomes };
}

/** An oracle's design with whatever it holds of outputs. */
export function readOracle(name: string) {
  const oracle = JSON.parse(
    readFileSync(new URL(`../oracles/${name}.json`, import.meta.url), "utf8"),
  );
  const { X, y, w } = oracle.inputs;
  const design: Design = {
    ...makeDesign(X, y),
    ...(w && { weights: Float64Array.from(w) }),
  };
  return { design, outputs: oracle.outputs };
}

/** Largest difference relative to what was wanted. */
export function relativeDifference(given: ArrayLike<number>, wanted: ArrayLike<number>): number {
  if (given.length !== wanted.length) return Infinity;
  return Math.max(
    ...Array.from(given, (value, i) => Math.abs(value - wanted[i]!) / Math.abs(wanted[i]!)),
  );
}

/** The value, when it is no refusal. */
export function accepted<T>(value: T | Refusal): T {
  if (value instanceof Refusal) throw new Error(`${value.code}: ${value.message}`);
  return value;
}
