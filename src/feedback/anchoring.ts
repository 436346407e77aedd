import { estimateKappa } from "../statistics/agreement.ts";
import {
  type Estimable,
  type Interval,
  isEstimated,
  notEstimable,
} from "../statistics/estimate.ts";
import type { Random } from "../statistics/random.ts";
import { bootstrap, percentileInterval } from "../statistics/resampling.ts";
import { type HeardLead, nameSight, type Sight, sights } from "./heard-lead.ts";
import { trimKappa } from "./threshold-agreement.ts";
import { rankLeads, tabulateTop } from "./top-share.ts";

/** Feedback against the score beside feedback against the outcome, each as Cohen's kappa. */
export interface SightAgreement {
  readonly sight: Sight;
  readonly heard: number;
  readonly accepted: number;
  /** Accepted with being among as many leads by score as were accepted. */
  readonly withScore: Estimable<Interval>;
  /** The same by the model's log-odds, on the feedback that has them. */
  readonly withModel: Estimable<Interval>;
  /** Feedback on leads whose deal is closed. */
  readonly closed: number;
  /** Accepted with won. */
  readonly withOutcome: Estimable<Interval>;
  /** With score less with outcome, both on the closed ones; above 0: it follows the score. */
  readonly scoreOverOutcome: Estimable<Interval>;
}

/** `follows-score` is no proof: the score may be right, and one outcome says less than it. */
export const anchorings = ["anchored", "follows-score", "not-seen", "not-known"] as const;

export interface Anchoring {
  readonly bySight: readonly SightAgreement[];
  /** Kappa with the score of visible less that of blind feedback: what seeing the score does. */
  readonly visibleOverBlind: Estimable<Interval>;
  /** By visible over blind where there is both, else by score over outcome of what is not blind. */
  readonly verdict: (typeof anchorings)[number];
}

const REPLICATES = 400;
/** As many as an interval needs. */
const FEWEST_DRAWS = 40;

/**
 * Whether sales echoes the score that it is shown. The score is cut so that it takes as many leads as
 * sales accepted, which makes its kappa one of two equally generous judges. Only the difference of
 * visible and blind feedback, blind by chance, shows what the showing does.
 *
 * @param random uniform draws from [0, 1), for the intervals of differences, which resample leads
 * @returns one entry a sight, in the order of `sights`; kappas' own intervals take pieces of feedback
 *          as independent
 * @throws RangeError on NaN scores or log-odds
 * Cost O(replicates × n).
 */
export function measureAnchoring(
  heard: readonly HeardLead[],
  random: Random,
  replicates = REPLICATES,
): Anchoring {
  const of = (sight: Sight) => heard.filter((lead) => nameSight(lead) === sight);
  const bySight = sights.map((sight) => describeSight(sight, of(sight), random, replicates));
  const draw = (sight: Sight) => drawKappas(of(sight), random, replicates, kappaWithScore);
  const visibleOverBlind = subtract(draw("visible"), draw("blind"));
  return { bySight, visibleOverBlind, verdict: nameAnchoring(visibleOverBlind, bySight) };
}

function describeSight(
  sight: Sight,
  heard: readonly HeardLead[],
  random: Random,
  replicates: number,
): SightAgreement {
  const closed = heard.filter(({ won }) => won !== null);
  const modelled = heard.filter(({ modelLogOdds }) => modelLogOdds !== null);
  const overOutcome = drawKappas(closed, random, replicates, (leads) => {
    const withScore = kappaWithScore(leads);
    const withOutcome = kappaWithOutcome(leads);
    return (counts) => withScore(counts) - withOutcome(counts);
  });
  return {
    sight,
    heard: heard.length,
    accepted: heard.filter(({ accepted }) => accepted).length,
    withScore: trimKappa(tabulateScore(heard, ({ score }) => score)),
    withModel: trimKappa(tabulateScore(modelled, ({ modelLogOdds }) => modelLogOdds!)),
    closed: closed.length,
    withOutcome: trimKappa(tabulateOutcome(closed)()),
    scoreOverOutcome: isEstimated(overOutcome)
      ? percentileInterval(overOutcome.draws, overOutcome.value)
      : overOutcome,
  };
}

/** Counts say how often each piece of feedback is there; once each without them. */
type CountedKappa = (counts?: Uint32Array) => number;

