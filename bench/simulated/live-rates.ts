import { checkSampleRatio } from "../../src/experiment/sample-ratio.ts";
import { isEstimated } from "../../src/statistics/estimate.ts";
import { compareMeans } from "../../src/statistics/mean-difference.ts";
import { momentsOfCount } from "../../src/statistics/moments.ts";
import { powerOfDifference, unitsForDifference } from "../../src/statistics/power.ts";
import { createRandom, type Random } from "../../src/statistics/random.ts";
import { inflationOfSequence, powerOfSequence } from "../../src/statistics/sequence-power.ts";
import { type Claim, claimAtMost } from "./claim.ts";
import { Arm, BASE, compareFilled, logOddsOf } from "./simulated-arm.ts";

const DAYS = 30;
/** Units of each arm a day. */
const DAILY = 40;

/** Share of experiments without a difference in which some day's look finds one. */
export function raiseFalseAlarms(runs: number): Claim[] {
  const random = createRandom(72);
  const logOdds = logOddsOf(BASE);
  const alarms = { daily: 0, plain: 0, adjusted: 0, ratio: 0 };
  const tunedTo = 2 * DAYS * DAILY;
  for (let run = 0; run < runs; run++) {
    const [rules, model] = [new Arm(random, logOdds), new Arm(random, logOdds)];
    const raised = { daily: false, plain: false, adjusted: false, ratio: false };
    for (let day = 1; day <= DAYS; day++) {
      let toModel = 0;
      for (let i = 0; i < 2 * DAILY; i++) toModel += random() < 0.5 ? 1 : 0;
      rules.fill(2 * DAILY - toModel);
      model.fill(toModel);
      raised.ratio ||= !checkSampleRatio([rules.units, model.units], [1, 1]).holds;
      if (Math.min(rules.units, model.units) * BASE < 5) continue;
      const plain = compareFilled(rules, model, tunedTo, false);
      raised.daily ||= plain.fixed.pValue < 0.05;
      raised.plain ||= plain.anytime.pValue < 0.05;
      raised.adjusted ||= compareFilled(rules, model, tunedTo, true).anytime.pValue < 0.05;
    }
    for (const kind of ["daily", "plain", "adjusted", "ratio"] as const) {
      alarms[kind] += raised[kind] ? 1 : 0;
    }
  }
  console.error(`for comparison: a fixed 5 % test read daily: ${rate(alarms.daily / runs)}`);
  return [
    claimAtMost("false alarms, read daily", alarms.plain / runs, 0.05),
    claimAtMost("false alarms, read daily, adjusted", alarms.adjusted / runs, 0.05),
    claimAtMost("false alarms of the sample ratio, read daily", alarms.ratio / runs, 0.02),
  ];
}

/** Expected successes in each arm before a live comparison says anything. */
const LEAST_EXPECTED = 20;

/** Shares of the model, rates, units and looks at which one arm stays small for long. */
const LOPSIDED = [
  { share: 0.05, rate: 0.03, units: 40_000, looks: 150 },
  { share: 0.02, rate: 0.1, units: 40_000, looks: 100 },
  { share: 0.9, rate: 0.03, units: 20_000, looks: 100 },
];

/** Share of experiments with a small arm and no difference in which some look finds one. */
export function raiseLopsided(runs: number): Claim[] {
  const random = createRandom(75);
  return LOPSIDED.map((design) => {
    let alarms = 0;
    for (let run = 0; run < runs; run++) alarms += findsNothing(design, random) ? 0 : 1;
    const { share, rate: base, units } = design;
    const name = `false alarms, ${100 * share} % in the model's arm, rate ${base}, ${units} units`;
    return claimAtMost(name, alarms / runs, 0.05);
  });
}

function findsNothing(
  { share, rate, units, looks }: (typeof LOPSIDED)[number],
  random: Random,
): boolean {
  const rules = { n: 0, successes: 0 };
  const model = { n: 0, successes: 0 };
  for (let look = 1; look <= looks; look++) {
    for (let i = 0; i < Math.round(units / looks); i++) {
      const arm = random() < share ? model : rules;
      arm.n++;
      arm.successes += random() < rate ? 1 : 0;
    }
    const pooled = (rules.successes + model.successes) / (rules.n + model.n);
    if (Math.min(rules.n, model.n) * pooled < LEAST_EXPECTED) continue;
    const found = compareMeans(momentsOfCount(rules), momentsOfCount(model), { tunedTo: units });
    if (isEstimated(found) && found.anytime.pValue < 0.05) return false;
  }
  return true;
}

/** Distance of the share of experiments that find a difference from what was calculated before. */
export function comparePower(runs: number): Claim[] {
  const random = createRandom(73);
  const difference = 0.06;
  const question = { baseRate: BASE, difference };
  const [low, high] = [logOddsOf(BASE), logOddsOf(BASE + difference)];
  const fixedUnits = Math.ceil(unitsForDifference(question));
  const units = Math.ceil((fixedUnits * inflationOfSequence(DAYS)) / DAYS) * DAYS;
  const found = { fixed: 0, sequence: 0 };
  for (let run = 0; run < runs; run++) {
    const [rules, model] = [new Arm(random, low), new Arm(random, high)];
    rules.fill(fixedUnits);
    model.fill(fixedUnits);
    found.fixed += compareFilled(rules, model, 2 * fixedUnits, false).fixed.pValue < 0.05 ? 1 : 0;
    found.sequence += findsByLooking([low, high], units, random) ? 1 : 0;
  }
  const drift = difference / Math.sqrt((BASE * (1 - BASE) + 0.18 * 0.82) / units);
  const foretold = {
    fixed: powerOfDifference(question, fixedUnits),
    sequence: powerOfSequence(drift, DAYS),
  };
  return (["fixed", "sequence"] as const).map((kind) => {
    const seen = found[kind] / runs;
    const name = `power, ${kind}: ${rate(seen)} seen, ${rate(foretold[kind])} foretold; apart`;
    return claimAtMost(name, Math.abs(seen - foretold[kind]), 0.03);
  });
}

function findsByLooking(
  logOdds: readonly [number, number],
  units: number,
  random: Random,
): boolean {
  const [rules, model] = [new Arm(random, logOdds[0]), new Arm(random, logOdds[1])];
  for (let day = 1; day <= DAYS; day++) {
    rules.fill(units / DAYS);
    model.fill(units / DAYS);
    if (rules.successes + model.successes < 10) continue;
    if (compareFilled(rules, model, 2 * units, false).anytime.pValue < 0.05) return true;
  }
  return false;
}

function rate(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
