import { findLineDrift, type LineDoses } from "../../experiment/line-drift.ts";
import type { WatchFindings } from "../../report/ab/findings.ts";
import { formatNumber } from "../../report/format.ts";
import { notEstimable } from "../../statistics/estimate.ts";
import type { Baseline } from "./baseline.ts";
import type { DosedLeads, WatchMaterial } from "./watch-material.ts";

/** Hand-overs of so many days are those of late. */
export const RECENT_DAYS = 90;
/** Leads of late, and earlier ones, from which something is said. */
const LEAST_LEADS = 100;

const DAY = 86_400_000;

interface Chosen {
  readonly leads: DosedLeads;
  readonly rows: readonly number[];
}

/** Leads that are held against each other, both as they stood when they were handed over. */
export interface LineLeads {
  readonly earlier: readonly Chosen[];
  readonly later: readonly Chosen[];
}

/** Those of late are taken whether or not they have an outcome, for those that have are the quick ones. */
export function chooseLineLeads(
  { at, deals, waiting }: Pick<WatchMaterial, "at" | "deals" | "waiting">,
  { earlier }: Pick<Baseline, "earlier">,
): LineLeads {
  const since = at - RECENT_DAYS * DAY;
  const recent = (leads: DosedLeads): Chosen => ({
    leads,
    rows: [...leads.handedOver.keys()].filter((i) => leads.handedOver[i]! >= since),
  });
  return {
    earlier: [{ leads: deals, rows: [...earlier].filter((i) => deals.handedOver[i]! < since) }],
    later: [recent(deals), recent(waiting)],
  };
}

export function countLeads(chosen: readonly Chosen[]): number {
  return chosen.reduce((sum, { rows }) => sum + rows.length, 0);
}

/** How far the doses of each line have moved, among the leads that its scorecard applies to. */
export function measureLines(material: WatchMaterial, baseline: Baseline): WatchFindings["lines"] {
  const { lines } = material;
  const { earlier, later } = chooseLineLeads(material, baseline);
  const [before, now] = [countLeads(earlier), countLeads(later)];
  if (Math.min(before, now) < LEAST_LEADS) {
    const stability = notEstimable(
      `${formatNumber(now)} leads were handed over in the last ${RECENT_DAYS} days, and ${formatNumber(before)} of the earlier deals before: at least ${LEAST_LEADS} of each are needed`,
    );
    return lines.map(({ key, label }) => ({
      id: key,
      label,
      stability,
      qValue: null,
      state: "not-yet-known",
    }));
  }
  const doses = lines.map(({ key, scorecard }, j): LineDoses => {
    const take = (chosen: readonly Chosen[]) =>
      Float64Array.from(
        chosen.flatMap(({ leads, rows }) =>
          rows
            .filter((i) => leads.scorecards[i] === scorecard)
            .map((i) => leads.doses[i * lines.length + j]!),
        ),
      );
    return { id: key, earlier: take(earlier), later: take(later) };
  });
  return findLineDrift(doses).map((drift, j) => ({ ...drift, label: lines[j]!.label }));
}
