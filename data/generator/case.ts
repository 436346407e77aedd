import { compileScorecards, doseLead } from "../../src/scorecard/compiled.ts";
import type { Activity } from "../../src/scorecard/lead.ts";
import { scoreDoses } from "../../src/scorecard/score.ts";
import { drawNormal } from "../../src/statistics/random.ts";
import { isDrawn, type Random } from "./draw.ts";
import { drawProfile, type Profile } from "./profile.ts";
import { scorecard } from "./scorecard.ts";
import { drawEarlierActivities, drawLaterActivities } from "./stream.ts";
import { drawTimeline, EXPORTED_AT, isClosedBy, type Timeline } from "./timeline.ts";
import { TOUR_LEAD, tourActivities, tourProfile, tourTimeline } from "./tour-lead.ts";
import { DRIFT_FROM, INTERCEPTS, TRUTH, UNMEASURED_SPREAD } from "./truth.ts";

/** A lead before anybody knows how it will end. */
export interface Prospect {
  readonly leadId: string;
  readonly timeline: Timeline;
}

/** One lead with its deal, and what nobody but the generator knows of it. */
export interface Case {
  readonly leadId: string;
  readonly profile: Profile;
  readonly timeline: Timeline;
  readonly outcome: "won" | "lost" | "open";
  /** In order of time. */
  readonly activities: readonly Activity[];
  /** What the scorecard showed at the hand-over. */
  readonly shownScore: number;
  /** Doses at the hand-over, by line. */
  readonly doses: Readonly<Record<string, number>>;
  /** The log-odds from which the outcome was drawn, with what no line measures. */
  readonly trueLogOdds: number;
}

const compiled = compileScorecards({
  format: "counterweight/scorecard-set@1",
  segments: [],
  fallback: scorecard,
});

/** Leads in the order in which they were created. */
export function drawProspects(random: Random, count: number): readonly Prospect[] {
  return Array.from({ length: count }, () => drawTimeline(random))
    .toSorted((a, b) => a.createdAt - b.createdAt)
    .map((timeline, i) => {
      const leadId = `L-${String(i + 1).padStart(4, "0")}`;
      return { leadId, timeline: leadId === TOUR_LEAD ? tourTimeline : timeline };
    });
}

/** Who the lead is, what it did, and by the table of truth how its deal ended. */
export function drawCase(random: Random, { leadId, timeline }: Prospect): Case {
  const isTour = leadId === TOUR_LEAD;
  const profile = isTour ? tourProfile : drawProfile(random);
  const earlier = isTour ? tourActivities : drawEarlierActivities(random, profile, timeline);
  const { doses, shownScore } = scoreAtHandOver(profile, earlier, timeline.handedOverAt);
  const trueLogOdds =
    addUpTruth(doses, timeline.handedOverAt) + UNMEASURED_SPREAD * drawNormal(random);
  const isWon = isDrawn(random, 1 / (1 + Math.exp(-trueLogOdds)));
  const isClosed = isClosedBy(random, timeline) || isTour;
  const outcome = isClosed ? (isWon ? "won" : "lost") : "open";
  const known = { ...timeline, endsAt: isClosed ? timeline.endsAt : EXPORTED_AT };
  const later = drawLaterActivities(random, outcome, known);
  const activities = [...earlier, ...later].toSorted((a, b) => a.at - b.at);
  return { leadId, profile, timeline: known, outcome, activities, shownScore, doses, trueLogOdds };
}

function scoreAtHandOver(profile: Profile, activities: readonly Activity[], asOf: number) {
  const { seeksJob: _seeksJob, interest: _interest, ...attributes } = profile;
  const dosed = doseLead(compiled, { id: "", attributes, activities }, asOf);
  const entries = compiled.lines.map(({ line }, j) => [line.id, dosed.doses[j]!] as const);
  const { total } = scoreDoses(compiled, dosed.doses, dosed.scorecard);
  return { doses: Object.fromEntries(entries), shownScore: total };
}

/** intercept(year) + Σ logOdds × dose */
function addUpTruth(doses: Readonly<Record<string, number>>, handedOverAt: number): number {
  let logOdds = INTERCEPTS[new Date(handedOverAt).getUTCFullYear()]!;
  for (const [id, dose] of Object.entries(doses)) {
    const { logOdds: before, afterDrift = before } = TRUTH[id]!;
    logOdds += dose * (handedOverAt < DRIFT_FROM ? before : afterDrift);
  }
  return logOdds;
}
