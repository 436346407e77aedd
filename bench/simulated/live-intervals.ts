import { checkGuardrails } from "../../src/experiment/guardrails.ts";
import {
  compareAdjustedRelatively,
  compareMeans,
  compareMeansRelatively,
  type MeanDifference,
} from "../../src/statistics/mean-difference.ts";
import { momentsOf } from "../../src/statistics/moments.ts";
import { createRandom, type Random } from "../../src/statistics/random.ts";
import { type Claim, claimAtLeast, claimAtMost, claimCoverage, holds } from "./claim.ts";
import { demand } from "./measured.ts";
import { Arm, BASE, compareFilled, logOddsOf } from "./simulated-arm.ts";

const GAIN = 0.04;
const UNITS = 600;
const DAYS = 30;

/** Intervals of a live comparison: at its end, and at every look until then. */
export function coverLive(runs: number): Claim[] {
  return [...coverAtEnd(runs), coverAllLooks(runs), ...coverGuardrails(runs)];
}

function coverAtEnd(runs: number): Claim[] {
  const random = createRandom(71);
  const settings = { tunedTo: 2 * UNITS };
  const held = { plain: 0, adjusted: 0, lift: 0, adjustedLift: 0 };
  for (let run = 0; run < runs; run++) {
    const { rules, model } = openArms(random);
    rules.fill(UNITS);
    model.fill(UNITS);
    const [a, b] = [rules.moments, model.moments];
    held.plain += holdsAtEnd(compareFilled(rules, model, 2 * UNITS, false), GAIN);
    held.adjusted += holdsAtEnd(compareFilled(rules, model, 2 * UNITS, true), GAIN);
    held.lift += holdsAtEnd(demand(compareMeansRelatively(a, b, settings)), GAIN / BASE);
    held.adjustedLift += holdsAtEnd(demand(compareAdjustedRelatively(a, b, settings)), GAIN / BASE);
  }
  return [
    claimCoverage(`difference of rates, ${UNITS} units an arm`, held.plain, runs),
    claimCoverage("difference of rates, adjusted for the score", held.adjusted, runs),
    claimCoverage("relative lift", held.lift, runs),
    claimCoverage("relative lift, adjusted for the score", held.adjustedLift, runs),
  ];
}

/** Experiments in which the difference lies in the sequence's interval on each of its days. */
function coverAllLooks(runs: number): Claim {
  const random = createRandom(74);
  let held = 0;
  for (let run = 0; run < runs; run++) {
    const { rules, model } = openArms(random);
    let isHeld = true;
    for (let day = 1; day <= DAYS; day++) {
      rules.fill(UNITS / 10);
      model.fill(UNITS / 10);
      isHeld &&= holds(compareFilled(rules, model, (DAYS * UNITS) / 5, false).anytime, GAIN);
    }
    held += isHeld ? 1 : 0;
  }
  return claimAtLeast(
    "coverage: difference of rates at all daily looks at once",
    held / runs,
    0.95,
  );
}

/** Hours to respond, most of them short. */
function coverGuardrails(runs: number): Claim[] {
  const random = createRandom(75);
  const hours = (n: number, mean: number) =>
    Float64Array.from({ length: n }, () => -mean * Math.log(1 - random()));
  const settings = { tunedTo: 600 };
  let held = 0;
  let breaches = 0;
  for (let run = 0; run < runs; run++) {
    const told = compareMeans(momentsOf(hours(300, 8)), momentsOf(hours(300, 10)), settings);
    held += holdsAtEnd(demand(told), 2);
    breaches += isBreachedOnSomeDay(hours) ? 1 : 0;
  }
  return [
    claimCoverage("guardrail: difference of response hours, 300 an arm", held, runs),
    claimAtMost("false alarms of guardrails at their margin, read daily", breaches / runs, 0.05),
  ];
}

/** Two guardrails whose means differ by just their margins. */
function isBreachedOnSomeDay(hours: (n: number, mean: number) => Float64Array): boolean {
  const drawn = Array.from({ length: 2 }, () => [hours(600, 8), hours(600, 9)] as const);
  for (let n = 40; n <= 600; n += 20) {
    const readings = drawn.map(([rules, model], k) => ({
      name: `guardrail ${k}`,
      worse: "higher" as const,
      margin: 1,
      rules: momentsOf(rules.subarray(0, n)),
      model: momentsOf(model.subarray(0, n)),
    }));
    const results = checkGuardrails(readings, { alpha: 0.05, tunedTo: 1200 });
    if (results.some(({ state }) => state === "breached")) return true;
  }
  return false;
}

const LOG_ODDS = { rules: logOddsOf(BASE), model: logOddsOf(BASE + GAIN) };

function openArms(random: Random): { readonly rules: Arm; readonly model: Arm } {
  return { rules: new Arm(random, LOG_ODDS.rules), model: new Arm(random, LOG_ODDS.model) };
}

function holdsAtEnd({ fixed }: MeanDifference, truth: number): number {
  return holds(fixed, truth) ? 1 : 0;
}
