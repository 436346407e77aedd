import { type Estimable, type Interval, notEstimable } from "./estimate.ts";
import type { Random } from "./random.ts";
import { bootstrap, percentileInterval } from "./resampling.ts";

/** Whether categories are only the same or not, or stand in an order. */
export type Scale = "nominal" | "ordinal";

export interface AlphaQuestion {
  /** Ratings of each thing by whoever rated it, as categories 0 … categories − 1, in any order. */
  readonly ratings: readonly (readonly number[])[];
  readonly categories: number;
  readonly scale: Scale;
  /** Uniform draws from [0, 1) for the bootstrap. */
  readonly random: Random;
  readonly replicates?: number;
}

export interface Alpha extends Interval {
  /** Things that were rated at least twice, and the ratings of these. */
  readonly units: number;
  readonly ratings: number;
}

const REPLICATES = 1000;
/** As many as an interval needs. */
const FEWEST = 40;

/**
 * Krippendorff's alpha: how far raters agree beyond chance, any number of them, of whom each may have
 * left out any thing. Things with fewer than two ratings say nothing and are left out.
 *
 *   o_ck = Σ_u n_uc (n_uk − [c = k]) / (m_u − 1),  n_c = Σ_k o_ck,  n = Σ_c n_c
 *   α = 1 − (n − 1) Σ o_ck δ²_ck / Σ n_c n_k δ²_ck
 *   nominal δ²_ck = [c ≠ k],  ordinal δ_ck = Σ_{g=c}^{k} n_g − (n_c + n_k)/2
 *
 * @returns value at most 1 with a 95 % percentile interval over resampled things: 1 is full agreement,
 *          0 what chance would do; resamples in which all ratings are the same are left out.
 *          Not estimable when nothing was rated twice, when all ratings are the same, or when that is
 *          so in half of the resamples
 * @throws RangeError on a rating that is no category, or fewer than 40 replicates
 * Cost O(replicates · (things + different sets of ratings · categories²)).
 * Source: Krippendorff 2004, Content Analysis, chapter 11; bootstrap by units as in Zapf et al. 2016.
 */
export function estimateAlpha(question: AlphaQuestion): Estimable<Alpha> {
  const { ratings, categories, scale, random, replicates = REPLICATES } = question;
  if (!(replicates >= FEWEST)) throw new RangeError(`fewer than ${FEWEST} replicates`);
  if (
    ratings
      .flat()
      .some((rating) => !(Number.isInteger(rating) && rating >= 0 && rating < categories))
  )
    throw new RangeError("a rating is none of the categories");
  const rated = ratings.filter((of) => of.length >= 2);
  if (rated.length === 0) return notEstimable("nothing was rated twice");
  const { kindOf, kinds } = findKinds(rated, categories);
  const alphaOf = (counts: Float64Array) => computeAlpha(kinds, counts, categories, scale);
  const counts = new Float64Array(kinds.length);
  for (const kind of kindOf) counts[kind]!++;
  const value = alphaOf(counts);
  if (Number.isNaN(value)) return notEstimable("all ratings are the same");
  const draws = bootstrap(rated.length, replicates, random, (units) => {
    counts.fill(0);
    for (const unit of units) counts[kindOf[unit]!]!++;
    return alphaOf(counts);
  }).filter((draw) => !Number.isNaN(draw));
  if (2 * draws.length < Math.max(replicates, 2 * FEWEST))
    return notEstimable("hardly any ratings differ");
  const units = { units: rated.length, ratings: rated.flat().length };
  return { ...percentileInterval(draws, value), ...units };
}

/** Things with the same ratings, in any order, are of one kind: few kinds, however many things. */
function findKinds(rated: readonly (readonly number[])[], categories: number) {
  const index = new Map<string, number>();
  const kinds: Float64Array[] = [];
  const kindOf = Uint32Array.from(rated, (of) => {
    const key = of.toSorted((a, b) => a - b).join();
    const known = index.get(key);
    if (known !== undefined) return known;
    index.set(key, kinds.length);
    return kinds.push(countCoincidences(of, categories)) - 1;
  });
  return { kindOf, kinds };
}

/** One thing's part of o, categories × categories, row-major. */
function countCoincidences(ratings: readonly number[], categories: number): Float64Array {
  const part = new Float64Array(categories * categories);
  ratings.forEach((c, i) => {
    ratings.forEach((k, j) => {
      if (i !== j) part[c * categories + k]! += 1 / (ratings.length - 1);
    });
  });
  return part;
}

/** NaN where all ratings are the same. */
function computeAlpha(
  kinds: readonly Float64Array[],
  counts: Float64Array,
  categories: number,
  scale: Scale,
): number {
  const o = new Float64Array(categories * categories);
  kinds.forEach((part, kind) => {
    for (let at = 0; at < o.length; at++) o[at]! += counts[kind]! * part[at]!;
  });
  const margins = Float64Array.from({ length: categories }, (_, c) =>
    sum(o.subarray(c * categories, (c + 1) * categories)),
  );
  const n = sum(margins);
  const distance = scale === "nominal" ? measureNominal : measureOrdinal(margins);
  let [observed, chance] = [0, 0];
  for (let c = 0; c < categories; c++)
    for (let k = 0; k < categories; k++) {
      const squared = distance(c, k);
      observed += o[c * categories + k]! * squared;
      chance += margins[c]! * margins[k]! * squared;
    }
  return chance === 0 ? Number.NaN : 1 - ((n - 1) * observed) / chance;
}

function measureNominal(c: number, k: number): number {
  return c === k ? 0 : 1;
}

function measureOrdinal(margins: Float64Array) {
  return (c: number, k: number): number => {
    const between = sum(margins.subarray(Math.min(c, k), Math.max(c, k) + 1));
    return (between - (margins[c]! + margins[k]!) / 2) ** 2;
  };
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
