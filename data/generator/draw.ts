import { drawNormal } from "../../src/statistics/random.ts";

/** Uniform on [0, 1), from a seed. */
export type Random = () => number;

export type Weighted<T> = readonly (readonly [value: T, weight: number])[];

export function pick<T>(random: Random, choices: Weighted<T>): T {
  const total = choices.reduce((sum, [, weight]) => sum + weight, 0);
  let left = random() * total;
  for (const [value, weight] of choices) {
    left -= weight;
    if (left < 0) return value;
  }
  return choices.at(-1)![0];
}

export function pickEvenly<T>(random: Random, values: readonly T[]): T {
  return values[Math.floor(random() * values.length)]!;
}

export function isDrawn(random: Random, probability: number): boolean {
  return random() < probability;
}

/** A Poisson count, by multiplying uniforms until they fall below e^(−mean) (Knuth). */
export function drawCount(random: Random, mean: number): number {
  const floor = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > floor; product *= random()) count++;
  return count;
}

export function drawExponential(random: Random, mean: number): number {
  return -mean * Math.log(1 - random());
}

export function drawLogNormal(random: Random, median: number, spread: number): number {
  return median * Math.exp(spread * drawNormal(random));
}

/** `count` different elements, in the order of `values`. */
export function sampleOf<T>(random: Random, values: readonly T[], count: number): readonly T[] {
  let wanted = count;
  return values.filter((_, i) => {
    const isTaken = random() * (values.length - i) < wanted;
    if (isTaken) wanted--;
    return isTaken;
  });
}
