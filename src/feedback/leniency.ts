import { Z95 } from "../statistics/distributions.ts";
import { type Estimable, type Interval, notEstimable } from "../statistics/estimate.ts";
import { measureMean, measureSpread } from "../statistics/spread.ts";
import { findReference, type Reference } from "./reference-rep.ts";
import { fitRepIntercepts, type RepDesign, type RepFit } from "./rep-intercepts.ts";

/** Verdicts with who gave them and what should explain them but for the rep. */
export interface RepVerdicts {
  /** 1 = accepted, 0 = rejected. */
  readonly accepted: Uint8Array;
  /** Null where the rep is not known, which counts as an average one. */
  readonly reps: readonly (string | null)[];
  /** Score in points, or log-odds, of each lead; on any scale. */
  readonly predictor: Float64Array;
}

export interface RepLeniency {
  readonly rep: string;
  readonly n: number;
  readonly accepted: number;
  /** Of these n leads, the share that the reference rep would have accepted. */
  readonly expectedShare: number;
  /** Log-odds of accepting above those of the reference rep. */
  readonly estimate: Interval;
}

export interface Leniency {
  /** τ, log-odds: square root of the mean of τ² over its posterior. */
  readonly spread: number;
  readonly spreads: readonly { readonly spread: number; readonly weight: number }[];
  /** By name. */
  readonly reps: readonly RepLeniency[];
  /** What each verdict's rep adds to the log-odds over the reference rep; 0 where not known. */
  readonly offsets: Float64Array;
  /** For fits beside this one: intercept, standardised predictor. */
  readonly design: RepDesign;
}

/** τ: how far, in log-odds, reps may scatter. */
const SPREADS: readonly number[] = [0.05, 0.1, 0.2, 0.3, 0.45, 0.65, 0.9, 1.2, 1.6, 2.2, 3];
/** Precision of the predictor's coefficient, standardised: one of 10 log-odds is nothing odd. */
const FLAT = 0.01;

/**
 * How lenient each rep is: a random intercept beside what the score explains,
 *
 *   logit P(accepted) = a + b·predictor + u_rep,  u_rep ~ N(0, τ²),  τ uniform to 3
 *
 * τ is not chosen but averaged over, each with its marginal likelihood (Laplace): cross-validation
 * cannot tell widths apart from a handful of reps, the best single τ is often 0, which would call all
 * reps alike without doubt, and the coefficients of the scorecard are treated the same way. A rep with
 * few verdicts is drawn to the others. Leniency is told from the reference rep, the middle third of
 * the reps, which one odd rep hardly moves.
 *
 * @returns not estimable from one rep, or when all verdicts are the same
 * @throws RangeError on unequal lengths and predictors that are not finite
 * Cost that of 11 fits of O(n) steps.
 */
export function estimateLeniency(verdicts: RepVerdicts): Estimable<Leniency> {
  const { accepted, reps, predictor } = verdicts;
  if (reps.length !== accepted.length || predictor.length !== accepted.length)
    throw new RangeError("verdicts, reps and predictor differ in length");
  if (!predictor.every(Number.isFinite)) throw new RangeError("a predictor is not finite");
  const names = [...new Set(reps)].filter((rep) => rep !== null).toSorted();
  if (names.length < 2) return notEstimable("fewer than two reps gave feedback");
  if (accepted.every((one) => one === accepted[0]))
    return notEstimable("all of the feedback says the same");
  const design = layOut(verdicts, names);
  const fits = fitSpreads(design);
  if (fits.length === 0) return notEstimable("the leniency of reps did not settle");
  const weights = weighSpreads(fits);
  const spread = Math.sqrt(fits.reduce((sum, fit, k) => sum + weights[k]! * fit.spread ** 2, 0));
  const estimates = averageReps(fits, weights, names.length);
  const nearest = fits.reduce((best, fit) =>
    Math.abs(fit.spread - spread) < Math.abs(best.spread - spread) ? fit : best,
  );
  return {
    spread,
    spreads: fits.map((fit, k) => ({ spread: fit.spread, weight: weights[k]! })),
    reps: describeReps(design, nearest, estimates, names),
    offsets: Float64Array.from(design.repOf, (rep) => (rep < 0 ? 0 : estimates[rep]!.value)),
    design,
  };
}

