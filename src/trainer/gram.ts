/** Rows of one block: small enough that block and tiles stay in the first-level cache. */
const BLOCK = 64;

/** Rows that the kernels can read: row-major, `stride` a multiple of 4. */
export interface PackedRows {
  readonly rows: number;
  /** Numbers of one row, with padding. */
  readonly stride: number;
  readonly values: Float64Array;
}

/**
 * X'DX, D a diagonal matrix of weights.
 *
 * Blocks of √d-scaled rows are packed into panels of four columns, and every pair of panels adds
 * its 4 × 4 tile from registers.
 *
 * @param size    columns of X, at most `stride`
 * @param weights d, length rows, 0 or more
 * @returns size × size, row-major, symmetric
 * Cost O(rows × size² / 2).
 */
export function weightedGram(
  { rows, stride, values }: PackedRows,
  size: number,
  weights: Float64Array,
): Float64Array {
  const gram = new Float64Array(stride * stride);
  const panels = new Float64Array(BLOCK * stride);
  for (let first = 0; first < rows; first += BLOCK) {
    const count = Math.min(BLOCK, rows - first);
    packPanels(values, weights, stride, first, count, panels);
    for (let a = 0; a < stride; a += 4) {
      for (let b = 0; b <= a; b += 4) {
        addTile(panels, a * BLOCK, b * BLOCK, count, gram, a * stride + b, stride);
      }
    }
  }
  return symmetrise(gram, stride, size);
}

function packPanels(
  values: Float64Array,
  weights: Float64Array,
  stride: number,
  first: number,
  count: number,
  panels: Float64Array,
): void {
  for (let k = 0; k < count; k++) {
    const root = Math.sqrt(weights[first + k]!);
    const from = (first + k) * stride;
    for (let j = 0, to = 4 * k; j < stride; j += 4, to += 4 * BLOCK) {
      panels[to] = root * values[from + j]!;
      panels[to + 1] = root * values[from + j + 1]!;
      panels[to + 2] = root * values[from + j + 2]!;
      panels[to + 3] = root * values[from + j + 3]!;
    }
  }
}

/** Sixteen sums over the rows of two panels; written out, as an inner loop would leave registers. */
function addTile(
  panels: Float64Array,
  left: number,
  right: number,
  count: number,
  gram: Float64Array,
  corner: number,
  stride: number,
): void {
  // biome-ignore format: a tile reads as a tile
  let s00 = 0, s01 = 0, s02 = 0, s03 = 0, s10 = 0, s11 = 0, s12 = 0, s13 = 0;
  // biome-ignore format: a tile reads as a tile
  let s20 = 0, s21 = 0, s22 = 0, s23 = 0, s30 = 0, s31 = 0, s32 = 0, s33 = 0;
  for (let p = left, q = right, end = left + 4 * count; p < end; p += 4, q += 4) {
    // biome-ignore format: a tile reads as a tile
    const y0 = panels[q]!, y1 = panels[q + 1]!, y2 = panels[q + 2]!, y3 = panels[q + 3]!;
    const x0 = panels[p]!;
    s00 += x0 * y0;
    s01 += x0 * y1;
    s02 += x0 * y2;
    s03 += x0 * y3;
    const x1 = panels[p + 1]!;
    s10 += x1 * y0;
    s11 += x1 * y1;
    s12 += x1 * y2;
    s13 += x1 * y3;
    const x2 = panels[p + 2]!;
    s20 += x2 * y0;
    s21 += x2 * y1;
    s22 += x2 * y2;
    s23 += x2 * y3;
    const x3 = panels[p + 3]!;
    s30 += x3 * y0;
    s31 += x3 * y1;
    s32 += x3 * y2;
    s33 += x3 * y3;
  }
  let at = corner;
  gram[at]! += s00;
  gram[at + 1]! += s01;
  gram[at + 2]! += s02;
  gram[at + 3]! += s03;
  at += stride;
  gram[at]! += s10;
  gram[at + 1]! += s11;
  gram[at + 2]! += s12;
  gram[at + 3]! += s13;
  at += stride;
  gram[at]! += s20;
  gram[at + 1]! += s21;
  gram[at + 2]! += s22;
  gram[at + 3]! += s23;
  at += stride;
  gram[at]! += s30;
  gram[at + 1]! += s31;
  gram[at + 2]! += s32;
  gram[at + 3]! += s33;
}

function symmetrise(gram: Float64Array, stride: number, size: number): Float64Array {
  const full = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      full[i * size + j] = gram[i * stride + j]!;
      full[j * size + i] = gram[i * stride + j]!;
    }
  }
  return full;
}
