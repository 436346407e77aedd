import type { Moments } from "../statistics/moments.ts";
import { ARMS, type ArmName } from "./assignment.ts";

/** Units of an arm that were handed over so often each. */
export interface UnitsByHandovers {
  readonly arm: ArmName;
  /** Of the unit's leads, 0 or more. */
  readonly handovers: number;
  readonly units: number;
}

/** Over what time, of which part of all units, and to how many people leads were handed over. */
export interface WorkloadTerms {
  /** Share of all units that takes part, in (0, 1]. */
  readonly takingPart: number;
  /** Above 0. */
  readonly weeks: number;
  /** Who got any; at least 1. */
  readonly reps: number;
}

const NOTHING: Moments = { n: 0, mean: 0, variance: 0 };

/**
 * Leads a week that a rep would be given if an arm had all units, as moments over units.
 *
 * Each unit counts by its hand-overs × K, K = units that would take part in a week if all did ÷ reps,
 * so that an arm's mean is what a rep would get. Random are how often a unit is handed over, and how
 * many units come: these as of a Poisson process, whose part in the spread of the difference δ is δ²/N
 * of N units, and is shared between the arms by their size. Not random are the weeks and the number of
 * reps; how an arm's leads are spread among the reps plays no part, so that the same reps may work for
 * both arms. Units that come in bursts make the difference vary by more than is allowed for here.
 *
 * @param counts of units in one arm only
 * @returns moments of no units where an arm has fewer than two
 * @throws RangeError on terms out of bounds
 * Cost O(counts).
 */
export function measureWorkload(
  counts: readonly UnitsByHandovers[],
  { takingPart, weeks, reps }: WorkloadTerms,
): Readonly<Record<ArmName, Moments>> {
  if (!(takingPart > 0 && takingPart <= 1 && weeks > 0 && reps >= 1)) {
    throw new RangeError("a workload is of a share in (0, 1], of weeks above 0 and of reps");
  }
  const [rules, model] = ARMS.map((name) =>
    summarise(counts.filter(({ arm }) => arm === name)),
  ) as [Moments, Moments];
  if (Math.min(rules.n, model.n) < 2) return { rules: NOTHING, model: NOTHING };
  const n = rules.n + model.n;
  const scale = n / takingPart / weeks / reps;
  const ofArrivals = (model.mean - rules.mean) ** 2 / (2 * n);
  const extrapolate = (arm: Moments): Moments => ({
    n: arm.n,
    mean: scale * arm.mean,
    variance: scale ** 2 * (arm.variance + ofArrivals * arm.n),
  });
  return { rules: extrapolate(rules), model: extrapolate(model) };
}

function summarise(counts: readonly UnitsByHandovers[]): Moments {
  let [n, sum] = [0, 0];
  for (const { handovers, units } of counts) {
    n += units;
    sum += units * handovers;
  }
  if (n < 2) return NOTHING;
  const mean = sum / n;
  let square = 0;
  for (const { handovers, units } of counts) square += units * (handovers - mean) ** 2;
  return { n, mean, variance: square / (n - 1) };
}
