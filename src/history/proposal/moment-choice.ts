import type { Mapping } from "../mapping.ts";

export interface MomentChoice {
  readonly asOf: Mapping["asOf"];
  readonly finding: string;
}

export interface DatedDeals {
  /** Of each closed deal, epoch milliseconds; null where unknown. */
  readonly createdAt: readonly (number | null)[];
  readonly closedAt: readonly (number | null)[];
  /** Epoch milliseconds of each deal's activities. */
  readonly activitiesAt: readonly (readonly number[])[];
}

export const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const SHORTEST_DAYS = 1;
const LONGEST_DAYS = 14;
const USUAL_DAYS = 3;

/**
 * The moment as of which leads are scored.
 *
 * `asOfDays` wins. Where most activities come after creation (a minute is allowed for clocks), a score
 * at creation would see none of them: it is put off by a quarter of the median time to decision, in
 * whole days from 1 to 14. Else it is the hand-over where the export has one, else the creation.
 *
 * @returns whole days; 3 where no deal has both dates
 * Cost O(activities + deals log deals).
 */
export function chooseMoment(
  deals: DatedDeals,
  given: {
    readonly asOfDays?: number | undefined;
    readonly handedOverAt?: string | undefined;
    readonly isDated: boolean;
  },
): MomentChoice {
  const after = (days: number, why: string): MomentChoice => ({
    asOf: { moment: "days-after-creation", days },
    finding: `Scored ${days} ${days === 1 ? "day" : "days"} after creation: ${why}. ${describeEarly(deals, days)}`,
  });
  if (given.asOfDays !== undefined) return after(given.asOfDays, "as asked");
  const share = shareAfterCreation(deals);
  if (share > 0.5) {
    const median = medianDaysToDecision(deals);
    const days = Math.min(
      LONGEST_DAYS,
      Math.max(SHORTEST_DAYS, Math.round((median ?? 4 * USUAL_DAYS) / 4)),
    );
    const quarter = median === null ? "" : `, and the median decision takes ${formatDays(median)}`;
    return after(
      days,
      `${Math.round(100 * share)} % of the activities come after creation${quarter}`,
    );
  }
  if (given.handedOverAt !== undefined)
    return {
      asOf: { moment: "handed-over" },
      finding: `Scored when handed over to sales: column ${given.handedOverAt}.`,
    };
  const finding = given.isDated
    ? "Scored at creation: what a lead did later does not count."
    : "Scored as the export has them: it has no dates, so nothing shows which values came after the decision.";
  return { asOf: { moment: "created" }, finding };
}

function describeEarly({ createdAt, closedAt }: DatedDeals, days: number): string {
  const early = createdAt.filter((created, deal) => {
    const closed = closedAt[deal] ?? null;
    return created !== null && closed !== null && closed <= created + days * DAY_MS;
  }).length;
  return `${early.toLocaleString("en-US")} of ${createdAt.length.toLocaleString("en-US")} closed deals were decided before that and are set aside.`;
}

function shareAfterCreation({ createdAt, activitiesAt }: DatedDeals): number {
  let [after, all] = [0, 0];
  activitiesAt.forEach((times, deal) => {
    const created = createdAt[deal];
    if (created === null || created === undefined) return;
    all += times.length;
    for (const at of times) if (at > created + MINUTE_MS) after++;
  });
  return all === 0 ? 0 : after / all;
}

function medianDaysToDecision({ createdAt, closedAt }: DatedDeals): number | null {
  const days = createdAt
    .map((created, deal) => {
      const closed = closedAt[deal] ?? null;
      return created === null || closed === null ? null : (closed - created) / DAY_MS;
    })
    .filter((value) => value !== null)
    .toSorted((a, b) => a - b);
  return days.length === 0 ? null : days[Math.floor(days.length / 2)]!;
}

function formatDays(days: number): string {
  return days < 1 ? `${Math.round(days * 24)} hours` : `${Math.round(days)} days`;
}
