import { join } from "node:path";
import { Refusal } from "../src/refusal.ts";
import {
  type CompiledLine,
  type CompiledScorecards,
  compileScorecards,
} from "../src/scorecard/compiled.ts";
import { scoreDoses } from "../src/scorecard/score.ts";
import { createRandom, drawNormal, type Random } from "../src/statistics/random.ts";
import { type CompiledModel, compileModel, scoreModel } from "../src/trainer/compiled-model.ts";
import type { Model } from "../src/trainer/model.ts";
import { readScorecards } from "../src/workflows/documents.ts";
import { scoreDosed } from "../src/workflows/lead-score.ts";
import type { BenchResult } from "./run.ts";

const SCORECARD = join(import.meta.dirname, "../models/designer-25.json");
const LEADS = 50_000;
const ROUNDS = 7;
const LEAST = 300_000;
/** Log-odds per point, and at a score of 0. */
const SCALE = { unit: 0.07, base: -5 };

interface Scorers {
  readonly compiled: CompiledScorecards;
  readonly model: CompiledModel;
}

/**
 * Both scores of leads that are already dosed, against the same figures by way of the full ledgers.
 * The card has 25 characteristics of 80 lines in all, so a card of 25 lines is less work. Processor
 * time of the best round, which other work on the machine disturbs least; the first round is warm-up.
 */
export async function run(): Promise<BenchResult> {
  const set = await readScorecards(SCORECARD);
  if (set instanceof Refusal) throw new Error(set.message);
  const compiled = compileScorecards(set);
  const random = createRandom(25);
  const scorers = { compiled, model: compileModel(drawModel(compiled, random)) };
  const leads = Array.from({ length: LEADS }, () => drawDoses(compiled, random));
  const held = leads.reduce((all, doses) => all + doses.filter(Boolean).length, 0) / LEADS;
  console.error(`${compiled.lines.length} lines, of which a lead has ${held.toFixed(1)}`);
  checkSame(scorers, leads);
  const rounds = Array.from({ length: 1 + ROUNDS }, () => ({
    figures: measure("figures", leads, (doses) => addFigures(scorers, doses)),
    ledgers: measure("ledgers", leads, (doses) => addLedgers(scorers, doses)),
  })).slice(1);
  const best = (way: "figures" | "ledgers") =>
    Math.round(Math.max(...rounds.map((round) => round[way])));
  return {
    name: "score-in-process",
    value: best("figures"),
    unit: "leads a second a core, both scores",
    limit: LEAST,
    bound: "at-least",
    n: LEADS,
    alternative: { name: "scoreDoses and scoreModel, with ledgers", value: best("ledgers") },
  };
}

/** Leads a second. */
function measure(
  name: string,
  leads: readonly Float64Array[],
  score: (doses: Float64Array) => number,
): number {
  let sum = 0;
  const start = process.cpuUsage();
  for (const doses of leads) sum += score(doses);
  const { user, system } = process.cpuUsage(start);
  const rate = leads.length / ((user + system) / 1e6);
  console.error(name, `${Math.round(rate)} leads a second`, `sum ${sum.toFixed(3)}`);
  return rate;
}

/** A number that every figure goes into, so that none can be left out. */
function addFigures(scorers: Scorers, doses: Float64Array): number {
  const score = scoreDosed(scorers, doses, 0);
  const model = score.probability! + score.low! + score.high! + score.logOdds! + score.points!;
  return score.total + score.fit + score.engagement + score.band + score.reached.length + model;
}

function addLedgers({ compiled, model }: Scorers, doses: Float64Array): number {
  const { total, fit, engagement, band, thresholds } = scoreDoses(compiled, doses, 0);
  const { probability, low, high, logOdds, points } = scoreModel(model, compiled, doses, 0);
  const reached = thresholds.filter((cut) => cut.reached).length;
  return total + fit + engagement + band + reached + probability + low + high + logOdds + points;
}

function checkSame(scorers: Scorers, leads: readonly Float64Array[]): void {
  const differing = leads.filter(
    (doses) =>
      Math.abs(addFigures(scorers, doses) - addLedgers(scorers, doses)) > 1e-9 ||
      scoreDosed(scorers, doses, 0).cell !== scoreDoses(scorers.compiled, doses, 0).cell,
  );
  if (differing.length > 0) throw new Error(`${differing.length} leads differ`);
}

/**
 * Of each characteristic that is asked by attribute, one level or, for one lead in ten, none; faded
 * counts of activities; at most one band of recency.
 */
function drawDoses({ scorecards, lines }: CompiledScorecards, random: Random): Float64Array {
  const doses = new Float64Array(lines.length);
  let first = 0;
  for (const { characteristics } of scorecards[0]!.scorecard.buckets)
    for (const characteristic of characteristics) {
      const count = characteristic.lines.length;
      const chosen = first + Math.floor(random() * count);
      const line = lines[chosen]!;
      if (line.line.dose.kind === "activity") doses[chosen] = drawFadedCount(line, random);
      else if (random() < 0.9) doses[chosen] = 1;
      first += count;
    }
  return doses;
}

/** Three leads in five did it, up to six times, at some time in the last three half-lives. */
function drawFadedCount({ line }: CompiledLine, random: Random): number {
  if (line.dose.kind !== "activity" || random() > 0.6) return 0;
  const count = Math.ceil(6 * random());
  const age = line.dose.halfLifeDays === undefined ? 0 : 3 * random();
  return Math.min(line.dose.cap ?? Number.POSITIVE_INFINITY, count * 2 ** -age);
}

/** Coefficients about the hand-set points, and the covariance of about a thousand deals. */
function drawModel({ lines, scorecards }: CompiledScorecards, random: Random): Model {
  const size = 1 + lines.length;
  const factor = Array.from({ length: size * size }, () => drawNormal(random));
  const covariance = factor.map((_, at) => {
    const [i, j] = [Math.floor(at / size), at % size];
    let product = 0;
    for (let k = 0; k < size; k++) product += factor[i * size + k]! * factor[j * size + k]!;
    return product / size / 100;
  });
  return {
    format: "counterweight/model@1",
    scorecards: scorecards.map(({ scorecard: { id, version } }) => ({ id, version })),
    intercept: SCALE.base,
    lines: lines.map(({ key, points }, j) => ({
      key,
      coefficient: SCALE.unit * points + 0.3 * drawNormal(random),
      standardError: Math.sqrt(covariance[(1 + j) * (size + 1)]!),
    })),
    segments: [],
    covariance,
    scale: SCALE,
    trained: { deals: 1000, won: 250, firstAsOf: null, lastAsOf: null, priorWidth: 1, seed: 1 },
  };
}
