import { type Estimable, isEstimated } from "../../src/statistics/estimate.ts";
import type { Random } from "../../src/statistics/random.ts";
import { type Claim, claimCoverage, holds } from "./claim.ts";
import type { SimulatedLeads } from "./simulated-leads.ts";

type Interval = { readonly value: number; readonly low: number; readonly high: number };

/** What is estimated of leads. */
export type Measure = (leads: SimulatedLeads, random: Random) => Estimable<Interval>;

interface Simulation {
  readonly draw: (n: number) => SimulatedLeads;
  /** Leads of one run. */
  readonly leads: number;
  readonly runs: number;
  readonly random: Random;
}

/** Leads that are as good as all of them: what they show is the truth. */
const ALL = 2_000_000;

/** How often the intervals of some leads hold what all leads show. */
export function coverMeasures(
  measures: Readonly<Record<string, Measure>>,
  { draw, leads, runs, random }: Simulation,
): Claim[] {
  const all = draw(ALL);
  const named = Object.entries(measures).map(([name, measure]) => {
    return { name, measure, truth: demand(measure(all, random)).value, held: 0 };
  });
  for (let run = 0; run < runs; run++) {
    const drawn = draw(leads);
    for (const each of named) each.held += holds(each.measure(drawn, random), each.truth) ? 1 : 0;
  }
  return named.map(({ name, held }) => claimCoverage(name, held, runs));
}

export function pick<T, U>(estimate: Estimable<T>, of: (value: T) => U): Estimable<U> {
  return isEstimated(estimate) ? of(estimate) : estimate;
}

export function demand<T>(estimate: Estimable<T>): T {
  if (!isEstimated(estimate)) throw new Error(estimate.notEstimable);
  return estimate;
}
