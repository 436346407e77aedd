import { type Estimable, type Interval, isEstimated } from "../statistics/estimate.ts";

const MONTHS =
  "January February March April May June July August September October November December".split(
    " ",
  );

/**
 * A finite number with fixed decimals, thousands separators and a true minus sign (U+2212).
 * What rounds to zero has no sign.
 *
 * @throws RangeError on NaN and infinities, which no document holds
 */
export function formatNumber(value: number, decimals = 0): string {
  if (!Number.isFinite(value)) throw new RangeError("expected a finite number to print");
  return new Intl.NumberFormat("en-GB", {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    signDisplay: "negative",
  })
    .format(value)
    .replace("-", "−");
}

/** As formatNumber, with + before what is above zero. */
export function formatSigned(value: number, decimals = 0): string {
  const text = formatNumber(value, decimals);
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

/** Points or stars: whole where they are whole, else to one decimal. */
export function formatPoints(value: number): string {
  return formatNumber(value, Math.abs(value - Math.round(value)) < 0.05 ? 0 : 1);
}

/** A share in [0, 1] as per cent. */
export function formatShare(value: number, decimals = 1): string {
  return `${formatNumber(value * 100, decimals)}%`;
}

export function formatPValue(pValue: number): string {
  return pValue < 0.001 ? "p < 0.001" : `p = ${formatNumber(pValue, 3)}`;
}

/** The day of an ISO date or time, such as 3 February 2025; text that is no ISO date as it is. */
export function formatDate(iso: string): string {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)/.exec(iso) ?? [];
  const name = MONTHS[Number(month) - 1];
  return name === undefined ? iso : `${Number(day)} ${name} ${year}`;
}

export type FormatValue = (value: number) => string;

/** `low to high`. */
export function formatRange(interval: Pick<Interval, "low" | "high">, format: FormatValue): string {
  return `${format(interval.low)} to ${format(interval.high)}`;
}

/** `value (low to high)`, or the reason why there is none. */
export function formatInterval(estimate: Estimable<Interval>, format: FormatValue): string {
  return isEstimated(estimate)
    ? `${format(estimate.value)} (${formatRange(estimate, format)})`
    : `not estimable: ${estimate.notEstimable}`;
}

/** `value (low to high, n = deals)`, or the reason why there is none. */
export function formatRate(
  rate: Estimable<Interval & { readonly n: number }>,
  format: FormatValue,
): string {
  return isEstimated(rate)
    ? `${format(rate.value)} (${formatRange(rate, format)}, n = ${formatNumber(rate.n)})`
    : `not estimable: ${rate.notEstimable}`;
}

/** `value (low to high), p`, or the reason why there is none. */
export function formatTested(
  estimate: Estimable<Interval & { readonly pValue: number }>,
  format: FormatValue,
): string {
  const text = formatInterval(estimate, format);
  return isEstimated(estimate) ? `${text}, ${formatPValue(estimate.pValue)}` : text;
}

/** The value alone, or the reason why there is none. */
export function formatEstimate(estimate: Estimable<number>, format: FormatValue): string {
  return isEstimated(estimate) ? format(estimate) : `not estimable: ${estimate.notEstimable}`;
}

/** `1 deal`, `2 deals`. */
export function formatCount(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatNumber(count)} ${count === 1 ? singular : plural}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function formatList(items: readonly string[]): string {
  return items.length < 2
    ? items.join("")
    : `${items.slice(0, -1).join(", ")} and ${items[items.length - 1]}`;
}
