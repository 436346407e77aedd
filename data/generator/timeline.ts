import { drawExponential, drawLogNormal, isDrawn, type Random } from "./draw.ts";

/** Times are epoch milliseconds, whole minutes. */
export interface Timeline {
  readonly createdAt: number;
  readonly handedOverAt: number;
  /** The close date, or the last moment of the export where the deal is open. */
  readonly endsAt: number;
}

export const DAY_MS = 86_400_000;
export const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const SATURDAY = 6;
const FIRST_HAND_OVER = Date.UTC(2023, 0, 9);
const LAST_HAND_OVER = Date.UTC(2025, 11, 19);
/** No export knows what comes after it. */
export const EXPORTED_AT = Date.UTC(2025, 11, 31, 18);

/** When a lead was created, handed over and closed; `endsAt` may lie beyond the export. */
export function drawTimeline(random: Random): Timeline {
  // Hand-overs grow more frequent by about a third from the first year to the third.
  const share = random() ** 0.85;
  const day = Math.floor((FIRST_HAND_OVER + share * (LAST_HAND_OVER - FIRST_HAND_OVER)) / DAY_MS);
  const handedOverAt = toMinute(toWorkday(day * DAY_MS) + (8 + 9 * random()) * HOUR_MS);
  const trackedDays = Math.min(150, 3 + drawExponential(random, 30));
  const createdAt = toMinute(handedOverAt - trackedDays * DAY_MS);
  const workedDays = Math.min(260, Math.max(6, drawLogNormal(random, 58, 0.6)));
  return { createdAt, handedOverAt, endsAt: toMinute(handedOverAt + workedDays * DAY_MS) };
}

/** Sundays and Saturdays become the Monday that follows. */
function toWorkday(day: number): number {
  const weekday = new Date(day).getUTCDay();
  if (weekday === SATURDAY) return day + 2 * DAY_MS;
  return weekday === 0 ? day + DAY_MS : day;
}

/** Whether the export saw the deal closed; some are left to lie open without end. */
export function isClosedBy(random: Random, { endsAt }: Timeline): boolean {
  return endsAt < EXPORTED_AT && !isDrawn(random, 0.012);
}

export function toMinute(at: number): number {
  return Math.floor(at / MINUTE_MS) * MINUTE_MS;
}
