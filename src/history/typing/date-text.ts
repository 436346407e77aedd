import type { Mapping } from "../mapping.ts";

export interface DateReading {
  readonly order: Mapping["dateOrder"];
  /** Milliseconds by which local time is ahead of UTC, for times that carry no offset. */
  readonly offsetMs: number;
}

const MINUTE_MS = 60_000;
const CLOCK = String.raw`(?:[T ,]+(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s*([AaPp]\.?[Mm]\.?)?)?`;
const ZONE = String.raw`\s*(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?`;
const YEAR_FIRST = new RegExp(String.raw`^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})${CLOCK}${ZONE}$`, "i");
const YEAR_LAST = new RegExp(
  String.raw`^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d\d)${CLOCK}${ZONE}$`,
  "i",
);
const DAY_NAME = new RegExp(
  String.raw`^(\d{1,2})[- ]([a-z]{3,9})\.?,?[- ](\d{4})${CLOCK}${ZONE}$`,
  "i",
);
const NAME_DAY = new RegExp(String.raw`^([a-z]{3,9})\.? (\d{1,2}),? (\d{4})${CLOCK}${ZONE}$`, "i");
const COMPACT = /^((?:19|20)\d\d)(\d\d)(\d\d)$/;
const EPOCH = /^(-?\d{1,16})(?:\.\d+)?$/;
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/** Epoch numbers below this are seconds, from it on milliseconds: 1e11 ms is in 1973. */
const LEAST_EPOCH_MS = 1e11;

export function dateReading(mapping: Pick<Mapping, "dateOrder" | "utcOffset">): DateReading {
  return { order: mapping.dateOrder, offsetMs: zoneMs(mapping.utcOffset) };
}

/**
 * A date or time as epoch milliseconds. Dates that start with the year, dates that name the month in
 * English, and epoch numbers of 10 or 13 digits are read in any order; 3/4/2025 only as day-first or
 * month-first says, and not at all otherwise. A time without an offset, and a date without a time,
 * which is taken as midnight, are in the mapping's offset.
 *
 * @returns undefined when it is no such date, or no day of the calendar
 */
export function readDate(text: string, reading: DateReading): number | undefined {
  const trimmed = text.trim();
  const yearFirst = YEAR_FIRST.exec(trimmed);
  if (yearFirst !== null) return toEpoch(yearFirst, [1, 3, 4], 5, reading);
  const yearLast = YEAR_LAST.exec(trimmed);
  if (yearLast !== null) {
    if (reading.order === "day-first") return toEpoch(yearLast, [4, 3, 1], 5, reading);
    if (reading.order === "month-first") return toEpoch(yearLast, [4, 1, 3], 5, reading);
    return undefined;
  }
  const compact = reading.order === "epoch-ms" ? null : COMPACT.exec(trimmed);
  if (compact !== null) return toEpoch(compact, [1, 2, 3], 4, reading);
  const epoch = EPOCH.exec(trimmed);
  if (epoch !== null) return readEpoch(epoch[1]!, reading);
  const dayName = DAY_NAME.exec(trimmed);
  if (dayName !== null) return toEpoch(dayName, [3, 2, 1], 4, reading);
  const nameDay = NAME_DAY.exec(trimmed);
  return nameDay === null ? undefined : toEpoch(nameDay, [3, 1, 2], 4, reading);
}

function readEpoch(digits: string, reading: DateReading): number | undefined {
  const value = Number(digits);
  if (reading.order !== "epoch-ms" && !/^\d{10}$|^\d{13}$/.test(digits)) return undefined;
  return Math.abs(value) < LEAST_EPOCH_MS ? value * 1000 : value;
}

/** `clock` is the group of the hour; minute, second, fraction, am or pm and zone follow it. */
function toEpoch(
  match: RegExpExecArray,
  [yearAt, monthAt, dayAt]: readonly [number, number, number],
  clock: number,
  reading: DateReading,
): number | undefined {
  const year = fullYear(match[yearAt]!);
  const month = monthNumber(match[monthAt]!);
  const day = Number(match[dayAt]);
  const hour = hourOfDay(Number(match[clock] ?? 0), match[clock + 4]);
  const minute = Number(match[clock + 1] ?? 0);
  const second = Number(match[clock + 2] ?? 0);
  const fraction = Math.floor(Number(`0.${match[clock + 3] ?? 0}`) * 1000);
  const midnight = Date.UTC(year, month - 1, day);
  const date = new Date(midnight);
  if (
    date.getUTCFullYear() !== year ||
    date.getUTCMonth() !== month - 1 ||
    date.getUTCDate() !== day
  )
    return undefined;
  if (hour > 23 || minute > 59 || second > 60) return undefined;
  const local = midnight + ((hour * 60 + minute) * 60 + second) * 1000 + fraction;
  const zone = match[clock + 5];
  return local - (zone === undefined ? reading.offsetMs : zoneMs(zone));
}

function fullYear(digits: string): number {
  const year = Number(digits);
  if (digits.length > 2) return year;
  return year + (year < 69 ? 2000 : 1900);
}

function monthNumber(text: string): number {
  return /^\d/.test(text) ? Number(text) : MONTHS.indexOf(text.slice(0, 3).toLowerCase()) + 1;
}

/** 24, so that the time is refused, where a 12-hour clock shows no such hour. */
function hourOfDay(hour: number, half: string | undefined): number {
  if (half === undefined) return hour;
  if (hour < 1 || hour > 12) return 24;
  return (hour % 12) + (half.toLowerCase().startsWith("p") ? 12 : 0);
}

function zoneMs(zone: string): number {
  const parts = /^([+-])(\d\d):?(\d\d)?$/.exec(zone);
  if (parts === null) return 0;
  const minutes = Number(parts[2]) * 60 + Number(parts[3] ?? 0);
  return (parts[1] === "-" ? -minutes : minutes) * MINUTE_MS;
}
