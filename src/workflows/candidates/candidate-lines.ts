import type { Mapping } from "../../history/mapping.ts";
import { takeId } from "../../history/proposal/draft-lines.ts";
import {
  chooseTestable,
  type Discovery,
  discoverColumns,
} from "../../recommendation/candidates.ts";
import { Refusal } from "../../refusal.ts";
import type { Line } from "../../scorecard/schema.ts";
import { compareAucs } from "../../statistics/auc.ts";
import { Z95 } from "../../statistics/distributions.ts";
import { type Estimable, type Interval, isEstimated } from "../../statistics/estimate.ts";
import { estimateMean } from "../../statistics/log-loss.ts";
import { type Random, shuffle } from "../../statistics/random.ts";
import { logLossOfLogOdds } from "../../trainer/prediction.ts";
import { trimInterval } from "../calibration/arms.ts";
import type { DosedHistory } from "../calibration/dosed-history.ts";
import type { Learning } from "../calibration/learning.ts";
import type { LineFit } from "../calibration/line-fit.ts";
import type { Split } from "../calibration/splitting.ts";
import type { Progress } from "../progress.ts";
import { type AddedFit, type CandidateFits, prepareCandidateFits } from "./candidate-fit.ts";
import { type Candidate, doseLine, listCandidates, recallRows } from "./candidate-list.ts";

/** A line that the scorecard lacks and that would add to it. Each is valued as if it came alone. */
export interface CandidateLine {
  /** The attribute and its level, or the activity. */
  readonly label: string;
  readonly axis: "fit" | "engagement";
  /** Where it belongs: names of a bucket and a characteristic, of the scorecard or new ones. */
  readonly bucket: string;
  readonly characteristic: string;
  /** Deals of the whole history with a dose above 0, and how many of them were won. */
  readonly leads: number;
  readonly won: number;
  /** Effective points for a dose of 1, from the training deals. */
  readonly worth: Interval;
  /** Of the score test on the training deals, adjusted for all candidates that were tested. */
  readonly pValue: number;
  /** On the judging deals, with the line against without it. */
  readonly deltaLogLoss: Interval;
  readonly deltaAuc: Estimable<Interval & { readonly pValue: number }>;
  /** Ready to paste, with its points rounded. */
  readonly line: Line;
}

export interface CandidateLines {
  readonly tested: number;
  /** The one with the largest gain on the judging deals first. */
  readonly found: readonly CandidateLine[];
}

export interface CandidateQuestion {
  readonly dosed: DosedHistory;
  readonly split: Split;
  /** Learnt from the training rows of the split. */
  readonly trained: Learning;
  readonly mapping: Mapping;
  readonly random: Random;
  /** Training deals that candidates are tested and fitted on; of more, so many are drawn. */
  readonly mostDeals?: number;
  readonly onProgress: Progress;
}

const MOST_DEALS = 20_000;
const MOST_FOUND = 20;
/** Expected share of lines that add nothing among those that pass the test. */
const FALSE_DISCOVERIES = 0.1;

/**
 * Lines on attributes, levels and activities of the export that the scorecard lacks and that add to
 * it on deals that they were not found on.
 *
 * 1. All candidates are tested against the scorecard's lines on training deals, with false discoveries
 *    held at 10 %, and those that only go along with a surer one are passed over.
 * 2. Each of those left is fitted beside the scorecard's lines on the same deals, and stays if
 *    that lowers the log loss of the judging deals and it is worth a point.
 *
 * The gains of what stays have been looked at once, in order to let it stay: where there are many,
 * expect a little less of them.
 */
export function findCandidateLines(question: CandidateQuestion): CandidateLines {
  const { dosed, split, trained, mapping, random, onProgress } = question;
  const sample = drawSample(split.train.length, question.mostDeals ?? MOST_DEALS, random);
  const rows = sample.map((i) => split.train[i]!);
  const listed = listCandidates(dosed, rows, mapping);
  const fitted = { rows: sample, judge: split.judge };
  const fits = prepareCandidateFits(dosed, trained.fit, fitted, random);
  if (fits instanceof Refusal) return { tested: 0, found: [] };
  const testable = chooseTestable(
    fits.model.design,
    listed.map(({ doses }) => doses),
  ).map((index) => listed[index]!);
  onProgress(`testing ${testable.length} lines that the scorecard has not`);
  const { tested, found } = discoverColumns(
    fits.model,
    testable.map(({ doses }) => doses),
    { falseShare: FALSE_DISCOVERIES, most: MOST_FOUND },
  );
  if (found.length === 0) return { tested, found: [] };
  onProgress(`judging ${found.length} of them`);
  return { tested, found: judgeFound(question, fits, testable, found) };
}

