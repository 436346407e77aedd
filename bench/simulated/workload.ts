import { checkGuardrails } from "../../src/experiment/guardrails.ts";
import { measureWorkload, type UnitsByHandovers } from "../../src/experiment/workload.ts";
import { isEstimated } from "../../src/statistics/estimate.ts";
import { createRandom, type Random } from "../../src/statistics/random.ts";
import { type Claim, claimAtLeast, claimAtMost } from "./claim.ts";

interface Design {
  readonly name: string;
  /** Units that take part a day, of both arms. */
  readonly daily: number;
  readonly days: number;
  readonly plannedUnits: number;
  readonly takingPart: number;
  readonly reps: number;
  readonly modelShare: number;
  /** Chances of 0, 1, 2 … hand-overs of a unit. */
  readonly rules: readonly number[];
  readonly model: readonly number[];
}

const DESIGNS: readonly Design[] = [
  {
    name: "2 reps, few units, half of all",
    daily: 4,
    days: 182,
    plannedUnits: 200,
    takingPart: 0.5,
    reps: 2,
    modelShare: 0.5,
    rules: [0.6, 0.4],
    model: [0.4, 0.6],
  },
  {
    name: "5 reps, unequal shares, accounts of several leads",
    daily: 12,
    days: 182,
    plannedUnits: 2000,
    takingPart: 1,
    reps: 5,
    modelShare: 0.25,
    rules: [0.5, 0.3, 0.15, 0.05],
    model: [0.3, 0.35, 0.2, 0.1, 0.05],
  },
  {
    name: "2 reps, nearly all against few",
    daily: 12,
    days: 182,
    plannedUnits: 5000,
    takingPart: 0.2,
    reps: 2,
    modelShare: 0.5,
    rules: [0.85, 0.15],
    model: [0.02, 0.98],
  },
];

/**
 * Experiments that hand over by just the margin more than the rules, read on each day: neither that
 * the margin is kept nor that it is breached is true.
 */
export function coverWorkload(runs: number): Claim[] {
  const random = createRandom(76);
  return DESIGNS.flatMap((design) => {
    const told = { held: 0, breached: 0, covered: 0 };
    for (let run = 0; run < runs; run++) {
      const states = readDaily(design, random);
      told.held += states.has("held") ? 1 : 0;
      told.breached += states.has("breached") ? 1 : 0;
      told.covered += states.has("left out") ? 0 : 1;
    }
    const name = (claim: string) => `guardrail: leads per rep, ${claim}; ${design.name}`;
    return [
      claimAtMost(name("falsely breached, read daily"), told.breached / runs, 0.05),
      claimAtMost(name("falsely held, read daily"), told.held / runs, 0.05),
      claimAtLeast(name("coverage at all daily looks"), told.covered / runs, 0.95),
    ];
  });
}

function readDaily(design: Design, random: Random): ReadonlySet<string> {
  const { daily, days, plannedUnits: tunedTo, takingPart, reps, modelShare } = design;
  const margin = ((7 * daily) / takingPart / reps) * (meanOf(design.model) - meanOf(design.rules));
  const counts = { rules: design.rules.map(() => 0), model: design.model.map(() => 0) };
  const states = new Set<string>();
  for (let day = 1; day <= days; day++) {
    for (let left = drawPoisson(daily, random); left > 0; left--) {
      const arm = random() < modelShare ? "model" : "rules";
      counts[arm][drawCount(design[arm], random)]!++;
    }
    const arms = measureWorkload(list(counts), { takingPart, weeks: day / 7, reps });
    const reading = { name: "", worse: "higher" as const, margin, ...arms };
    const [{ state, difference }] = checkGuardrails([reading], { alpha: 0.05, tunedTo }) as [
      ReturnType<typeof checkGuardrails>[number],
    ];
    states.add(state);
    if (!isEstimated(difference)) continue;
    const { low, high } = difference.anytime;
    if (low > margin || high < margin) states.add("left out");
  }
  return states;
}

function list(counts: Readonly<Record<"rules" | "model", readonly number[]>>): UnitsByHandovers[] {
  return (["rules", "model"] as const).flatMap((arm) =>
    counts[arm].map((units, handovers) => ({ arm, handovers, units })),
  );
}

function meanOf(chances: readonly number[]): number {
  return chances.reduce((sum, chance, count) => sum + chance * count, 0);
}

function drawCount(chances: readonly number[], random: Random): number {
  let left = random();
  for (const [count, chance] of chances.entries()) {
    left -= chance;
    if (left < 0) return count;
  }
  return chances.length - 1;
}

/** Knuth 1969: arrivals until the product of uniforms falls below e^−mean. */
function drawPoisson(mean: number, random: Random): number {
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > limit; product *= random()) count++;
  return count;
}
