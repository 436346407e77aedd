import type { HeardLead } from "../../feedback/heard-lead.ts";
import { estimateLeniency, type Leniency } from "../../feedback/leniency.ts";
import type { Deal, FeedbackEntry } from "../../history/history.ts";
import { doseLead } from "../../scorecard/compiled.ts";
import { sumScore } from "../../scorecard/score.ts";
import { type Estimable, isEstimated } from "../../statistics/estimate.ts";
import { type Design, takeRows, takeValues } from "../../trainer/design-matrix.ts";
import { type DosedHistory, dosesOf } from "./dosed-history.ts";

/** Feedback turned into doses: one row a word that counts, in the columns of the deals. */
export interface HeardFeedback {
  readonly heard: readonly HeardLead[];
  /** Outcomes 1 = accepted. */
  readonly design: Design;
  /** Row of the lead's deal in the history; −1 where it has none. */
  readonly dealOf: Int32Array;
  /** Epoch milliseconds; Infinity where that is not known. */
  readonly times: Float64Array;
  /** Score in points that each lead had then, shown or not. */
  readonly scores: Float64Array;
}

/**
 * The last word of each rep on each lead, given before its deal closed. Leads of closed deals are
 * dosed as of their deal's moment, all others as they were known when the word was given; of leads
 * that nothing is known of no word counts.
 */
export function hearFeedback(
  dosed: DosedHistory,
  entries: readonly FeedbackEntry[],
): HeardFeedback {
  const dealsOf = findDeals(dosed.deals);
  const known = entries.toSorted(byMoment).flatMap((entry): Word[] => {
    const row = chooseDeal(dosed.deals, dealsOf.get(entry.leadId) ?? [], entry);
    if (row === null) return entry.lead ? [{ entry, row: -1 }] : [];
    return isTooLate(dosed.deals[row]!, entry) ? [] : [{ entry, row }];
  });
  return describeWords(dosed, keepLast(known));
}

/** By time, then by lead and rep, so that nothing hangs on the order in which words came in. */
function byMoment(a: FeedbackEntry, b: FeedbackEntry): number {
  const nameOf = ({ leadId, rep, accepted }: FeedbackEntry) =>
    JSON.stringify([leadId, rep, accepted]);
  const [one, other] = [a.at ?? Infinity, b.at ?? Infinity];
  if (one !== other) return one < other ? -1 : 1;
  const [first, second] = [nameOf(a), nameOf(b)];
  return first < second ? -1 : Number(first > second);
}

/** Rows of each lead's deals, in their order. */
function findDeals(deals: readonly Deal[]): ReadonlyMap<string, readonly number[]> {
  const rows = new Map<string, number[]>();
  deals.forEach(({ lead }, row) => {
    const known = rows.get(lead.id);
    if (known === undefined) rows.set(lead.id, [row]);
    else known.push(row);
  });
  return rows;
}

interface Word {
  readonly entry: FeedbackEntry;
  /** Row of its deal; −1 where it has none. */
  readonly row: number;
}

/** The latest deal that was there when the word was given, else the first. */
function chooseDeal(
  deals: readonly Deal[],
  rows: readonly number[],
  { at }: FeedbackEntry,
): number | null {
  return rows.findLast((row) => at === null || deals[row]!.asOf <= at) ?? rows[0] ?? null;
}

/** Whoever speaks when the deal has closed may know how it ended. */
function isTooLate({ closedAt }: Deal, { at }: FeedbackEntry): boolean {
  return closedAt !== null && at !== null && at > closedAt;
}

function keepLast(words: readonly Word[]): readonly Word[] {
  const last = new Map<string, Word>();
  words.forEach((word, k) => {
    const { leadId, rep, at } = word.entry;
    const key = JSON.stringify(rep === null ? [k] : [leadId, rep]);
    const before = last.get(key);
    if (before === undefined || (at ?? 0) >= (before.entry.at ?? 0)) last.set(key, word);
  });
  return [...last.values()];
}

function describeWords(dosed: DosedHistory, words: readonly Word[]): HeardFeedback {
  const { compiled, deals, design, lines, segments } = dosed;
  const { columns } = design;
  const values = new Float64Array(words.length * columns);
  const scores = new Float64Array(words.length);
  const heard = words.map(({ entry, row }, i): HeardLead => {
    const { leadId, rep, accepted, rating, reason, at } = entry;
    const { doses, scorecard } =
      row < 0
        ? doseLead(compiled, entry.lead!, at!)
        : { doses: dosesOf(dosed, row), scorecard: dosed.scorecardOf[row]! };
    values.set(doses, i * columns);
    if (scorecard < segments) values[i * columns + lines + scorecard] = 1;
    const score = entry.shownScore ?? sumScore(compiled, doses, scorecard).total;
    scores[i] = score;
    const won = row < 0 ? null : deals[row]!.outcome === "won";
    const sawScore = entry.sawScore ?? null;
    return { leadId, rep, accepted, rating, reason, at, sawScore, score, modelLogOdds: null, won };
  });
  const outcomes = Uint8Array.from(heard, ({ accepted }) => Number(accepted));
  return {
    heard,
    design: { rows: words.length, columns, values, outcomes },
    dealOf: Int32Array.from(words, ({ row }) => row),
    times: Float64Array.from(heard, ({ at }) => at ?? Number.POSITIVE_INFINITY),
    scores,
  };
}

/** Some of the words, in their order. */
export function takeHeard(
  { heard, design, dealOf, times, scores }: HeardFeedback,
  rows: Uint32Array,
): HeardFeedback {
  return {
    heard: Array.from(rows, (row) => heard[row]!),
    design: takeRows(design, rows),
    dealOf: Int32Array.from(rows, (row) => dealOf[row]!),
    times: takeValues(times, rows),
    scores: takeValues(scores, rows),
  };
}

/** How readily each rep accepts, beside a score or log-odds of each lead. */
export function measureLeniency(
  { heard, design }: HeardFeedback,
  predictor: Float64Array,
): Estimable<Leniency> {
  const reps = heard.map(({ rep }) => rep);
  return estimateLeniency({ accepted: design.outcomes, reps, predictor });
}

/** The words with what each rep's leniency adds to their log-odds as their offset. */
export function allowForReps(design: Design, leniency: Estimable<Leniency>): Design {
  return isEstimated(leniency) ? { ...design, offset: leniency.offsets } : design;
}
