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
  const fit = sum(ledger, (entry) => entry.axis === "fit");
  const engagement = sum(ledger, (entry) => entry.axis === "engagement");
  const total = sum(ledger, () => true);
  return {
    scorecard: card.id,
    total,
    fit,
    engagement,
    ...placeInMatrix(card.matrix, fit, engagement),
    buckets: card.buckets.map(({ id }) => ({ id, points: sum(ledger, (e) => e.bucket === id) })),
    categories: scoreCategories(compiled, chosen, doses),
    thresholds: card.thresholds.map((cut) => ({ ...cut, reached: total >= cut.score })),
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
    const place = { bucket: bucket.id, axis: bucket.axis };
    for (const characteristic of bucket.characteristics) {
      const start = ledger.length;
      for (const line of characteristic.lines) {
        const { key, points } = compiled.lines[j]!;
        const dose = doses[j++]!;
        if (dose === 0) continue;
        const contribution = points * dose + 0; // + 0 turns −0 into 0
        ledger.push({ key, label: line.label, ...place, kind: "line", dose, points, contribution });
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
  place: Pick<LedgerEntry, "bucket" | "axis">,
): void {
  if (cap === undefined && floor === undefined) return;
  let points = 0;
  for (let i = start; i < ledger.length; i++) points += ledger[i]!.contribution;
  const bound = (kind: "cap" | "floor", at: number) =>
    ledger.push({
      key: id,
      label: `${kind === "cap" ? "Cap" : "Floor"} of ${name}: ${at}`,
      ...place,
      kind,
      dose: 1,
      points: at - points,
      contribution: at - points,
    });
  if (cap !== undefined && points > cap) bound("cap", cap);
  else if (floor !== undefined && points < floor) bound("floor", floor);
}

function scoreCategories(
  compiled: CompiledScorecards,
  { scorecard, firstLine, lineCount }: CompiledScorecard,
  doses: Float64Array,
): readonly CategoryScore[] {
  return scorecard.categories.map(({ id, name, cap, floor, watermarks }) => {
    let points = 0;
    for (let j = firstLine; j < firstLine + lineCount; j++)
      if (compiled.lines[j]!.line.category === id) points += compiled.lines[j]!.points * doses[j]!;
    if (cap !== undefined) points = Math.min(cap, points);
    if (floor !== undefined) points = Math.max(floor, points);
    const actions = watermarks.filter(({ score }) => points >= score).map(({ action }) => action);
    return { id, name, points, actions };
  });
}

function sum(ledger: readonly LedgerEntry[], counts: (entry: LedgerEntry) => boolean): number {
  let points = 0;
  for (const entry of ledger) if (counts(entry)) points += entry.contribution;
  return points;
}

/**
 * The sums of `scoreDoses` alone, to the last digit, for scoring many leads at once.
 * Cost O(lines), without making a ledger where no limit can take hold.
 */
export function sumScore(
  compiled: CompiledScorecards,
  doses: Float64Array,
  scorecard: number,
): Pick<Score, "total" | "fit" | "engagement"> {
  const { firstLine, lineCount, isLimited } = compiled.scorecards[scorecard]!;
  if (isLimited) return scoreDoses(compiled, doses, scorecard);
  let [total, fit, engagement] = [0, 0, 0];
  for (let j = firstLine; j < firstLine + lineCount; j++) {
    if (doses[j] === 0) continue;
    const { points, bucket } = compiled.lines[j]!;
    const contribution = points * doses[j]!;
    total += contribution;
    if (bucket.axis === "fit") fit += contribution;
    else engagement += contribution;
  }
  return { total, fit, engagement };
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
