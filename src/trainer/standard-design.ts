import type { Random } from "../statistics/random.ts";
import { checkDesign, type Design } from "./design-matrix.ts";
import type { PackedRows } from "./gram.ts";
import { checkPrior, type Prior } from "./prior.ts";

/** A spread this small beside the column's mean is round-off of a constant column. */
const SMALLEST_SPREAD = 1e-13;

/**
 * The design as the solver sees it: x = (1, (x₁ − m₁)/s₁, …), so that columns of any unit are alike,
 * and θ = (θ₀, s₁(β₁ − μ₁), …), so that the prior is centred at 0.
 *
 * Rows of weight 0 are left out. Rows are padded with zeros to a multiple of 4, and so is their
 * number by rows of weight 0, so that no kernel has an edge.
 */
export interface StandardDesign extends PackedRows {
  /** Columns and intercept. */
  readonly size: number;
  readonly outcomes: Uint8Array;
  readonly weights: Float64Array;
  /** Offset and prior means: the log-odds at θ = 0. */
  readonly base: Float64Array;
  readonly totalWeight: number;
  readonly wonWeight: number;
  /** m, length columns */
  readonly centres: Float64Array;
  /** s, length columns, above 0; 1 for a constant column, which is 0 throughout */
  readonly scales: Float64Array;
  /** μ, length columns */
  readonly means: Float64Array;
  /** Precisions of θ, length size, 0 for the intercept */
  readonly precisions: Float64Array;
}

/** A linear predictor on the scale of the design's own columns. */
export interface Coefficients {
  readonly intercept: number;
  /** length columns */
  readonly coefficients: Float64Array;
}

/**
 * Standardises a design.
 *
 * @throws RangeError on a malformed design or prior and on values that are not finite
 * Cost O(rows × columns), and a copy of the design.
 */
export function standardise(design: Design, prior: Prior): StandardDesign {
  checkDesign(design);
  checkPrior(prior, design.columns);
  const { outcomes, weights } = design;
  const counted = filterRows(design.rows, (row) => (weights?.[row] ?? 1) > 0);
  const empty = layOut(counted.length, design.columns + 1);
  const { centres, deviations } = describeColumns(design, counted);
  const scales = deviations.map((deviation) => deviation || 1);
  fillRows(design, prior.means, counted, { centres, deviations }, empty);
  for (let i = 0; i < counted.length; i++) {
    empty.outcomes[i] = outcomes[counted[i]!]!;
    empty.weights[i] = weights?.[counted[i]!] ?? 1;
  }
  // ½ λⱼ(βⱼ − μⱼ)² = ½ (λⱼ/sⱼ²) θⱼ²
  const precisions = new Float64Array(empty.size);
  precisions.set(
    scales.map((scale, j) => prior.precisions[j]! / (scale * scale)),
    1,
  );
  return { ...empty, centres, scales, means: prior.means, precisions, ...weigh(empty) };
}

/**
 * A random part of the rows, each drawn with probability `share`, which carries that share of the
 * prior, so that its minimum estimates that of the whole.
 *
 * @param share in (0, 1]
 * Cost O(rows + rows drawn × columns).
 */
export function drawSample(design: StandardDesign, share: number, random: Random): StandardDesign {
  const { stride, size, rows, weights } = design;
  const drawn = filterRows(rows, (row) => random() < share && weights[row]! > 0);
  const sample = layOut(drawn.length, size);
  drawn.forEach((row, i) => {
    for (let from = row * stride, to = i * stride, end = to + stride; to < end; to++, from++) {
      sample.values[to] = design.values[from]!;
    }
    sample.outcomes[i] = design.outcomes[row]!;
    sample.weights[i] = design.weights[row]!;
    sample.base[i] = design.base[row]!;
  });
  const precisions = design.precisions.map((precision) => share * precision);
  return { ...design, ...sample, precisions, ...weigh(sample) };
}

/** Room for rows that are yet to be filled in. */
function layOut(count: number, size: number) {
  const stride = 4 * Math.ceil(size / 4);
  const rows = 4 * Math.ceil(count / 4);
  return {
    size,
    stride,
    rows,
    values: new Float64Array(rows * stride),
    outcomes: new Uint8Array(rows),
    weights: new Float64Array(rows),
    base: new Float64Array(rows),
  };
}

