import { normalQuantile } from "../statistics/distributions.ts";
import { isEstimated } from "../statistics/estimate.ts";
import { adjustPValues } from "../statistics/false-discovery.ts";
import type { Design } from "../trainer/design-matrix.ts";
import { prepareNovelty } from "../trainer/novelty.ts";
import {
  covaryScores,
  type FittedModel,
  type ScoreTest,
  testColumn,
} from "../trainer/score-test.ts";
import { Posterior } from "./posterior.ts";

/** A column that would add to a model, as far as the deals it was tested on can say. */
export interface Discovery extends ScoreTest {
  /** Index into the columns that were asked about. */
  readonly column: number;
  /** p-value adjusted for all columns that were tested. */
  readonly adjustedP: number;
}

export interface Discoveries {
  readonly tested: number;
  /** In the order in which they were found: each adds to those before it. */
  readonly found: readonly Discovery[];
}

export interface DiscoverySettings {
  /** Expected share of columns among the discoveries that add nothing. */
  readonly falseShare: number;
  readonly most: number;
}

const LEAST_DEALS = 30;
const LEAST_SHARE = 0.01;
/** Share of a column's spread that must be news: with less, it is a copy up to a few rows. */
const LEAST_NEWS = 0.05;

/**
 * Columns on which a test is worth its place among the questions: each is had, and not had, by 30
 * deals and 1 % of them, and less than 95 % of its spread is told by the design's columns together
 * or by any one other of the chosen. Of two that are alike, or each other's complement, that which at
 * most half of the deals have is chosen, else the first.
 *
 * @param columns each of length rows
 * @returns indices into `columns`, ascending
 * @throws RangeError on other lengths
 * Cost O(k × rows × columns + k² × rows) for k columns; rows where a column is 0 cost next to nothing.
 */
export function chooseTestable(design: Design, columns: readonly Float64Array[]): number[] {
  const least = Math.max(LEAST_DEALS, LEAST_SHARE * design.rows);
  const measureNovelty = prepareNovelty(design);
  const news = columns.flatMap((column, index) =>
    isRare(column, least) || measureNovelty(column) < LEAST_NEWS
      ? []
      : [measureSpread(index, column)],
  );
  const isCommon = ({ rows }: Spread) => 2 * rows.length > design.rows;
  const kept: Spread[] = [];
  for (const spread of news.toSorted((a, b) => Number(isCommon(a)) - Number(isCommon(b))))
    if (!kept.some((other) => findShared(other, spread) > 1 - LEAST_NEWS)) kept.push(spread);
  return kept.map(({ index }) => index).toSorted((a, b) => a - b);
}

/**
 * Columns that would add to a model, false discoveries held at a share of all.
 *
 * 1. Each column is tested on its own (score test); Benjamini and Hochberg's cut on the p-values
 *    says which pass.
 * 2. Of those that pass, the surest is found first. The scores of the others are then taken given
 *    that it has been added, and the next is found as long as it still clears the cut: so a column
 *    is not found for going along with one that is.
 *
 * @param columns each of length rows
 * @throws RangeError as `testColumn`
 * Cost that of one score test a column, and O(k² × rows) for k columns that pass.
 * Source: Benjamini & Hochberg 1995; forward selection by scores, of which the second step is the
 * sweep of a Gaussian.
 */
export function discoverColumns(
  model: FittedModel,
  columns: readonly Float64Array[],
  { falseShare, most }: DiscoverySettings,
): Discoveries {
  const tests = columns.flatMap((column, index) => {
    const test = testColumn(model, column);
    return isEstimated(test) ? [{ ...test, column: index }] : [];
  });
  const adjusted = adjustPValues(Float64Array.from(tests, ({ pValue }) => pValue));
  const passing = tests
    .map((test, k) => ({ ...test, adjustedP: adjusted[k]! }))
    .filter(({ adjustedP }) => adjustedP <= falseShare);
  const scores = new Posterior(
    Float64Array.from(passing, ({ score }) => score),
    covaryScores(
      model,
      passing.map(({ column }) => columns[column]!),
    ),
  );
  // Of m tests k pass, those with p ≤ q k/m.
  const cut = (falseShare * passing.length) / Math.max(1, tests.length);
  const leastSquare = normalQuantile(1 - cut / 2) ** 2;
  return { tested: tests.length, found: selectForward(passing, scores, { leastSquare, most }) };
}

/** Scores given that a column is added: its own is then 0, and the others lose what they shared. */
function selectForward(
  passing: readonly Discovery[],
  scores: Posterior,
  { leastSquare, most }: { readonly leastSquare: number; readonly most: number },
): readonly Discovery[] {
  const left = new Set(passing.keys());
  const found: Discovery[] = [];
  while (found.length < most) {
    let best = -1;
    for (const k of left) {
      if (scores.variance(k) < LEAST_NEWS * passing[k]!.variance) left.delete(k);
      else if (best < 0 || scores.cost(k, 0) > scores.cost(best, 0)) best = k;
    }
    if (best < 0 || scores.cost(best, 0) < leastSquare) break;
    found.push(passing[best]!);
    left.delete(best);
    scores.fix(best, 0);
  }
  return found;
}

/** Whether too few rows have another value than most. */
function isRare(column: Float64Array, least: number): boolean {
  let having = 0;
  for (const value of column) if (value !== 0) having++;
  if (having < least) return true;
  if (having <= column.length - least) return false;
  const counts = new Map<number, number>();
  for (const value of column) counts.set(value, (counts.get(value) ?? 0) + 1);
  return Math.max(...counts.values()) > column.length - least;
}

/** A column with what its correlation with another needs. */
interface Spread {
  readonly index: number;
  readonly column: Float64Array;
  /** Where it is not 0. */
  readonly rows: Uint32Array;
  readonly sum: number;
  /** Σ(x − x̄)² */
  readonly squares: number;
}

function measureSpread(index: number, column: Float64Array): Spread {
  const rows = new Uint32Array(column.length);
  let [count, sum, squares] = [0, 0, 0];
  column.forEach((value, i) => {
    if (value === 0) return;
    rows[count++] = i;
    sum += value;
    squares += value * value;
  });
  squares -= sum ** 2 / column.length;
  return { index, column, rows: rows.slice(0, count), sum, squares };
}

/** Squared correlation, summed over the rows of the rarer column. */
function findShared(a: Spread, b: Spread): number {
  const [rarer, other] = a.rows.length < b.rows.length ? [a, b] : [b, a];
  const { rows, column } = rarer;
  let products = -(a.sum * b.sum) / column.length;
  for (let k = 0; k < rows.length; k++) products += column[rows[k]!]! * other.column[rows[k]!]!;
  return products ** 2 / (a.squares * b.squares);
}
