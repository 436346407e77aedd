import { type Inverse, invertSymmetric, weighSquare } from "./small-matrix.ts";

/** Verdicts with what explains them. */
export interface RepDesign {
  readonly rows: number;
  /** Columns that all reps share, rows × columns, row-major, the intercept among them. */
  readonly shared: Float64Array;
  readonly columns: number;
  /** 1/variance of each shared coefficient about 0; above 0, so that there is a mode. */
  readonly precisions: ArrayLike<number>;
  /** Index of each row's rep; −1 where it is not known, which counts as an average rep. */
  readonly repOf: Int32Array;
  readonly reps: number;
  /** 1 = accepted, 0 = rejected. */
  readonly accepted: Uint8Array;
}

/** The posterior mode under one spread of reps, with the curvature there. */
export interface RepFit {
  readonly shared: Float64Array;
  /** One a rep, log-odds, about 0. */
  readonly intercepts: Float64Array;
  /** ln p(verdicts | τ) by Laplace's approximation, up to a constant that no τ changes. */
  readonly evidence: number;
  /** Var(g·β + h·u): g one a shared column, h one a rep. Cost O(reps × columns). */
  varianceOf(g: Float64Array, h: Float64Array): number;
}

const MOST_STEPS = 100;
const SMALLEST_STEP = 2 ** -30;
/** Squared distance from the mode, in standard errors, that is none. */
const LAST_DECREMENT = 1e-16;

/**
 * Logistic regression with a random intercept for each rep, at a given spread τ of reps:
 *
 *   logit P(accepted) = xᵢ·β + u_r(i),  u_r ~ N(0, τ²),  β_k ~ N(0, 1/λ_k)
 *
 * by Newton's method, halving steps that overshoot. Reps meet only through β, so with A the shared
 * block of the Hessian, B_r its border and D_r the diagonal of rep r, everything follows from the
 * Schur complement S = A − Σ_r B_r B_r' / D_r.
 *
 * @param spread τ, above 0, log-odds
 * @param start  shared coefficients and intercepts to begin from
 * @returns nothing when it does not settle, as when a column is not finite
 * @throws RangeError on a spread that is not above 0
 * Cost O(rows × columns²) a step, of which there are about six.
 */
export function fitRepIntercepts(
  design: RepDesign,
  spread: number,
  start?: Pick<RepFit, "shared" | "intercepts">,
): RepFit | undefined {
  if (!(spread > 0)) throw new RangeError("a spread of reps is above 0");
  let here = survey(
    design,
    spread,
    start?.shared ?? new Float64Array(design.columns),
    start?.intercepts ?? new Float64Array(design.reps),
  );
  for (let step = 0; step < MOST_STEPS; step++) {
    const schur = invertSymmetric(here.schur, design.columns);
    if (schur === undefined) return undefined;
    const move = solve(design, here, schur.inverse);
    if (move.decrement <= LAST_DECREMENT) return describe(design, spread, here, schur);
    const next = advance(design, spread, here, move);
    if (next === undefined) return undefined;
    here = next;
  }
  return undefined;
}

interface Survey {
  readonly shared: Float64Array;
  readonly intercepts: Float64Array;
  /** Log-likelihood and log-prior. */
  readonly value: number;
  readonly sharedGradient: Float64Array;
  readonly gradient: Float64Array;
  /** reps × columns. */
  readonly border: Float64Array;
  readonly diagonal: Float64Array;
  readonly schur: Float64Array;
}

