/** From this many values on, fewer passes over wider digits pay for their larger tables. */
const MANY = 2 ** 14;
/** Which 32-bit half of a float64 holds its sign, on this machine. */
const HIGH = new Uint32Array(new Float64Array([1]).buffer)[1] === 0 ? 0 : 1;

/**
 * Indices that put values in ascending order; equal values keep the order they came in.
 *
 * @param values length n without NaN; −0 equals 0; infinities allowed
 * @returns length n, a permutation of 0 … n − 1
 * Cost O(n): a radix sort that skips the digits in which no two values differ.
 */
export function sortOrder(values: Float64Array): Uint32Array {
  const n = values.length;
  const keys = createSortableKeys(values);
  const bits = n < MANY ? 8 : 16;
  let order = Uint32Array.from({ length: n }, (_, i) => i);
  let sorted = new Uint32Array(n);
  for (let place = 0; place < 64; place += bits) {
    const half = place < 32 ? 1 - HIGH : HIGH;
    const digits = new Uint16Array(n);
    for (let i = 0; i < n; i++)
      digits[i] = (keys[2 * i + half]! >>> (place % 32)) & (2 ** bits - 1);
    const next = countSmaller(digits, 2 ** bits);
    if (next === undefined) continue;
    for (let k = 0; k < n; k++) {
      const i = order[k]!;
      sorted[next[digits[i]!]!++] = i;
    }
    [order, sorted] = [sorted, order];
  }
  return order;
}

/**
 * Where each run of equal values begins in a sorted order, and n at the end: run g holds
 * order[starts[g]] … order[starts[g + 1] − 1].
 *
 * @returns length 1 + the number of different values
 * Cost O(n).
 */
export function tieStarts(values: Float64Array, order: Uint32Array): Uint32Array {
  const n = order.length;
  const starts = new Uint32Array(n + 1);
  let runs = 0;
  for (let k = 0; k < n; k++) {
    if (k === 0 || values[order[k]!] !== values[order[k - 1]!]) starts[runs++] = k;
  }
  starts[runs] = n;
  return starts.slice(0, runs + 1);
}

/** Bit patterns which compare as unsigned integers the way their numbers compare. */
function createSortableKeys(values: Float64Array): Uint32Array {
  const keys = new Uint32Array(values.map((value) => value + 0).buffer);
  for (let high = HIGH, low = 1 - HIGH; high < keys.length; high += 2, low += 2) {
    const isNegative = keys[high]! >>> 31 === 1;
    keys[high]! ^= isNegative ? 0xffffffff : 0x80000000;
    if (isNegative) keys[low]! ^= 0xffffffff;
  }
  return keys;
}

/** For each digit how many are smaller, or nothing when all are the same. */
function countSmaller(digits: Uint16Array, radix: number): Uint32Array | undefined {
  const counts = new Uint32Array(radix);
  for (const digit of digits) counts[digit]!++;
  if (counts[digits[0] ?? 0] === digits.length) return undefined;
  let smaller = 0;
  return counts.map((count) => {
    smaller += count;
    return smaller - count;
  });
}
