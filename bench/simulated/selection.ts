import { decideHandOver } from "../../src/experiment/assignment.ts";
import { compareUnderSelection } from "../../src/experiment/selection.ts";
import { createRandom, drawNormal, type Random } from "../../src/statistics/random.ts";
import { sigmoid } from "../../src/trainer/prediction.ts";
import { type Claim, claimAtLeast, claimAtMost, claimCoverage, holds } from "./claim.ts";
import { demand } from "./measured.ts";

const LEADS = 6000;
/** Rules hand over what scores at least so much: about two leads in five. */
const CUT = 5;
const EXPLORED = 0.08;

/** Leads of which only those the rules liked, and a share of the others, were worked. */
export function coverSelection(runs: number): Claim[] {
  const random = createRandom(81);
  const everyone = simulate(2_000_000, random);
  const all = compareUnderSelection({ ...everyone, worked: everyone.outcomes.map(() => 1) }).naive;
  const truth = demand(all.auc.difference).value;
  const precision = demand(all.top).precision.difference.value;
  const slope = demand(all.calibration.model).slope.value;
  const ofModel = demand(all.auc.model).value;
  const sums = { naive: 0, weighted: 0, estimated: 0 };
  const held = { auc: 0, ofModel: 0, precision: 0, slope: 0 };
  for (let run = 0; run < runs; run++) {
    const leads = simulate(LEADS, random);
    const { worked, propensities } = handOver(leads.rules.scores, `run-${run}`);
    const known = compareUnderSelection({ ...leads, worked, propensities });
    const figures = demand(known.weighted);
    const weighted = figures.auc.difference;
    sums.naive += demand(known.naive.auc.difference).value / runs;
    sums.weighted += demand(weighted).value / runs;
    held.auc += holds(weighted, truth) ? 1 : 0;
    held.ofModel += holds(figures.auc.model, ofModel) ? 1 : 0;
    held.precision += holds(demand(figures.top).precision.difference, precision) ? 1 : 0;
    held.slope += holds(demand(figures.calibration.model).slope, slope) ? 1 : 0;
    const guessed = compareUnderSelection({ ...leads, worked });
    sums.estimated += demand(demand(guessed.weighted).auc.difference).value / runs;
  }
  console.error(`gap in AUC: ${truth.toFixed(4)} in truth, ${format(sums)}`);
  const away = Math.abs(sums.naive - truth);
  return [
    claimAtLeast("selection: naive gap away from the truth", away, 0.02),
    claimAtMost("selection: weighted gap away", Math.abs(sums.weighted - truth), 0.01),
    claimAtMost(
      "selection: weighted by guessed propensities, away",
      Math.abs(sums.estimated - truth),
      0.01,
    ),
    claimCoverage("weighted difference in AUC", held.auc, runs),
    claimCoverage("weighted AUC of the model", held.ofModel, runs),
    claimCoverage("weighted difference in precision of the top fifth", held.precision, runs),
    claimCoverage("weighted calibration slope of the model", held.slope, runs),
  ];
}

function simulate(n: number, random: Random) {
  const rules = { scores: new Float64Array(n), probabilities: new Float64Array(n) };
  const model = { scores: new Float64Array(n), probabilities: new Float64Array(n) };
  const outcomes = new Uint8Array(n);
  for (let i = 0; i < n; i++) {
    const truth = 1.2 * drawNormal(random);
    outcomes[i] = random() < sigmoid(truth - 1.2) ? 1 : 0;
    rules.scores[i] = Math.round(10 * (truth + 1.3 * drawNormal(random)));
    model.scores[i] = truth + 0.55 * drawNormal(random);
    rules.probabilities[i] = sigmoid(-1.2 + 0.06 * rules.scores[i]!);
    model.probabilities[i] = sigmoid(-1.2 + 0.7 * model.scores[i]!);
  }
  return { rules, model, outcomes };
}

function handOver(scores: Float64Array, salt: string) {
  const worked = new Uint8Array(scores.length);
  const propensities = new Float64Array(scores.length);
  scores.forEach((score, i) => {
    const lead = { unit: `lead-${i}`, passes: score >= CUT };
    const { handedOver, propensity } = decideHandOver(lead, { salt, share: EXPLORED });
    worked[i] = handedOver ? 1 : 0;
    propensities[i] = propensity;
  });
  return { worked, propensities };
}

function format(sums: Readonly<Record<string, number>>): string {
  return Object.entries(sums)
    .map(([name, value]) => `${value.toFixed(4)} ${name}`)
    .join(", ");
}