function survey(
  design: RepDesign,
  spread: number,
  shared: Float64Array,
  intercepts: Float64Array,
): Survey {
  const { rows, columns, reps, repOf, accepted } = design;
  const precision = 1 / spread ** 2;
  const sharedGradient = shared.map((value, k) => -design.precisions[k]! * value);
  const gradient = intercepts.map((value) => -precision * value);
  const border = new Float64Array(reps * columns);
  const diagonal = new Float64Array(reps).fill(precision);
  const schur = new Float64Array(columns * columns);
  for (let k = 0; k < columns; k++) schur[k * (columns + 1)] = design.precisions[k]!;
  let logLikelihood = 0;
  for (let i = 0; i < rows; i++) {
    const x = design.shared.subarray(i * columns, (i + 1) * columns);
    const rep = repOf[i]!;
    let z = rep < 0 ? 0 : intercepts[rep]!;
    for (let k = 0; k < columns; k++) z += x[k]! * shared[k]!;
    // By ζ = ±z, the log-odds of what happened, nothing cancels where it is all but certain.
    const zeta = accepted[i] === 1 ? z : -z;
    const small = Math.exp(-Math.abs(zeta));
    const miss = (zeta >= 0 ? small : 1) / (1 + small);
    const residual = accepted[i] === 1 ? miss : -miss;
    const weight = small / (1 + small) ** 2;
    logLikelihood += Math.min(zeta, 0) - Math.log1p(small);
    for (let k = 0; k < columns; k++) {
      sharedGradient[k]! += residual * x[k]!;
      for (let l = 0; l <= k; l++) schur[k * columns + l]! += weight * x[k]! * x[l]!;
    }
    if (rep < 0) continue;
    gradient[rep]! += residual;
    diagonal[rep]! += weight;
    for (let k = 0; k < columns; k++) border[rep * columns + k]! += weight * x[k]!;
  }
  for (let rep = 0; rep < reps; rep++)
    for (let k = 0; k < columns; k++)
      for (let l = 0; l <= k; l++)
        schur[k * columns + l]! -=
          (border[rep * columns + k]! * border[rep * columns + l]!) / diagonal[rep]!;
  const penalty =
    shared.reduce((sum, value, k) => sum + design.precisions[k]! * value ** 2, 0) +
    precision * intercepts.reduce((sum, value) => sum + value ** 2, 0);
  const value = logLikelihood - penalty / 2;
  return {
    shared,
    intercepts,
    value,
    sharedGradient,
    gradient,
    border,
    diagonal,
    schur,
  };
}

interface Move {
  readonly shared: Float64Array;
  readonly intercepts: Float64Array;
  readonly decrement: number;
}

/** Newton's step: Δβ = S⁻¹(g_β − Σ_r B_r g_r / D_r), Δu_r = (g_r − B_r·Δβ) / D_r. */
function solve({ columns, reps }: RepDesign, here: Survey, inverse: Float64Array): Move {
  const { sharedGradient, gradient, border, diagonal } = here;
  const right = sharedGradient.slice();
  for (let rep = 0; rep < reps; rep++)
    for (let k = 0; k < columns; k++)
      right[k]! -= (border[rep * columns + k]! * gradient[rep]!) / diagonal[rep]!;
  const shared = right.map((_, k) => {
    let sum = 0;
    for (let l = 0; l < columns; l++) sum += inverse[k * columns + l]! * right[l]!;
    return sum;
  });
  const intercepts = gradient.map((g, rep) => {
    let rest = g;
    for (let k = 0; k < columns; k++) rest -= border[rep * columns + k]! * shared[k]!;
    return rest / diagonal[rep]!;
  });
  const along = (steps: Float64Array, slopes: Float64Array) =>
    steps.reduce((sum, step, k) => sum + step * slopes[k]!, 0);
  const decrement = along(shared, sharedGradient) + along(intercepts, gradient);
  return { shared, intercepts, decrement };
}

function advance(design: RepDesign, spread: number, here: Survey, move: Move): Survey | undefined {
  for (let size = 1; size >= SMALLEST_STEP; size /= 2) {
    const next = survey(
      design,
      spread,
      here.shared.map((value, k) => value + size * move.shared[k]!),
      here.intercepts.map((value, rep) => value + size * move.intercepts[rep]!),
    );
    // A fall within the rounding of the sum is no fall.
    if (next.value >= here.value - 1e-10 * Math.abs(here.value)) return next;
  }
  return undefined;
}

function describe(
  { columns, reps }: RepDesign,
  spread: number,
  { shared, intercepts, value, border, diagonal }: Survey,
  { inverse, logDeterminant }: Inverse,
): RepFit {
  // ln p(y|τ) = ln L + ln prior − R ln τ − ½ ln|H|, |H| = |S| Π D_r
  const logDiagonal = diagonal.reduce((sum, d) => sum + Math.log(d), 0);
  return {
    shared,
    intercepts,
    evidence: value - reps * Math.log(spread) - (logDeterminant + logDiagonal) / 2,
    varianceOf(g, h) {
      // Var(g·β + h·u) = Σ h_r²/D_r + (g − Σ h_r B_r/D_r)' S⁻¹ (g − Σ h_r B_r/D_r)
      const left = g.slice();
      let own = 0;
      for (let rep = 0; rep < reps; rep++) {
        const share = h[rep]! / diagonal[rep]!;
        own += h[rep]! * share;
        for (let k = 0; k < columns; k++) left[k]! -= share * border[rep * columns + k]!;
      }
      return own + weighSquare(inverse, left);
    },
  };
}