/** Indices in ascending order. */
function drawSample(n: number, most: number, random: Random): Uint32Array {
  if (n <= most) return Uint32Array.from({ length: n }, (_, i) => i);
  return shuffle(n, random).slice(0, most).toSorted();
}

function judgeFound(
  { dosed, split, trained }: CandidateQuestion,
  { logOdds, fitWith }: CandidateFits,
  candidates: readonly Candidate[],
  found: readonly Discovery[],
): readonly CandidateLine[] {
  const { outcomes } = dosed.design;
  const judgeOutcomes = Uint8Array.from(split.judge, (i) => outcomes[i]!);
  const subjects = recallRows(dosed, Uint32Array.from(outcomes.keys()));
  const taken = new Set(dosed.compiled.lines.map(({ line }) => line.id));
  const judged = found.flatMap((discovery) => {
    const { label, line, place, doses: fitted } = candidates[discovery.column]!;
    const doses = doseLine(line, subjects);
    const judging = Float64Array.from(split.judge, (i) => doses[i]!);
    const width = chooseWidth(discovery, trained.fit, fitted);
    const added = fitWith({ fitted, judging, width });
    if (added instanceof Refusal) return [];
    const gain = compareLogOdds(added.logOdds, logOdds, judgeOutcomes);
    const worth = toPoints(added, trained.unit);
    const points = Math.round(worth.value / place.unit);
    if (gain === null || points === 0) return [];
    const { unit: _, ...where } = place;
    return {
      label,
      ...where,
      ...countDeals(doses, outcomes),
      worth,
      pValue: discovery.adjustedP,
      ...gain,
      line: { ...line, id: takeId(line.id, taken), points },
    };
  });
  return judged.toSorted((a, b) => a.deltaLogLoss.value - b.deltaLogLoss.value);
}

/**
 * How far the line's worth may scatter about nothing: as the scorecard's lines do about their
 * points, or as its own estimate says, √(γ̂² − Var γ̂), where that is further. That people rated their
 * lines well says nothing of a line that nobody rated.
 */
function chooseWidth(
  { estimate, standardError }: Discovery,
  { widths }: LineFit,
  doses: Float64Array,
): number {
  const having = doses.filter((dose) => dose > 0);
  const typical = having.reduce((sum, dose) => sum + dose, 0) / having.length;
  return Math.max(
    widths.width / typical,
    Math.sqrt(Math.max(0, estimate ** 2 - standardError ** 2)),
  );
}

/** Of the judging deals, paired; null where the log loss is not lower with the line. */
function compareLogOdds(added: Float64Array, without: Float64Array, outcomes: Uint8Array) {
  const loss = (z: number, i: number) => logLossOfLogOdds(z, outcomes[i]!);
  const deltaLogLoss = estimateMean(added.map((z, i) => loss(z, i) - loss(without[i]!, i)));
  if (!isEstimated(deltaLogLoss) || deltaLogLoss.value >= 0) return null;
  const deltaAuc = compareAucs(added, without, outcomes);
  return {
    deltaLogLoss: trimInterval(deltaLogLoss),
    deltaAuc: isEstimated(deltaAuc)
      ? { ...trimInterval(deltaAuc), pValue: deltaAuc.pValue }
      : deltaAuc,
  };
}

function toPoints({ coefficient, standardError }: AddedFit, unit: number): Interval {
  const halfWidth = (Z95 * standardError) / unit;
  const value = coefficient / unit;
  return { value, low: value - halfWidth, high: value + halfWidth };
}

function countDeals(doses: Float64Array, outcomes: Uint8Array) {
  let [leads, won] = [0, 0];
  doses.forEach((dose, i) => {
    if (dose === 0) return;
    leads++;
    won += outcomes[i]!;
  });
  return { leads, won };
}
