import { Z95 } from "../statistics/distributions.ts";
import type { Posterior } from "./posterior.ts";
import {
  type LineDecision,
  type LineEvidence,
  nameChange,
  nameStay,
  writePoints,
} from "./verdict.ts";

/** A change of at most this share of today's points leaves nothing worth writing. */
const NEGLIGIBLE_SHARE = 0.25;

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
 * 1. All lines start as changed. The line whose return to today's points costs the least is
 *    returned, the others re-adjust, and so on until every return left would cost a squared z above
 *    1.96². Of lines that say the same, all but one return; lines that few deals speak of return
 *    first; so the fewest changes are left that the deals insist on.
 * 2. A change whose 95 % interval holds 0 with a mean of at most a quarter of today's points drops
 *    the line.
 * 3. The rest is rounded to what can be written, the cheapest first, the others re-adjusting to each.
 *
 * @param posterior intercept first, then one place a line, then any others; it is narrowed in place
 * @param evidence  one entry a line
 * @param unit      log-odds per point, above 0
 * Cost O(k³) for k places. Source: backward elimination by Wald statistics (Lawless & Singhal 1978);
 * sequential rounding with re-adjustment (Babai 1986).
 */
export function decideLines(
  posterior: Posterior,
  evidence: readonly LineEvidence[],
  unit: number,
): readonly LineDecision[] {
  const decisions = evidence.map(nameStay);
  const open = evidence.flatMap((line, j): Candidate[] =>
    line.held === null && line.unit !== 0 ? [{ line: j, place: j + 1, evidence: line }] : [],
  );
  const changing = returnLines(posterior, open, unit);
  const left = dropLines(posterior, changing, unit, decisions);
  roundLines(posterior, left, unit, decisions);
  return decisions;
}

function returnLines(posterior: Posterior, open: readonly Candidate[], unit: number): Candidate[] {
  let changing = [...open];
  const today = ({ evidence }: Candidate) => unit * evidence.unit * evidence.written;
  for (;;) {
    const cheapest = findCheapest(posterior, changing, today);
    if (cheapest === undefined || cheapest.cost > Z95 ** 2) return changing;
    posterior.fix(cheapest.candidate.place, today(cheapest.candidate));
    changing = changing.filter((candidate) => candidate !== cheapest.candidate);
  }
}

function dropLines(
  posterior: Posterior,
  changing: readonly Candidate[],
  unit: number,
  decisions: LineDecision[],
): Candidate[] {
  return changing.filter(({ place, line, evidence }) => {
    const today = unit * evidence.unit * evidence.written;
    const worth = posterior.means[place]!;
    const isNegligible = Math.abs(worth) <= NEGLIGIBLE_SHARE * Math.abs(today);
    if (!isNegligible || posterior.cost(place, 0) > Z95 ** 2) return true;
    decisions[line] = nameChange(evidence, 0, worth / unit);
    posterior.fix(place, 0);
    return false;
  });
}

function roundLines(
  posterior: Posterior,
  changing: readonly Candidate[],
  unit: number,
  decisions: LineDecision[],
): void {
  let left = [...changing];
  const target = ({ place, evidence }: Candidate) =>
    writePoints(evidence, posterior.means[place]! / unit);
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
  return candidates
    .map((candidate) => ({
      candidate,
      cost: posterior.cost(candidate.place, valueOf(candidate)),
    }))
    .reduce<{ candidate: Candidate; cost: number } | undefined>(
      (best, next) => (best === undefined || next.cost < best.cost ? next : best),
      undefined,
    );
}