function weigh({ weights, outcomes }: { weights: Float64Array; outcomes: Uint8Array }) {
  let totalWeight = 0;
  let wonWeight = 0;
  for (let i = 0; i < weights.length; i++) {
    totalWeight += weights[i]!;
    wonWeight += outcomes[i]! * weights[i]!;
  }
  return { totalWeight, wonWeight };
}

/** θ on the scale of the design's columns: βⱼ = μⱼ + θⱼ/sⱼ, β₀ = θ₀ − Σ mⱼ θⱼ/sⱼ. */
export function toRaw(
  { centres, scales, means }: StandardDesign,
  theta: Float64Array,
): Coefficients {
  let intercept = theta[0]!;
  const coefficients = means.map((mean, j) => {
    const deviation = theta[1 + j]! / scales[j]!;
    intercept -= centres[j]! * deviation;
    return mean + deviation;
  });
  return { intercept, coefficients };
}

/** The inverse of `toRaw`, padded with zeros to the stride. */
export function toStandard(
  { stride, centres, scales, means }: StandardDesign,
  { intercept, coefficients }: Coefficients,
): Float64Array {
  if (coefficients.length !== means.length) {
    throw new RangeError(`${coefficients.length} coefficients for ${means.length} columns`);
  }
  const theta = new Float64Array(stride);
  theta[0] = intercept;
  coefficients.forEach((coefficient, j) => {
    const deviation = coefficient - means[j]!;
    theta[0]! += centres[j]! * deviation;
    theta[1 + j] = scales[j]! * deviation;
  });
  return theta;
}

/** Rows that a test lets through; a loop, as this is done for every row of large designs. */
function filterRows(rows: number, isTaken: (row: number) => boolean): Uint32Array {
  const taken = new Uint32Array(rows);
  let count = 0;
  for (let row = 0; row < rows; row++) if (isTaken(row)) taken[count++] = row;
  return taken.subarray(0, count);
}

interface ColumnStatistics {
  readonly centres: Float64Array;
  /** 0 for a constant column */
  readonly deviations: Float64Array;
}

/**
 * Means and standard deviations of the columns, from deviations from the first row: exact for a
 * constant column, and as the first row is one of the rows, it can't be so far off that squares cancel.
 */
function describeColumns({ columns, values }: Design, counted: Uint32Array): ColumnStatistics {
  const n = counted.length;
  const first = (counted[0] ?? 0) * columns;
  const origin = values.slice(first, first + columns);
  const sums = new Float64Array(columns);
  const squares = new Float64Array(columns);
  for (let i = 0; i < n; i++) {
    const from = counted[i]! * columns;
    for (let j = 0; j < columns; j++) {
      const deviation = values[from + j]! - origin[j]!;
      sums[j]! += deviation;
      squares[j]! += deviation * deviation;
    }
  }
  const bad = squares.findIndex((square) => !Number.isFinite(square));
  if (bad >= 0) throw new RangeError(`column ${bad} has a value that is not finite, or too large`);
  const centres = origin.map((value, j) => value + sums[j]! / n);
  const deviations = squares.map((square, j) => {
    const deviation = Math.sqrt(Math.max(0, square - (sums[j]! * sums[j]!) / n) / n);
    return deviation > SMALLEST_SPREAD * Math.abs(centres[j]!) ? deviation : 0;
  });
  return { centres, deviations };
}

/** Fills in 1 and (x − m)/s, or 0 for a constant column, and the base. */
function fillRows(
  { columns, values, offset }: Design,
  means: Float64Array,
  counted: Uint32Array,
  { centres, deviations }: ColumnStatistics,
  to: PackedRows & { readonly base: Float64Array },
): void {
  const factors = deviations.map((deviation) => (deviation > 0 ? 1 / deviation : 0));
  for (let i = 0; i < counted.length; i++) {
    const row = counted[i]!;
    const at = i * to.stride + 1;
    const from = row * columns;
    // base = offset + Σ xⱼ μⱼ
    let logOdds = offset?.[row] ?? 0;
    for (let j = 0; j < columns; j++) {
      const value = values[from + j]!;
      to.values[at + j] = (value - centres[j]!) * factors[j]!;
      logOdds += value * means[j]!;
    }
    to.values[at - 1] = 1;
    to.base[i] = logOdds;
  }
}
