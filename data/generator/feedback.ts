import { drawNormal } from "../../src/statistics/random.ts";
import type { Case } from "./case.ts";
import { type Row, writeMoment } from "./csv.ts";
import { drawExponential, isDrawn, pick, pickEvenly, type Random, sampleOf } from "./draw.ts";
import { DAY_MS, EXPORTED_AT } from "./timeline.ts";
import { TOUR_LEAD } from "./tour-lead.ts";

const REP_COUNT = 12;
const LENIENCY_SPREAD = 0.8;
/** Pull of the score that the rep was shown, and of what the rep finds out, in log-odds. */
const ANCHORING = 0.7;
const INSIGHT = 0.7;
const LEADS_ASKED = 840;
const ASKED_TWICE = 60;

export interface Rep {
  readonly id: string;
  /** Log-odds by which this rep accepts more than others. */
  readonly leniency: number;
}

export function drawReps(random: Random): readonly Rep[] {
  return Array.from({ length: REP_COUNT }, (_, i) => ({
    id: `R-${String(i + 1).padStart(2, "0")}`,
    leniency: LENIENCY_SPREAD * drawNormal(random),
  }));
}

/** One rep's opinion of one lead, before it is written down. */
interface Asked {
  readonly one: Case;
  readonly rep: Rep;
}

/**
 * What the reps said of some leads in the days after the hand-over. A verdict hangs on the rep's
 * leniency, on the score that the rep was shown, and on what the rep finds out of the truth:
 *
 *   logit P(accepted) = leniency + anchoring · z(shown score) + insight · z(true log-odds)
 */
export function drawFeedback(
  random: Random,
  cases: readonly Case[],
  repOf: ReadonlyMap<string, Rep>,
): readonly Row[] {
  const shown = standardise(cases.map((one) => one.shownScore));
  const truth = standardise(cases.map((one) => one.trueLogOdds));
  return chooseAsked(random, cases, repOf)
    .map(({ one, rep }) => {
      const logOdds =
        rep.leniency + ANCHORING * shown(one.shownScore) + INSIGHT * truth(one.trueLogOdds);
      const isAccepted = isDrawn(random, 1 / (1 + Math.exp(-logOdds)));
      const at = one.timeline.handedOverAt + (0.1 + drawExponential(random, 3)) * DAY_MS;
      const row: Row = {
        "Lead ID": one.leadId,
        Verdict: isAccepted ? "accepted" : "rejected",
        Reason: isAccepted ? drawReasonFor(random, one) : drawReasonAgainst(random, one),
        Rep: rep.id,
        At: writeMoment(at),
      };
      return { row, at };
    })
    .filter(({ at }) => at < EXPORTED_AT)
    .toSorted((a, b) => a.at - b.at)
    .map(({ row }) => row);
}

/** The reps of some leads, and for some of these leads a second rep. */
function chooseAsked(
  random: Random,
  cases: readonly Case[],
  repOf: ReadonlyMap<string, Rep>,
): readonly Asked[] {
  const tour = cases.filter((one) => one.leadId === TOUR_LEAD);
  const others = cases.filter((one) => one.leadId !== TOUR_LEAD);
  const chosen = [...tour, ...sampleOf(random, others, LEADS_ASKED - tour.length)];
  const reps = [...new Set(repOf.values())].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const seconds = sampleOf(random, chosen, ASKED_TWICE).map((one) => {
    const others = reps.filter((rep) => rep !== repOf.get(one.leadId));
    return { one, rep: pickEvenly(random, others) };
  });
  return [...chosen.map((one) => ({ one, rep: repOf.get(one.leadId)! })), ...seconds];
}

function drawReasonFor(random: Random, { doses, profile }: Case): string | null {
  return pick<string | null>(random, [
    ["good-fit", 3],
    ["active-project", doses["demo-request"] ? 8 : 2],
    ["right-person", doses["title-director"] || doses["title-c-level"] ? 5 : 1],
    ["budget-confirmed", profile.budgetConfirmed ? 5 : 0],
    [null, 2],
  ]);
}

function drawReasonAgainst(random: Random, { doses, profile }: Case): string | null {
  return pick<string | null>(random, [
    ["not-a-buyer", doses["careers-page"] ? 9 : 1],
    ["wrong-person", profile.jobTitle === null || doses["title-staff-white-paper"] ? 4 : 1],
    ["wrong-size", (profile.employees ?? 100) < 50 ? 5 : 0.5],
    ["no-budget", profile.budgetConfirmed === false ? 4 : 1],
    ["bad-contact-data", profile.freeEmail ? 5 : 0.5],
    ["not-now", 3],
    [null, 2],
  ]);
}

function standardise(values: readonly number[]): (value: number) => number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return (value) => (value - mean) / Math.sqrt(variance);
}
