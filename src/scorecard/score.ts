import type { CompiledScorecard, CompiledScorecards } from "./compiled.ts";
import { placeInMatrix } from "./matrix.ts";
import type { Band, Cell, Grade, Scorecard } from "./schema.ts";

/** One step of a score. The contributions of a ledger, added in order, are the score exactly. */
export interface LedgerEntry {
  /** Key of the line; for a cap or floor, the id of what it limits. */
  readonly key: string;
  readonly label: string;
  readonly bucket: string | null;
  readonly axis: "fit" | "engagement" | null;
  readonly kind: "line" | "cap" | "floor";
  /** 1 for caps and floors. */
  readonly dose: number;
  /** Effective points for a dose of 1. */
  readonly points: number;
  readonly contribution: number;
}

export interface CategoryScore {
  readonly id: string;
  readonly name: string;
  readonly points: number;
  /** Actions of the watermarks that the category score has reached. */
  readonly actions: readonly string[];
}

export interface Score {
  readonly scorecard: string;
  readonly total: number;
  readonly fit: number;
  readonly engagement: number;
  readonly grade: Grade;
  readonly band: Band;
  readonly cell: Cell;
  readonly nextAction: string;
  readonly buckets: readonly { readonly id: string; readonly points: number }[];
  readonly categories: readonly CategoryScore[];
  readonly thresholds: readonly {
    readonly id: string;
    readonly name: string;
    readonly score: number;
    readonly reached: boolean;
  }[];
  /** Lines with a dose above 0, and the caps and floors that took hold, in scorecard order. */
  readonly ledger: readonly LedgerEntry[];
}

interface Limits {
  readonly id: string;
  readonly name: string;
  readonly cap?: number | undefined;
  readonly floor?: number | undefined;
}

/**
 * The rule score of a lead from its doses.
 *
 * score = Σ points × dose, limited by the caps and floors of characteristics, buckets and the total,
 * in that order; each limit that takes hold is an entry of the ledger. `total`, `fit`,
 * `engagement` and each bucket are sums of ledger entries from first to last. A category's score is
 * the sum of its lines before any limit but its own.
 *
 * @param doses     one a line of the set, as `doseLead` gives them
 * @param scorecard index of the scorecard that applies
 * Cost O(lines).
 */
export function scoreDoses(
  compiled: CompiledScorecards,
  doses: Float64Array,
  scorecard: number,
): Score {
  const chosen = compiled.scorecards[scorecard]!;
  const card = chosen.scorecard;
  const ledger = writeLedger(compiled, chosen, doses);
  const { total, fit, engagement, buckets } = sumLedger(ledger, card);
  const { grade, band, cell, nextAction } = placeInMatrix(card.matrix, fit, engagement);
  return {
    scorecard: card.id,
    total,
    fit,
    engagement,
    grade,
    band,
    cell,
    nextAction,
    buckets,
    categories: scoreCategories(compiled, chosen, doses),
    thresholds: card.thresholds.map(({ id, name, score }) => ({
      id,
      name,
      score,
      reached: total >= score,
    })),
    ledger,
  };
}

function writeLedger(
  compiled: CompiledScorecards,
  { scorecard, firstLine }: CompiledScorecard,
  doses: Float64Array,
): readonly LedgerEntry[] {
  const ledger: LedgerEntry[] = [];
  let j = firstLine;
  for (const bucket of scorecard.buckets) {
    const bucketStart = ledger.length;
    const { axis } = bucket;
    const place = { bucket: bucket.id, axis };
    for (const characteristic of bucket.characteristics) {
      const start = ledger.length;
      for (const line of characteristic.lines) {
        const { key, points } = compiled.lines[j]!;
        const dose = doses[j++]!;
        if (dose === 0) continue;
        const contribution = points * dose + 0; // + 0 turns −0 into 0
        const { label } = line;
        const of = bucket.id;
        ledger.push({ key, label, bucket: of, axis, kind: "line", dose, points, contribution });
      }
      limit(ledger, start, characteristic, place);
    }
    limit(ledger, bucketStart, bucket, place);
  }
  limit(ledger, 0, scorecard, { bucket: null, axis: null });
  return ledger;
}

