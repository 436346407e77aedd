import { formatCount, formatNumber } from "../../report/format.ts";
import { compileScorecards, doseLead } from "../../scorecard/compiled.ts";
import type { ScorecardSet } from "../../scorecard/schema.ts";
import { sumScore } from "../../scorecard/score.ts";
import type { Random } from "../../statistics/random.ts";
import type { StoredDeal } from "../../store/history.ts";
import type { ServedLead, TriagedLead } from "../../store/served-leads.ts";
import type { ComparedLeads } from "./compared-leads.ts";
import { countPerWeek } from "./pace.ts";
import {
  calibratePoints,
  type PointsAndOutcomes,
  type PointsCalibration,
} from "./rules-probabilities.ts";
import { toLevel } from "./segments.ts";

/** All that is kept of leads that were handed over. */
export interface Served {
  readonly leads: readonly ServedLead[];
  /** Names of the attributes that the leads tell. */
  readonly attributes: readonly string[];
  readonly triaged: readonly TriagedLead[];
  /** Leads that were handed over and erased since. */
  readonly erased: number;
  /** The set that most of the leads were scored by; null where there are none. */
  readonly scoredBy: ScorecardSet | null;
  /** Deals that closed before the first of the leads was handed over. */
  readonly earlier: readonly StoredDeal[];
}

export interface GatheredLeads {
  readonly compared: ComparedLeads;
  readonly calibration: PointsCalibration;
}

/** A lead that both arms scored and that has an outcome. */
type Judged<T extends ServedLead | TriagedLead> = T & {
  readonly probability: number;
  readonly outcome: "won" | "lost";
};

function isJudged<T extends ServedLead | TriagedLead>(lead: T): lead is Judged<T> {
  return lead.probability !== null && lead.outcome !== null;
}

/** Fewest leads of each outcome with which served leads are compared unasked. */
export const LEAST_SERVED = 30;

/** Whether both outcomes are common enough among the leads that can be judged. */
export function isEnough(leads: readonly ServedLead[]): boolean {
  const { won, lost } = countOutcomes(leads);
  return Math.min(won, lost) >= LEAST_SERVED;
}

/** How many of each outcome are among the leads that can be judged. */
export function countOutcomes(leads: readonly ServedLead[]): { won: number; lost: number } {
  const judged = leads.filter(isJudged);
  const won = judged.filter(({ outcome }) => outcome === "won").length;
  return { won, lost: judged.length - won };
}

/** Leads by the scores that stood when they were handed over, by the outcomes that came later. */
export function gatherServed(served: Served, random: Random): GatheredLeads {
  const leads = served.leads.filter(isJudged);
  const points = Float64Array.from(leads, (lead) => lead.points);
  const probabilities = Float64Array.from(leads, ({ probability }) => probability);
  const outcomes = toOutcomes(leads);
  const calibration = calibratePoints({ points, outcomes }, scoreEarlier(served), random);
  const names = nameScorecards(served.scoredBy);
  return {
    calibration,
    compared: {
      kind: "served",
      leads: {
        rules: { scores: points, probabilities: calibration.probabilities },
        model: { scores: probabilities, probabilities },
        outcomes,
      },
      ...listOwned(leads),
      times: Float64Array.from(leads, ({ at }) => at),
      scorecards: leads.map(({ scorecard }) => scorecard && (names.get(scorecard) ?? scorecard)),
      attributes: served.attributes.map((name, k) => ({
        name,
        values: leads.map(({ attributes }) => toLevel(attributes[k])),
      })),
      waiting: served.leads.filter(({ outcome }) => outcome === null).length,
      perWeek: countPerWeek(Float64Array.from(served.leads, ({ at }) => at)),
      notes: [...noteServed(served, leads), calibration.note],
    },
  };
}

/** Ids of leads, and what they may go together by. */
export function listOwned(
  leads: readonly Pick<ServedLead, "lead" | "account" | "owner">[],
): Pick<ComparedLeads, "ids" | "accounts" | "reps"> {
  return {
    ids: leads.map(({ lead }) => lead),
    accounts: leads.map(({ account }) => account),
    reps: leads.map(({ owner }) => owner),
  };
}

/** 1 where a lead was won. */
export function toOutcomes(leads: readonly Pick<ServedLead, "outcome">[]): Uint8Array {
  return Uint8Array.from(leads, ({ outcome }) => (outcome === "won" ? 1 : 0));
}

function scoreEarlier({ earlier, scoredBy }: Served): PointsAndOutcomes {
  if (scoredBy === null) return { points: new Float64Array(0), outcomes: new Uint8Array(0) };
  const compiled = compileScorecards(scoredBy);
  const points = Float64Array.from(earlier, ({ leadId, attributes, activities, asOf }) => {
    const { doses, scorecard } = doseLead(compiled, { id: leadId, attributes, activities }, asOf);
    return sumScore(compiled, doses, scorecard).total;
  });
  return { points, outcomes: toOutcomes(earlier) };
}

function nameScorecards(set: ScorecardSet | null): ReadonlyMap<string, string> {
  const cards =
    set === null ? [] : [...set.segments.map(({ scorecard }) => scorecard), set.fallback];
  return new Map(cards.map(({ id, name }) => [id, name]));
}

/** Share of the leads from which on those without an outcome may change the picture. */
const MANY_WAITING = 0.1;

function noteServed({ leads, erased }: Served, judged: readonly ServedLead[]): readonly string[] {
  const unscored = leads.filter(({ probability }) => probability === null).length;
  const waiting = leads.filter(({ outcome }) => outcome === null).length;
  const versions = new Set(judged.map(({ scorecardVersionId }) => scorecardVersionId)).size;
  const models = new Set(judged.flatMap(({ modelVersionId }) => modelVersionId ?? [])).size;
  return [
    "Scores are those that stood when each lead was handed over, before anybody could know its outcome.",
    ...(waiting > MANY_WAITING * leads.length
      ? [
          `${formatCount(waiting, "lead")} of ${formatNumber(leads.length)} wait for an outcome. Those that ended soon may be unlike those that take long.`,
        ]
      : []),
    ...(versions > 1
      ? [
          `${versions} versions of the scorecard gave the points; they are compared as if all were on one scale.`,
        ]
      : []),
    ...(models > 1
      ? [
          `${models} versions of the model gave the probabilities; they are judged as one, as they were served.`,
        ]
      : []),
    ...(unscored > 0
      ? [`${formatCount(unscored, "lead")} left out: no model was live when they were handed over.`]
      : []),
    ...(erased > 0
      ? [`${formatCount(erased, "hand-over")} left out: the lead was erased since.`]
      : []),
  ];
}
