import { normalQuantile, Z95 } from "../statistics/distributions.ts";
import type { Posterior } from "./posterior.ts";
import {
  type LineDecision,
  type LineEvidence,
  nameChange,
  nameStay,
  type WritingRules,
  writePoints,
} from "./verdict.ts";

/** What a person allows a recommendation to change. */
export interface Constraints extends WritingRules {
  /** At most so many lines change. */
  readonly atMost?: number;
}

/** A change of at most this share of today's points leaves nothing worth writing. */
const NEGLIGIBLE_SHARE = 0.25;

/** Expected share of changes that change nothing real. */
const FALSE_CHANGES = 0.1;

/** One line with its place in the posterior. */
interface Candidate {
  readonly line: number;
  /** Index into the posterior. */
  readonly place: number;
  readonly evidence: LineEvidence;
}

/**
 * Decides on all lines at once, given that any line that stays is worth exactly what it gets.
 *
 * 1. All lines start as changed. The line whose return to today's points costs the least (squared z)
 *    is returned, the others re-adjust, and so on. Of lines that say the same all but one return;
 *    lines that few deals speak of return first. With m lines to decide on, k changes stand when each
 *    return left would cost at least z² with two-sided p = .1 k/m: changes in vain are held at 10 %.
 * 2. A change that cannot be told from 0 and leaves at most a quarter of today's points drops the
 *    line.
 * 3. The rest is rounded to what can be written, the cheapest first, the others re-adjusting to each.
 *
 * @param posterior intercept first, then one place a line, then any others; it is narrowed in place
 * @param evidence  one entry a line
 * @param unit      log-odds per point, above 0
 * Cost O(k³) for k places. Source: backward elimination by Wald statistics (Lawless & Singhal 1978)
 * with a stopping rule in the manner of Benjamini & Hochberg 1995; sequential rounding with
 * re-adjustment (Babai 1986).
 */
export function decideLines(
  posterior: Posterior,
  evidence: readonly LineEvidence[],
  unit: number,
  constraints: Constraints = {},
): readonly LineDecision[] {
  const decisions = evidence.map(nameStay);
  const open = evidence.flatMap((line, j): Candidate[] =>
    line.held === null && line.unit !== 0 ? [{ line: j, place: j + 1, evidence: line }] : [],
  );
  const changing = returnLines(posterior, open, unit, constraints.atMost ?? open.length);
  const left = dropLines(posterior, changing, { unit, constraints, decisions });
  roundLines(posterior, left, { unit, constraints, decisions });
  return decisions;
}

interface Writing {
  readonly unit: number;
  readonly constraints: Constraints;
  readonly decisions: LineDecision[];
}

function returnLines(
  posterior: Posterior,
  open: readonly Candidate[],
  unit: number,
  atMost: number,
): Candidate[] {
  let changing = [...open];
  const today = ({ evidence }: Candidate) => unit * evidence.unit * evidence.written;
  for (;;) {
    const cheapest = findCheapest(posterior, changing, today);
    if (cheapest === undefined) return [];
    const isWorthIt = cheapest.cost >= leastCost(changing.length, open.length);
    if (isWorthIt && changing.length <= atMost) return changing;
    posterior.fix(cheapest.candidate.place, today(cheapest.candidate));
    changing = changing.filter((candidate) => candidate !== cheapest.candidate);
  }
}

/** z² at which the cheapest of k changes among m lines still stands. */
function leastCost(k: number, m: number): number {
  return normalQuantile(1 - (FALSE_CHANGES * k) / m / 2) ** 2;
}

function dropLines(
  posterior: Posterior,
  changing: readonly Candidate[],
  { unit, constraints, decisions }: Writing,
): Candidate[] {
  return changing.filter(({ place, line, evidence }) => {
    const today = unit * evidence.unit * evidence.written;
    const worth = posterior.means[place]!;
    const isNegligible = Math.abs(worth) <= NEGLIGIBLE_SHARE * Math.abs(today);
    if (!isNegligible || posterior.cost(place, 0) > Z95 ** 2) return true;
    if (writePoints(evidence, 0, constraints) !== 0) return true;
    decisions[line] = nameChange(evidence, 0, worth / unit);
    posterior.fix(place, 0);
    return false;
  });
}

function roundLines(
  posterior: Posterior,
  changing: readonly Candidate[],
  { unit, constraints, decisions }: Writing,
): void {
  let left = [...changing];
  const target = ({ place, evidence }: Candidate) =>
    writePoints(evidence, posterior.means[place]! / unit, constraints);
  const rounded = (candidate: Candidate) => unit * candidate.evidence.unit * target(candidate);
  for (;;) {
    const cheapest = findCheapest(posterior, left, rounded)?.candidate;
    if (cheapest === undefined) return;
    const { line, place, evidence } = cheapest;
    decisions[line] = nameChange(evidence, target(cheapest), posterior.means[place]! / unit);
    posterior.fix(place, rounded(cheapest));
    left = left.filter((candidate) => candidate !== cheapest);
  }
}

function findCheapest(
  posterior: Posterior,
  candidates: readonly Candidate[],
  valueOf: (candidate: Candidate) => number,
): { readonly candidate: Candidate; readonly cost: number } | undefined {
  let best: { candidate: Candidate; cost: number } | undefined;
  for (const candidate of candidates) {
    const cost = posterior.cost(candidate.place, valueOf(candidate));
    if (best === undefined || cost < best.cost) best = { candidate, cost };
  }
  return best;
}