/** Adds the entry that brings the entries from `start` on within a cap and a floor. */
function limit(
  ledger: LedgerEntry[],
  start: number,
  { id, name, cap, floor }: Limits,
  { bucket, axis }: Pick<LedgerEntry, "bucket" | "axis">,
): void {
  if (cap === undefined && floor === undefined) return;
  let sum = 0;
  for (let i = start; i < ledger.length; i++) sum += ledger[i]!.contribution;
  const points = correct({ cap, floor }, sum);
  if (points === 0) return;
  const kind = points < 0 ? "cap" : "floor";
  const label = points < 0 ? `Cap of ${name}: ${cap}` : `Floor of ${name}: ${floor}`;
  ledger.push({ key: id, label, bucket, axis, kind, dose: 1, points, contribution: points });
}

/** Points that bring a sum within a cap and a floor: below 0 by the cap, above 0 by the floor. */
function correct({ cap, floor }: Pick<Limits, "cap" | "floor">, sum: number): number {
  if (cap !== undefined && sum > cap) return cap - sum;
  if (floor !== undefined && sum < floor) return floor - sum;
  return 0;
}

function scoreCategories(
  compiled: CompiledScorecards,
  chosen: CompiledScorecard,
  doses: Float64Array,
): readonly CategoryScore[] {
  return chosen.scorecard.categories.map(({ id, name, watermarks }, category) => {
    const points = sumCategory(compiled, chosen, doses, category);
    const actions = watermarks.filter(({ score }) => points >= score).map(({ action }) => action);
    return { id, name, points, actions };
  });
}

/**
 * The score of one category, in points. Cost O(lines of the category).
 *
 * @param category index into the scorecard's categories
 */
export function sumCategory(
  { lines }: CompiledScorecards,
  { scorecard, categoryLines }: CompiledScorecard,
  doses: Float64Array,
  category: number,
): number {
  const { cap, floor } = scorecard.categories[category]!;
  let points = 0;
  for (const j of categoryLines[category]!) points += lines[j]!.points * doses[j]!;
  if (cap !== undefined) points = Math.min(cap, points);
  if (floor !== undefined) points = Math.max(floor, points);
  return points;
}

/** Every sum adds the entries that it counts from first to last. */
function sumLedger(ledger: readonly LedgerEntry[], card: Scorecard) {
  const buckets = card.buckets.map(({ id }) => ({ id, points: 0 }));
  let [total, fit, engagement, b] = [0, 0, 0, 0];
  for (const { contribution, axis, bucket } of ledger) {
    total += contribution;
    if (axis === "fit") fit += contribution;
    else if (axis === "engagement") engagement += contribution;
    if (bucket === null) continue;
    // Entries stand in the order of the buckets.
    while (buckets[b]!.id !== bucket) b++;
    buckets[b]!.points += contribution;
  }
  return { total, fit, engagement, buckets };
}

/**
 * The sums of `scoreDoses` alone, to the last digit, for scoring many leads at once: every sum adds
 * up what the ledger would hold, in the ledger's order.
 * Cost O(lines), without a ledger.
 */
export function sumScore(
  compiled: CompiledScorecards,
  doses: Float64Array,
  scorecard: number,
): Pick<Score, "total" | "fit" | "engagement"> {
  const { scorecard: card, firstLine } = compiled.scorecards[scorecard]!;
  const axes = { fit: 0, engagement: 0 };
  let total = 0;
  let j = firstLine;
  for (const bucket of card.buckets) {
    let ofBucket = 0;
    let ofAxis = axes[bucket.axis];
    for (const characteristic of bucket.characteristics) {
      let ofCharacteristic = 0;
      for (let left = characteristic.lines.length; left > 0; left--, j++) {
        if (doses[j] === 0) continue;
        const contribution = compiled.lines[j]!.points * doses[j]!;
        ofCharacteristic += contribution;
        ofBucket += contribution;
        ofAxis += contribution;
        total += contribution;
      }
      const correction = correct(characteristic, ofCharacteristic);
      ofBucket += correction;
      ofAxis += correction;
      total += correction;
    }
    const correction = correct(bucket, ofBucket);
    axes[bucket.axis] = ofAxis + correction;
    total += correction;
  }
  return { total: total + correct(card, total), ...axes };
}

/** The written scorecard with other points or stars on some lines, by line id. */
export function replacePoints(
  scorecard: Scorecard,
  written: ReadonlyMap<string, number>,
): Scorecard {
  return {
    ...scorecard,
    buckets: scorecard.buckets.map((bucket) => ({
      ...bucket,
      characteristics: bucket.characteristics.map((characteristic) => ({
        ...characteristic,
        lines: characteristic.lines.map((line) => {
          const value = written.get(line.id);
          if (value === undefined) return line;
          return line.stars === undefined ? { ...line, points: value } : { ...line, stars: value };
        }),
      })),
    })),
  };
}