function layOut({ accepted, reps, predictor }: RepVerdicts, names: readonly string[]): RepDesign {
  const centre = measureMean(predictor);
  const scale = measureSpread(predictor) || 1;
  const shared = new Float64Array(2 * accepted.length);
  predictor.forEach((value, i) => {
    shared[2 * i] = 1;
    shared[2 * i + 1] = (value - centre) / scale;
  });
  const index = new Map(names.map((name, k) => [name, k]));
  return {
    rows: accepted.length,
    shared,
    columns: 2,
    precisions: [FLAT, FLAT],
    repOf: Int32Array.from(reps, (rep) => (rep === null ? -1 : index.get(rep)!)),
    reps: names.length,
    accepted,
  };
}

interface SpreadFit extends RepFit {
  readonly spread: number;
  readonly reference: Reference;
}

function fitSpreads(design: RepDesign): SpreadFit[] {
  const fits: SpreadFit[] = [];
  for (const spread of SPREADS) {
    const fit = fitRepIntercepts(design, spread, fits.at(-1));
    if (fit !== undefined) fits.push({ ...fit, spread, reference: findReference(fit, spread) });
  }
  return fits;
}

/** Marginal likelihood × prior mass between the halves of the way to the neighbours, as shares. */
function weighSpreads(fits: readonly SpreadFit[]): number[] {
  const most = Math.max(...fits.map(({ evidence }) => evidence));
  const weights = fits.map(({ evidence, spread }, k) => {
    const below = k === 0 ? 0 : (fits[k - 1]!.spread + spread) / 2;
    const above = k === fits.length - 1 ? spread : (spread + fits[k + 1]!.spread) / 2;
    return Math.exp(evidence - most) * (above - below);
  });
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** Each rep over the reference: mean over τ; variance within and between. */
function averageReps(
  fits: readonly SpreadFit[],
  weights: readonly number[],
  reps: number,
): Interval[] {
  return Array.from({ length: reps }, (_, rep) => {
    const values = fits.map(({ intercepts, reference }) => intercepts[rep]! - reference.value);
    const value = values.reduce((sum, one, k) => sum + weights[k]! * one, 0);
    const variance = fits.reduce((sum, fit, k) => {
      const shared = new Float64Array(fit.shared.length);
      const contrast = fit.reference.weights.map((weight, r) => Number(r === rep) - weight);
      return sum + weights[k]! * (fit.varianceOf(shared, contrast) + (values[k]! - value) ** 2);
    }, 0);
    const halfWidth = Z95 * Math.sqrt(variance);
    return { value, low: value - halfWidth, high: value + halfWidth };
  });
}

function describeReps(
  { rows, columns, shared, repOf, accepted }: RepDesign,
  fit: SpreadFit,
  estimates: readonly Interval[],
  names: readonly string[],
): RepLeniency[] {
  const tallies = names.map(() => ({ n: 0, accepted: 0, expected: 0 }));
  for (let i = 0; i < rows; i++) {
    const tally = tallies[repOf[i]!];
    if (tally === undefined) continue;
    let z = fit.reference.value;
    for (let k = 0; k < columns; k++) z += fit.shared[k]! * shared[i * columns + k]!;
    tally.n++;
    tally.accepted += accepted[i]!;
    tally.expected += 1 / (1 + Math.exp(-z));
  }
  return names.map((rep, k) => ({
    rep,
    n: tallies[k]!.n,
    accepted: tallies[k]!.accepted,
    expectedShare: tallies[k]!.expected / tallies[k]!.n,
    estimate: estimates[k]!,
  }));
}
