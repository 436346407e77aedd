import type { AttributeValue } from "../../scorecard/lead.ts";
import { cutAtQuantiles, findRange } from "../proposal/binning.ts";

const RANGES = 20;
const ISO_DATE = /^\d{4}-\d\d-\d\d(T[\d:.]+Z)?$/;

/**
 * The level of every value: equal texts, lists and yes/no share one, numbers and dates fall into one
 * of 20 quantile ranges, and missing values have a level of their own.
 *
 * @param values length n
 * @returns length n, levels numbered from 0 in the order in which they come first
 * Cost O(n log n).
 */
export function assignLevels(values: readonly AttributeValue[]): Uint32Array {
  const ordered = values.map((value) => readDateValue(value) ?? value);
  const numbers = ordered.filter((value) => typeof value === "number");
  const cuts = cutAtQuantiles(numbers, RANGES);
  const known = new Map<string | number, number>();
  return Uint32Array.from(ordered, (value) => {
    const key = nameLevel(value, cuts);
    const level = known.get(key) ?? known.size;
    known.set(key, level);
    return level;
  });
}

/** How many levels there are: one more than the highest. Cost O(n). */
export function countLevels(levels: Uint32Array): number {
  return levels.reduce((most, level) => Math.max(most, level + 1), 0);
}

/** Epoch milliseconds of an ISO 8601 date; null for every other value. */
export function readDateValue(value: AttributeValue): number | null {
  return typeof value === "string" && ISO_DATE.test(value) ? Date.parse(value) : null;
}

function nameLevel(value: AttributeValue, cuts: readonly number[]): string | number {
  if (value === null) return "";
  if (typeof value === "number") return findRange(value, cuts);
  return `=${typeof value === "object" ? value.join(";") : String(value).toLowerCase()}`;
}
