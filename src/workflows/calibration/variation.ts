import type { CalibrationLine } from "../../report/calibration.ts";
import { twoSidedP, Z95 } from "../../statistics/distributions.ts";
import { isEstimated } from "../../statistics/estimate.ts";
import { adjustPValues } from "../../statistics/false-discovery.ts";
import { takeRows } from "../../trainer/design-matrix.ts";
import { predictLogOdds, toProbabilities } from "../../trainer/prediction.ts";
import { covaryScores, type FittedModel, testColumn } from "../../trainer/score-test.ts";
import type { DosedHistory } from "./dosed-history.ts";
import type { Learning } from "./learning.ts";

const MOST_DEALS = 20_000;
const MOST_LEVELS = 8;
const MOST_CONTRASTS = 12;
const LEAST_SHARE = 0.05;
const FALSE_SHARE = 0.1;

/** Something by which a line's worth may differ: 0 to 1 over time, or 1 at one level. */
interface Contrast {
  readonly by: string;
  readonly level: string | null;
  readonly values: Float64Array;
}

interface Difference {
  readonly line: number;
  readonly contrast: Contrast;
  /** Log-odds by which the worth differs, with its standard error. */
  readonly estimate: number;
  readonly standardError: number;
}

/**
 * Where the worth of a line differs over time or at one level of an attribute: score tests of line ×
 * contrast beside the contrast itself, false discoveries held at 10 % over all of them.
 *
 * @returns one list a line; differences in points, over time from the first deal to the last
 */
export function findVariation(
  dosed: DosedHistory,
  { fit, unit }: Learning,
): readonly CalibrationLine["differs"][] {
  const { rows, columns } = fit.design;
  const kept = Uint32Array.from(fit.design.outcomes.keys()).filter(
    (i) => i % Math.ceil(rows / MOST_DEALS) === 0,
  );
  const design = takeRows(fit.design, kept);
  const model = {
    design,
    probabilities: toProbabilities(predictLogOdds(design, fit)),
    covariance: fit.covariance,
  };
  const doses = Array.from({ length: dosed.lines }, (_, j) =>
    Float64Array.from({ length: design.rows }, (_, i) => design.values[i * columns + j]!),
  );
  const found = listContrasts(dosed, kept).flatMap((contrast) =>
    doses.flatMap((dose, line) =>
      fit.held[line] === null ? testContrast(model, dose, line, contrast) : [],
    ),
  );
  const p = found.map(({ estimate, standardError }) => twoSidedP(estimate / standardError));
  const adjusted = adjustPValues(Float64Array.from(p), "positive");
  return doses.map((_, line) =>
    found.flatMap((difference, k) => {
      if (difference.line !== line || adjusted[k]! > FALSE_SHARE) return [];
      const { contrast, estimate, standardError } = difference;
      const value = estimate / unit;
      const halfWidth = (Z95 * standardError) / unit;
      const interval = { value, low: value - halfWidth, high: value + halfWidth };
      return [{ by: contrast.by, level: contrast.level, difference: interval }];
    }),
  );
}

/** Partial score test of dose × contrast given the contrast: U₂ − U₁C₂₁/C₁₁, C₂₂ − C₂₁²/C₁₁. */
function testContrast(
  model: FittedModel,
  dose: Float64Array,
  line: number,
  contrast: Contrast,
): readonly Difference[] {
  const main = contrast.values;
  const product = dose.map((value, i) => value * main[i]!);
  const [alone, joint] = [testColumn(model, main), testColumn(model, product)];
  if (!isEstimated(joint)) return [];
  const covariance = covaryScores(model, [main, product]);
  const [c11, c21, c22] = [covariance[0]!, covariance[2]!, covariance[3]!];
  const share = isEstimated(alone) ? c21 / c11 : 0;
  const score = joint.score - (isEstimated(alone) ? share * alone.score : 0);
  const variance = c22 - share * c21;
  if (!(variance > 1e-6 * c22) || !(variance > 0)) return [];
  return [{ line, contrast, estimate: score / variance, standardError: 1 / Math.sqrt(variance) }];
}

function listContrasts(dosed: DosedHistory, rows: Uint32Array): readonly Contrast[] {
  return [...contrastTime(dosed, rows), ...contrastLevels(dosed, rows)].slice(0, MOST_CONTRASTS);
}

function contrastTime({ dated, times }: DosedHistory, rows: Uint32Array): readonly Contrast[] {
  const own = Float64Array.from(rows, (i) => times[i]!);
  const [first, last] = [Math.min(own[0]!, own.at(-1)!), Math.max(own[0]!, own.at(-1)!)];
  if (!dated || first === last) return [];
  return [{ by: "time", level: null, values: own.map((time) => (time - first) / (last - first)) }];
}

/** Levels of attributes that have a few common ones, against all others. */
function contrastLevels({ deals }: DosedHistory, rows: Uint32Array): readonly Contrast[] {
  const names = new Set(Array.from(rows, (i) => Object.keys(deals[i]!.lead.attributes)).flat());
  return [...names].toSorted().flatMap((name) => {
    const values = Array.from(rows, (i) => deals[i]!.lead.attributes[name] ?? null);
    const counts = new Map<string, number>();
    for (const value of values)
      if (typeof value === "string") counts.set(value, (counts.get(value) ?? 0) + 1);
    if (counts.size < 2 || counts.size > MOST_LEVELS) return [];
    return [...counts]
      .filter(([, count]) => count >= LEAST_SHARE * rows.length)
      .map(([level]) => ({
        by: name,
        level,
        values: Float64Array.from(values, (value) => Number(value === level)),
      }));
  });
}
