import { type Constraints, decideLines } from "../../recommendation/decisions.ts";
import { Posterior } from "../../recommendation/posterior.ts";
import { choosePointUnit } from "../../recommendation/unit.ts";
import type { LineDecision, LineEvidence } from "../../recommendation/verdict.ts";
import { Refusal } from "../../refusal.ts";
import { Z95 } from "../../statistics/distributions.ts";
import { measureMean, measureSpread } from "../../statistics/spread.ts";

import type { DosedHistory } from "./dosed-history.ts";
import { type FitSettings, fitLines, type LineFit, weighDoses } from "./line-fit.ts";

export interface LearnSettings extends FitSettings {
  readonly constraints: Constraints;
}

/** What was learnt from some deals, and what it says to do with each line. */
export interface Learning {
  readonly fit: LineFit;
  /** Log-odds per point. */
  readonly unit: number;
  /** Log-odds at a score of 0 points. */
  readonly base: number;
  readonly evidence: readonly LineEvidence[];
  readonly decisions: readonly LineDecision[];
}

/**
 * Fits the lines on some rows and decides on each.
 *
 * @param rows rows of the history, in its order
 */
export function learn(
  dosed: DosedHistory,
  rows: Uint32Array,
  settings: LearnSettings,
): Learning | Refusal {
  const fit = fitLines(dosed, rows, settings);
  if (fit instanceof Refusal) return fit;
  const logOdds = weighDoses(fit.design, fit.coefficients);
  const unit = chooseUnit(dosed, fit, logOdds);
  const base = fit.intercept + measureMean(logOdds) - unit * measureMean(fit.score);
  const evidence = gatherEvidence(dosed, fit, unit);
  const decisions = decideLines(toPosterior(fit), evidence, unit, settings.constraints);
  return { fit, unit, base, evidence, decisions };
}

/** The fit as a posterior to decide on: intercept first. */
export function toPosterior({ intercept, coefficients, covariance }: LineFit): Posterior {
  return new Posterior(Float64Array.of(intercept, ...coefficients), covariance);
}

function chooseUnit({ lines }: DosedHistory, fit: LineFit, logOdds: Float64Array): number {
  const fitted = [...fit.held.keys()].filter((j) => j < lines && fit.held[j] === null);
  return choosePointUnit(
    fitted.map((j) => {
      const worth = fit.coefficients[j]!;
      const halfWidth = Z95 * fit.standardErrors[j]!;
      return { points: fit.points[j]!, low: worth - halfWidth, high: worth + halfWidth };
    }),
    measureSpread(logOdds),
    measureSpread(fit.score),
  );
}

function gatherEvidence(
  { compiled }: DosedHistory,
  { coefficients, standardErrors, summary, widths, held }: LineFit,
  unit: number,
): readonly LineEvidence[] {
  return compiled.lines.map(({ line, unit: written }, j) => {
    const worth = coefficients[j]! / unit;
    const halfWidth = (Z95 * standardErrors[j]!) / unit;
    const priorShare = (standardErrors[j]! * summary.typical[j]!) / widths.width;
    return {
      written: line.points ?? line.stars!,
      kind: line.stars === undefined ? "points" : "stars",
      bounds: line.bounds,
      unit: written,
      estimate: { value: worth, low: worth - halfWidth, high: worth + halfWidth },
      information: 1 - Math.min(1, priorShare ** 2),
      held: held[j]!,
    };
  });
}
