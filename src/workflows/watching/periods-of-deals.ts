import {
  PERIOD_MONTHS,
  type PeriodMonths,
  type Periods,
  splitByMonths,
} from "../../experiment/periods.ts";

export interface ChosenPeriods extends Periods {
  readonly months: PeriodMonths;
  /** Periods that were left out because too little came of them. */
  readonly thin: number;
  /** Index of the latest period; −1 where there is none. */
  readonly latest: number;
}

/** Won, and lost, of a period from which something is said. */
export const LEAST_OF_EACH = 20;
/** Of a usual period, so that what is worth a look in it can be shown. */
const WANTED_OF_EACH = 60;

/**
 * Months, quarters or years, whichever are the shortest of which a usual one holds won and lost deals
 * enough; those of a handful are left out, for their standard errors are too small and would have them
 * count for most.
 *
 * @param times    length n, epoch milliseconds
 * @param outcomes length n, 1 = won, 0 = lost
 */
export function choosePeriods(times: Float64Array, outcomes: Uint8Array): ChosenPeriods {
  const lengths = PERIOD_MONTHS.map((months) => ({
    months,
    ...keepFilled(splitByMonths(times, months), outcomes),
  }));
  const fitting = lengths.find(({ usual }) => usual >= WANTED_OF_EACH);
  const chosen = fitting ?? lengths.at(-1)!;
  const { usual: _, ...periods } = chosen;
  return { ...periods, latest: periods.names.length - 1 };
}

function keepFilled(
  { partOf, names, middles }: Periods,
  outcomes: Uint8Array,
): Periods & Pick<ChosenPeriods, "thin"> & { readonly usual: number } {
  const counts = names.map(() => ({ won: 0, lost: 0 }));
  partOf.forEach((part, i) => {
    if (part >= 0) counts[part]![outcomes[i] === 1 ? "won" : "lost"]++;
  });
  const rarer = counts.map(({ won, lost }) => Math.min(won, lost));
  const kept = rarer.map((count) => count >= LEAST_OF_EACH);
  let next = 0;
  const places = kept.map((isKept) => (isKept ? next++ : -1));
  const isKept = (_: unknown, part: number) => kept[part]!;
  return {
    partOf: partOf.map((part) => (part < 0 ? -1 : places[part]!)),
    names: names.filter(isKept),
    middles: middles.filter(isKept),
    thin: names.length - next,
    usual: rarer.toSorted((a, b) => a - b)[rarer.length >> 1] ?? 0,
  };
}
