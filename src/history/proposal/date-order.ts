import type { Table } from "../files/table.ts";
import type { Mapping } from "../mapping.ts";

export interface DateOrderChoice {
  readonly order: Mapping["dateOrder"];
  /** Null where nothing had to be chosen. */
  readonly finding: string | null;
}

const YEAR_LAST = /^\s*(\d{1,2})([-/.])(\d{1,2})\2(?:\d{4}|\d\d)(?:\D|$)/;
const EPOCH = /^\d{12,13}$/;
const LOOKED_AT = 5000;

/**
 * How dates such as 3/4/2025 are meant, from the values above 12 in all columns of all files: 13 and
 * more can only be a day. Where no value tells, points between the parts are read as day-first (the
 * custom wherever points are used), and strokes and hyphens as month-first, and the reader is told.
 *
 * Cost O(cells), looking at the first 5,000 filled cells of a column.
 */
export function detectDateOrder(tables: readonly Table[]): DateOrderChoice {
  const seen = { dayFirst: 0, monthFirst: 0, points: 0, dates: 0, epochs: 0 };
  for (const table of tables)
    for (const column of table.columns) countOrders(table.values(column), seen);
  if (seen.dates === 0)
    return seen.epochs > 0
      ? {
          order: "epoch-ms",
          finding:
            "Dates: numbers of 12 or 13 digits in columns of dates are milliseconds since 1970.",
        }
      : { order: "year-first", finding: null };
  if (seen.dayFirst > 0 || seen.monthFirst > 0) {
    const dayFirst = seen.dayFirst >= seen.monthFirst;
    const mixed = seen.dayFirst > 0 && seen.monthFirst > 0;
    return {
      order: dayFirst ? "day-first" : "month-first",
      finding: `Dates: the ${dayFirst ? "day" : "month"} comes first, since numbers above 12 stand ${dayFirst ? "first" : "second"}${mixed ? ", though some dates are the other way round and will be refused" : ""}.`,
    };
  }
  const dayFirst = seen.points > seen.dates / 2;
  return {
    order: dayFirst ? "day-first" : "month-first",
    finding: `Dates: no date tells whether day or month comes first; they are read ${dayFirst ? "day" : "month"}-first. Set dateOrder in mapping.json if that is wrong.`,
  };
}

interface Orders {
  dayFirst: number;
  monthFirst: number;
  points: number;
  dates: number;
  epochs: number;
}

/** Counts a column only if its first filled cells are such dates, so that 1/2/24 as text is none. */
function countOrders(values: readonly (string | null)[], seen: Orders): void {
  let [looked, matched] = [0, 0];
  for (const value of values) {
    if (value === null) continue;
    if (++looked > LOOKED_AT || (looked === 50 && matched < 40)) return;
    if (EPOCH.test(value)) {
      matched++;
      seen.epochs++;
      continue;
    }
    const parts = YEAR_LAST.exec(value);
    if (parts === null) continue;
    matched++;
    seen.dates++;
    if (parts[2] === ".") seen.points++;
    if (Number(parts[1]) > 12) seen.dayFirst++;
    if (Number(parts[3]) > 12) seen.monthFirst++;
  }
}
