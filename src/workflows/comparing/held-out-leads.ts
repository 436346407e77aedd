import type { Deal, FeedbackEntry, History, SetAside } from "../../history/history.ts";
import { Refusal } from "../../refusal.ts";
import { formatCount, formatDate, formatNumber } from "../../report/format.ts";
import { nameSetAside } from "../../report/words.ts";
import { compileScorecards } from "../../scorecard/compiled.ts";
import type { ScorecardSet } from "../../scorecard/schema.ts";
import { type Estimable, notEstimable } from "../../statistics/estimate.ts";
import { takeRows, takeValues } from "../../trainer/design-matrix.ts";
import { predictLogOdds, toProbabilities } from "../../trainer/prediction.ts";
import { type DosedHistory, doseHistory, scoreHistory } from "../calibration/dosed-history.ts";
import { hearBefore } from "../calibration/feedback-share.ts";
import { hearFeedback } from "../calibration/heard-feedback.ts";
import { calibrateScores } from "../calibration/judging.ts";
import { type Split, splitHistory } from "../calibration/splitting.ts";
import { teach } from "../calibration/teaching.ts";
import type { Progress } from "../progress.ts";
import type { ComparedLeads } from "./compared-leads.ts";
import { countPerWeek } from "./pace.ts";
import { listSegmentAttributes, toLevel } from "./segments.ts";

/** Closed deals, and what sales said of their leads. */
export interface Stored {
  readonly history: History;
  readonly feedback: readonly FeedbackEntry[] | null;
}

interface HoldingOut {
  /** Points were taken from deals until then, which cannot judge them; null: they never were. */
  readonly taughtUntil: number | null;
  readonly seed: number;
  readonly onProgress: Progress;
}

/** Fewest deals of each outcome of which some can be held out. */
const LEAST_PER_OUTCOME = 20;

const NONE_LATER = notEstimable(
  "All deals of the stored history count as of one moment, so none is later than those that would teach.",
);

/** Later deals of the history, scored by the rules and by a model that only the earlier ones taught. */
export function holdOutLeads(
  set: ScorecardSet,
  { history, feedback }: Stored,
  { taughtUntil, seed, onProgress }: HoldingOut,
): Estimable<ComparedLeads> {
  const tooFew = explainTooFew(history);
  if (tooFew !== null) return notEstimable(tooFew);
  onProgress(`dosing ${history.deals.length} deals`);
  const dosed = doseHistory(compileScorecards(set), history, onProgress);
  const split = judgeUntaught(splitHistory(dosed, seed), dosed.deals, taughtUntil);
  const tooFewJudge = explainTaught(split, dosed.deals, taughtUntil);
  if (tooFewJudge !== null) return notEstimable(tooFewJudge);
  if (split.judge.length === 0) return NONE_LATER;
  const heard = feedback && hearBefore(hearFeedback(dosed, feedback), split);
  onProgress(`fitting on ${split.train.length} deals`);
  const taught = teach(dosed, split.train, { seed, onProgress, heard });
  if (taught instanceof Refusal) return notEstimable(taught.message);
  const points = scoreHistory(dosed).total;
  const ofRules = calibrateScores(points, dosed.design, split);
  if (ofRules === null)
    return notEstimable("All earlier deals ended alike, so they teach nothing.");
  const design = takeRows(dosed.design, split.judge);
  const ofModel = toProbabilities(predictLogOdds(design, taught.learning.fit));
  return {
    ...describe(dosed, set, split, taughtUntil),
    leads: {
      rules: { scores: takeValues(points, split.judge), probabilities: ofRules },
      model: { scores: ofModel, probabilities: ofModel },
      outcomes: design.outcomes,
    },
  };
}

/** Without judging deals that may have taught the points. */
function judgeUntaught(split: Split, deals: readonly Deal[], taughtUntil: number | null): Split {
  if (taughtUntil === null) return split;
  const judge = split.judge.filter((row) => (deals[row]!.closedAt ?? 0) > taughtUntil);
  return { ...split, judge };
}

function explainTaught(
  { judge }: Split,
  deals: readonly Deal[],
  taughtUntil: number | null,
): string | null {
  if (taughtUntil === null) return null;
  const won = judge.filter((row) => deals[row]!.outcome === "won").length;
  const lost = judge.length - won;
  if (Math.min(won, lost) >= LEAST_PER_OUTCOME) return null;
  return (
    `Points of the live rules were taken from the stored deals on ${sayDay(taughtUntil)}, and deals cannot ` +
    `judge what they taught; since then ${formatNumber(won)} won and ${formatCount(lost, "lost deal")} have ` +
    `closed: ${LEAST_PER_OUTCOME} of each are needed.`
  );
}

function sayDay(time: number): string {
  return formatDate(new Date(time).toISOString());
}

function explainTooFew({ deals, setAside }: History): string | null {
  const won = deals.filter(({ outcome }) => outcome === "won").length;
  const lost = deals.length - won;
  if (Math.min(won, lost) >= LEAST_PER_OUTCOME) return null;
  return (
    `The stored history has ${won} won and ${formatCount(lost, "lost deal")}, too few to hold some out: ` +
    `${LEAST_PER_OUTCOME} of each are needed${setAside.map(sayAside).join("")}.`
  );
}

function sayAside({ deals, reason }: SetAside): string {
  return `; ${formatCount(deals, "deal")} set aside, ${nameSetAside(reason)}`;
}

function describe(
  dosed: DosedHistory,
  set: ScorecardSet,
  split: Split,
  taughtUntil: number | null,
): Omit<ComparedLeads, "leads"> {
  const deals = Array.from(split.judge, (row) => dosed.deals[row]!);
  const times = dosed.dated ? takeValues(dosed.times, split.judge) : null;
  const { scorecards } = dosed.compiled;
  return {
    kind: "held-out",
    ids: deals.map(({ lead }) => lead.id),
    times,
    accounts: deals.map(({ account }) => account),
    reps: deals.map(({ rep }) => rep),
    scorecards: Array.from(
      split.judge,
      (row) => scorecards[dosed.scorecardOf[row]!]!.scorecard.name,
    ),
    attributes: listSegmentAttributes(set).map((name) => ({
      name,
      values: deals.map(({ lead }) => toLevel(lead.attributes[name])),
    })),
    waiting: 0,
    perWeek: countPerWeek(times),
    notes: noteSplit(split, taughtUntil),
  };
}

function noteSplit(
  { kind, train, judge, cutoff }: Split,
  taughtUntil: number | null,
): readonly string[] {
  const which =
    kind === "time" && cutoff !== null && Number.isFinite(cutoff)
      ? `the ${formatCount(judge.length, "deal")} from ${sayDay(cutoff)} on`
      : `${formatCount(judge.length, "deal")} drawn at random`;
  return [
    `Judged are ${which}. The rules are the live ones; the model is made as the live one is, but only ` +
      `${formatCount(train.length, "earlier deal")} taught it, so that no deal judges what it taught.`,
    ...(taughtUntil === null
      ? []
      : [
          `Deals that closed until ${sayDay(taughtUntil)} are left out: points of the live rules were taken from such deals.`,
        ]),
    "Only leads that sales worked to an end are in the history, so the figures speak of such leads.",
  ];
}
