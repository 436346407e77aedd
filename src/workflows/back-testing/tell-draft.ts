import type { ThresholdFigures } from "../../recommendation/draft-figures.ts";
import type { LeadMove } from "../../recommendation/draft-moves.ts";
import { formatDate, formatNumber } from "../../report/format.ts";
import { type Estimable, type Interval, isEstimated } from "../../statistics/estimate.ts";
import { nameLeads } from "../../store/back-tests.ts";
import type { Session } from "../../store/database.ts";
import { readCapacity } from "../feedback/listening-settings.ts";
import type { JudgedDraft } from "./judged-draft.ts";

/** Where the leads a week lie from what sales can work; about: the interval holds it. */
export type Load = "above" | "about" | "below" | "not-known";

export interface ToldCapacity {
  readonly leadsPerWeek: number;
  readonly before: Load;
  readonly after: Load;
}

export interface ToldThreshold extends ThresholdFigures {
  /** Null where nobody said what sales can work. */
  readonly capacity: ToldCapacity | null;
}

export interface ToldMove extends Omit<LeadMove, "examples"> {
  /** What senders call a few of these leads. */
  readonly examples: readonly string[];
}

/** What a draft would do, as people are told it. */
export interface ToldDraft extends Pick<JudgedDraft, "basis"> {
  readonly leads: Omit<JudgedDraft["figures"]["leads"], "moves"> & {
    readonly moves: readonly ToldMove[];
  };
  readonly deals: JudgedDraft["figures"]["deals"];
  readonly thresholds: readonly ToldThreshold[];
  /** What the figures cannot tell, in words. */
  readonly cautions: readonly string[];
}

/** Adds what sales can work as it is set now, and what leads that are still there are called. */
export async function tellDraft(session: Session, judged: JudgedDraft): Promise<ToldDraft> {
  const { leads, deals, thresholds } = judged.figures;
  const capacity = await readCapacity(session);
  const names = await nameLeads(
    session,
    leads.moves.flatMap(({ examples }) => examples),
  );
  return {
    basis: judged.basis,
    leads: {
      ...leads,
      moves: leads.moves.map((move) => ({
        ...move,
        examples: move.examples.flatMap((id) => names.get(id) ?? []),
      })),
    },
    deals,
    thresholds: thresholds.map((threshold) => ({
      ...threshold,
      capacity: holdAgainst(
        Object.hasOwn(capacity, threshold.id) ? capacity[threshold.id] : undefined,
        threshold,
      ),
    })),
    cautions: listCautions(judged),
  };
}

function holdAgainst(
  leadsPerWeek: number | undefined,
  { perWeek }: ThresholdFigures,
): ToldCapacity | null {
  if (leadsPerWeek === undefined) return null;
  return {
    leadsPerWeek,
    before: placeVolume(perWeek.before, leadsPerWeek),
    after: placeVolume(perWeek.after, leadsPerWeek),
  };
}

function placeVolume(volume: Estimable<Interval>, capacity: number): Load {
  if (!isEstimated(volume)) return "not-known";
  if (volume.low > capacity) return "above";
  return volume.high < capacity ? "below" : "about";
}

function listCautions({ basis, figures }: JudgedDraft): readonly string[] {
  const { leads, deals } = figures;
  return [
    describeDeals(basis, deals),
    "Only leads that sales worked have an outcome, and sales worked mostly those that the rules of " +
      "the time liked: they are over-represented here, and of leads that only the draft would hand " +
      "over few have an outcome.",
    "Points or cuts that were learnt from these very deals look better on them than they are; the " +
      "back-test of a recommendation judges by deals that taught it nothing.",
    "A lead counts by its score now, in the week in which it was first handed over, or first known " +
      "where it never was; of what had faded since, the week is told too low, before and after alike.",
    ...(leads.counted < leads.of
      ? [
          `The figures of leads rest on a sample of ${formatNumber(leads.counted)} of ` +
            `${formatNumber(leads.of)}; leads a week are told of all, counts of the sample.`,
        ]
      : []),
  ];
}

function describeDeals(
  { deals: { of, leftOut, firstAsOf, lastAsOf } }: JudgedDraft["basis"],
  { counted, won }: JudgedDraft["figures"]["deals"],
): string {
  const out = [
    [leftOut.open, "open"],
    [leftOut.deleted, "of erased leads"],
    [leftOut["no-moment"], "without a moment"],
    [leftOut["decided-before-moment"], "decided before they were handed over"],
  ] as const;
  const left = out
    .filter(([count]) => count > 0)
    .map(([count, what]) => `${formatNumber(count)} ${what}`);
  const rest = left.length === 0 ? "" : ` Left out: ${left.join(", ")}.`;
  if (firstAsOf === null || lastAsOf === null)
    return `No closed deal can judge, so that precision, missed wins and spared leads are not known.${rest}`;
  const day = (at: number) => formatDate(new Date(at).toISOString());
  const all =
    counted < of
      ? `A sample of ${formatNumber(counted)} of ${formatNumber(of)}`
      : formatNumber(counted);
  return (
    `${all} closed deals judge, ${formatNumber(won)} of them won, each with its lead as it was known ` +
    `when it was handed over, from ${day(firstAsOf)} to ${day(lastAsOf)}.${rest}`
  );
}
