import type { CompiledScorecards, DosedLead } from "../scorecard/compiled.ts";
import { type Estimable, type Interval, isEstimated } from "../statistics/estimate.ts";
import { estimateProportion, type Proportion } from "../statistics/proportion.ts";
import { adjustAcceptance } from "./adjusted-acceptance.ts";
import { findCrossings } from "./decisive-lines.ts";
import type { HeardLead } from "./heard-lead.ts";
import { estimateLeniency, type Leniency } from "./leniency.ts";

/** What sales said of some leads. */
export interface Said {
  /** Pieces of feedback, and the known reps who gave them. */
  readonly heard: number;
  readonly reps: number;
  /** Share rejected, with Wilson's interval. */
  readonly rejected: Estimable<Proportion>;
  /** Share that the middle rep would have rejected. */
  readonly adjusted: Estimable<Interval>;
  /**
   * Log-odds of rejection above that of other leads with the same score and rep; null where there
   * are no others or no estimate.
   */
  readonly overOthers: Interval | null;
  /** Why, the commonest first. */
  readonly reasons: readonly { readonly reason: string; readonly rejected: number }[];
}

export interface SalesSays {
  readonly all: Said;
  readonly leniency: Estimable<Leniency>;
  /** Leads with a dose on the line; one entry a line. */
  readonly lines: readonly (Said & { readonly key: string })[];
  /** Leads under each scorecard. */
  readonly segments: readonly (Said & { readonly scorecard: string })[];
  /** Leads that reach the threshold of that id. */
  readonly thresholds: readonly (Said & { readonly threshold: string })[];
  /** Leads that reach the threshold on that line alone; where there are any. */
  readonly crossings: readonly (Said & { readonly threshold: string; readonly key: string })[];
  /** Of all feedback, the share rejected for the reason; the commonest first. */
  readonly reasons: readonly {
    readonly reason: string;
    readonly reps: number;
    readonly share: Estimable<Proportion>;
  }[];
}

/**
 * What sales says, per line, reason, segment and threshold, and of what crossed a threshold on one
 * line alone (`findCrossings`): as counted, and as the middle rep would have said it.
 *
 * @param heard feedback on any leads
 * @param dosed for each piece of feedback its lead, as it was known then
 * @throws RangeError on unequal lengths
 * Cost O(n × lines with a dose × lines), and a fit of O(n) steps a group.
 */
export function hearSales(
  compiled: CompiledScorecards,
  heard: readonly HeardLead[],
  dosed: readonly DosedLead[],
): SalesSays {
  if (heard.length !== dosed.length) throw new RangeError("feedback and doses differ in length");
  const leniency = estimateLeniency({
    accepted: Uint8Array.from(heard, ({ accepted }) => Number(accepted)),
    reps: heard.map(({ rep }) => rep),
    predictor: Float64Array.from(heard, ({ score }) => score),
  });
  const sum = (belongs: (row: number) => boolean) => summarise(heard, leniency, belongs);
  const crossings = dosed.map((lead) => findCrossings(compiled, lead));
  const cards = compiled.scorecards.map(({ scorecard }) => scorecard);
  const thresholds = [...new Set(cards.flatMap((card) => card.thresholds.map(({ id }) => id)))];
  return {
    all: sum(() => true),
    leniency,
    lines: compiled.lines.map(({ key }, j) => ({ key, ...sum((i) => dosed[i]!.doses[j]! > 0) })),
    segments: cards.map(({ id }, k) => ({
      scorecard: id,
      ...sum((i) => dosed[i]!.scorecard === k),
    })),
    thresholds: thresholds.map((threshold) => ({
      threshold,
      ...sum((i) => crossings[i]!.some((crossing) => crossing.threshold === threshold)),
    })),
    crossings: thresholds.flatMap((threshold) =>
      compiled.lines.flatMap(({ key }, j) => {
        const crosses = (i: number) =>
          crossings[i]!.some((one) => one.threshold === threshold && one.decisive.includes(j));
        return heard.some((_, i) => crosses(i)) ? [{ threshold, key, ...sum(crosses) }] : [];
      }),
    ),
    reasons: countReasons(heard).map(({ reason, rejected }) => ({
      reason,
      reps: countReps(heard.filter((lead) => !lead.accepted && lead.reason === reason)),
      share: estimateProportion(rejected, heard.length),
    })),
  };
}

function summarise(
  heard: readonly HeardLead[],
  leniency: Estimable<Leniency>,
  belongs: (row: number) => boolean,
): Said {
  const has = Uint8Array.from(heard, (_, i) => Number(belongs(i)));
  const group = heard.filter((_, i) => has[i] === 1);
  const rejected = group.filter(({ accepted }) => !accepted);
  const adjusted = isEstimated(leniency) ? adjustAcceptance(leniency, has) : leniency;
  const estimated = isEstimated(adjusted);
  const turned = estimated ? adjusted.overOthers : null;
  return {
    heard: group.length,
    reps: countReps(group),
    rejected: estimateProportion(rejected.length, group.length),
    adjusted: estimated ? turn(adjusted.accepted, 1) : adjusted,
    overOthers: turned === null ? null : turn(turned, 0),
    reasons: countReasons(group),
  };
}

/** An interval of acceptance as one of rejection: total less it. */
function turn({ value, low, high }: Interval, total: number): Interval {
  return { value: total - value, low: total - high, high: total - low };
}

function countReps(heard: readonly HeardLead[]): number {
  return new Set(heard.map(({ rep }) => rep).filter((rep) => rep !== null)).size;
}

function countReasons(heard: readonly HeardLead[]): Said["reasons"] {
  const counts = new Map<string, number>();
  for (const { accepted, reason } of heard)
    if (!accepted && reason !== null) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts]
    .map(([reason, rejected]) => ({ reason, rejected }))
    .toSorted((a, b) => b.rejected - a.rejected || (a.reason < b.reason ? -1 : 1));
}
