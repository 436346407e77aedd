/** One uniform draw from [0, 1) each call. */
export type Random = () => number;

/** State of the 32-bit generators is kept in signed integers; `>>> 0` reads it as unsigned. */
const TWO_32 = 2 ** 32;
const WARM_UP_ROUNDS = 12;

/**
 * Seeded generator of uniform numbers: the same seed gives the same numbers on every machine.
 *
 * @param seed any safe integer; different seeds never share a starting state
 * @returns draws with 53 random bits, uniform in [0, 1)
 * @throws RangeError when the seed is not a safe integer
 * Cost O(1) a draw, period at least 2^32 whatever the seed and about 2^127 on average. Not for
 * secrets. Source: sfc32 of PractRand (Doty-Humphrey), seeded by splitmix32 (Steele, Lea and Flood
 * 2014, finaliser of murmur3).
 */
export function createRandom(seed: number): Random {
  if (!Number.isSafeInteger(seed)) throw new RangeError("a seed is a safe integer");
  const mix = createSplitmix((seed % TWO_32) | 0);
  let a = mix();
  let b = mix();
  let c = mix() ^ Math.floor(seed / TWO_32);
  let counter = 1;

  function next(): number {
    const drawn = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + drawn;
    c |= 0;
    return drawn;
  }

  for (let round = 0; round < WARM_UP_ROUNDS; round++) next();
  // 27 high bits and 26 low bits make one of the 2^53 evenly spaced numbers of [0, 1).
  return () => ((next() >>> 5) * 2 ** 26 + (next() >>> 6)) / 2 ** 53;
}

/**
 * Random permutation of 0, 1, …, n − 1 (Fisher and Yates).
 *
 * @param n number of indices, a whole number from 0 to 2^32 − 1
 * @throws RangeError on any other n
 * Cost O(n) and n − 1 draws.
 */
export function shuffle(n: number, random: Random): Uint32Array {
  if (!Number.isInteger(n) || n < 0 || n >= TWO_32) {
    throw new RangeError("a permutation has a whole number of indices");
  }
  const permutation = Uint32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const moved = permutation[i]!;
    permutation[i] = permutation[j]!;
    permutation[j] = moved;
  }
  return permutation;
}

/**
 * One draw from the standard normal distribution.
 *
 * Cost two uniform draws. Source: Box and Muller 1958.
 */
export function drawNormal(random: Random): number {
  const u = 1 - random();
  const v = random();
  // x = √(−2 ln u) · cos 2πv
  return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * v);
}

function createSplitmix(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return mixed ^ (mixed >>> 16);
  };
}