interface Draws {
  readonly value: number;
  readonly draws: Float64Array;
}

/** A statistic of feedback, and of resamples by lead; not estimable where half of these have none. */
function drawKappas(
  heard: readonly HeardLead[],
  random: Random,
  replicates: number,
  statistic: (heard: readonly HeardLead[]) => CountedKappa,
): Estimable<Draws> {
  if (heard.length === 0) return notEstimable("no such feedback");
  const kappaOf = statistic(heard);
  const value = kappaOf();
  if (Number.isNaN(value)) return notEstimable("all of it is in one category");
  const { leadOf, leads } = numberLeads(heard);
  const counts = new Uint32Array(heard.length);
  const ofLead = new Uint32Array(leads);
  const draws = bootstrap(leads, replicates, random, (drawn) => {
    ofLead.fill(0);
    for (const lead of drawn) ofLead[lead]!++;
    leadOf.forEach((lead, i) => {
      counts[i] = ofLead[lead]!;
    });
    return kappaOf(counts);
  }).filter((draw) => !Number.isNaN(draw));
  if (draws.length < Math.max(replicates / 2, FEWEST_DRAWS))
    return notEstimable("hardly any of it differs");
  return { value, draws };
}

/** First less second of separate leads: draws pair off as they come. */
function subtract(first: Estimable<Draws>, second: Estimable<Draws>): Estimable<Interval> {
  if (!isEstimated(first)) return first;
  if (!isEstimated(second)) return second;
  const pairs = Math.min(first.draws.length, second.draws.length);
  const draws = first.draws.slice(0, pairs).map((draw, k) => draw - second.draws[k]!);
  return percentileInterval(draws, first.value - second.value);
}

function kappaWithScore(heard: readonly HeardLead[]): CountedKappa {
  const ranking = rankLeads(Float64Array.from(heard, ({ score }) => score));
  const accepted = heard.map((lead) => Number(lead.accepted));
  return (counts = new Uint32Array(heard.length).fill(1)) => {
    const take = accepted.reduce((sum, one, i) => sum + one * counts[i]!, 0);
    return kappaOf(tabulateTop(ranking, counts, take, accepted));
  };
}

function kappaWithOutcome(heard: readonly HeardLead[]): CountedKappa {
  const tabulate = tabulateOutcome(heard);
  return (counts) => kappaOf(tabulate(counts));
}

function tabulateOutcome(heard: readonly HeardLead[]) {
  return (counts?: Uint32Array): number[][] => {
    const table = [
      [0, 0],
      [0, 0],
    ];
    heard.forEach(({ accepted, won }, i) => {
      table[accepted ? 1 : 0]![won ? 1 : 0]! += counts?.[i] ?? 1;
    });
    return table;
  };
}

function tabulateScore(heard: readonly HeardLead[], scoreOf: (lead: HeardLead) => number) {
  const accepted = heard.map((lead) => Number(lead.accepted));
  const take = accepted.reduce((sum, one) => sum + one, 0);
  const ranking = rankLeads(Float64Array.from(heard, scoreOf));
  return tabulateTop(
    ranking,
    heard.map(() => 1),
    take,
    accepted,
  );
}

function kappaOf(table: readonly (readonly number[])[]): number {
  const kappa = estimateKappa(table);
  return isEstimated(kappa) ? kappa.value : Number.NaN;
}

function numberLeads(heard: readonly HeardLead[]) {
  const numbers = new Map<string, number>();
  const leadOf = Uint32Array.from(heard, ({ leadId }) => {
    const known = numbers.get(leadId) ?? numbers.size;
    numbers.set(leadId, known);
    return known;
  });
  return { leadOf, leads: numbers.size };
}

function nameAnchoring(
  visibleOverBlind: Estimable<Interval>,
  bySight: readonly SightAgreement[],
): Anchoring["verdict"] {
  if (isEstimated(visibleOverBlind)) return visibleOverBlind.low > 0 ? "anchored" : "not-seen";
  const overOutcome = bySight
    .filter(({ sight }) => sight !== "blind")
    .map(({ scoreOverOutcome }) => scoreOverOutcome)
    .find(isEstimated);
  if (overOutcome === undefined) return "not-known";
  return overOutcome.low > 0 ? "follows-score" : "not-seen";
}
