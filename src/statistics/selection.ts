import { Z95 } from "./distributions.ts";
import { type Estimable, type Interval, notEstimable } from "./estimate.ts";

/** Leads on one side of a cut: those that sales worked, by outcome, and those it did not. */
export interface WorkedLeads {
  readonly won: number;
  readonly lost: number;
  readonly unworked: number;
}

export interface CorrectedRates {
  /** Share of the leads that would be won which stand at or above the cut. */
  readonly sensitivity: Estimable<Interval>;
  /** Share of the leads that would be lost which stand below it. */
  readonly specificity: Estimable<Interval>;
}

/**
 * How well a cut parts won from lost among all leads, when only some were worked and so have an
 * outcome. Counting worked leads alone, most of which stood above the cut, flatters its
 * sensitivity and belittles its specificity.
 *
 * It is right only if, on each side of the cut, the leads that were worked are like those that were
 * not. Where sales chose by more than the score, no count can correct that.
 *
 * @param above leads at or above the cut
 * @param below leads below it
 * @returns in [0, 1] with intervals that are normal on the log-odds; not estimable when a side
 *          lacks the outcome that is asked for
 * @throws RangeError on counts that are negative or not whole
 * Cost O(1). Source: Begg and Greenes 1983.
 */
export function correctForSelection(above: WorkedLeads, below: WorkedLeads): CorrectedRates {
  const counts = [above, below].flatMap(({ won, lost, unworked }) => [won, lost, unworked]);
  if (!counts.every((count) => Number.isSafeInteger(count) && count >= 0)) {
    throw new RangeError("leads are counted in whole numbers");
  }
  return {
    sensitivity: findShareOfOutcome(above, below, "won"),
    specificity: findShareOfOutcome(below, above, "lost"),
  };
}

/** P(side | outcome) by Bayes from P(outcome | side), of worked leads, and P(side), of all. */
function findShareOfOutcome(
  side: WorkedLeads,
  other: WorkedLeads,
  outcome: "won" | "lost",
): Estimable<Interval> {
  if (side[outcome] === 0 || other[outcome] === 0) {
    return notEstimable(`no worked lead on one side of the cut was ${outcome}`);
  }
  const of = (leads: WorkedLeads) => {
    const worked = leads.won + leads.lost;
    const all = worked + leads.unworked;
    const rate = leads[outcome] / worked;
    return { rate, all, variance: (1 - rate) / leads[outcome] + 1 / all };
  };
  const [a, b] = [of(side), of(other)];
  // logit P = ln(N_a r_a) − ln(N_b r_b), Var = Σ over both of (1 − r)/(r n) + 1/N
  const logit = Math.log(a.all * a.rate) - Math.log(b.all * b.rate);
  const halfWidth = Z95 * Math.sqrt(a.variance + b.variance);
  return {
    value: toShare(logit),
    low: toShare(logit - halfWidth),
    high: toShare(logit + halfWidth),
  };
}

function toShare(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}
