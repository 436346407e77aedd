import type { AttributeValue } from "../../scorecard/lead.ts";
import type { Characteristic } from "../../scorecard/schema.ts";
import type { AttributeType } from "../mapping.ts";
import { type Cuts, chooseCuts, describeRange, findRange } from "./binning.ts";
import {
  assembleCharacteristic,
  countLevels,
  type DraftLine,
  draftLevels,
  draftMissing,
  draftOther,
  leastDeals,
} from "./draft-lines.ts";

/**
 * The lines of one attribute, all at 0 points, for a scorecard that nobody has rated yet.
 *
 * Numbers are cut into up to five readable ranges; of texts and lists the up to 12 commonest levels
 * have a line each, and rarer texts share one; yes/no has a line for yes; of dates only whether they
 * are given counts. Where 1 % or more is missing, that has a line of its own. A level has a line
 * when 1 % of the deals and 30 of them have it, or one in twenty where there are under 600.
 *
 * @param attribute name that the conditions ask for; the ids are made from it
 * @param values    one for each deal; null is missing
 * @returns null when nothing varies enough to tell two groups of deals apart
 * @throws RangeError when a value is not of the type
 * Cost O(n log n).
 */
export function buildCharacteristic(
  attribute: string,
  type: AttributeType,
  values: readonly AttributeValue[],
): Characteristic | null {
  const known = values.filter((value) => value !== null);
  const least = leastDeals(values.length);
  if (known.length < least) return null;
  const drafts = [...draftKnown(attribute, type, known, least)];
  const missing = draftMissing(attribute, values);
  if (missing !== null) drafts.push(missing);
  const tellsApart = drafts.length > (type === "boolean" ? 0 : 1);
  return tellsApart ? assembleCharacteristic(attribute, drafts) : null;
}

function draftKnown(
  attribute: string,
  type: AttributeType,
  known: readonly AttributeValue[],
  least: number,
): readonly DraftLine[] {
  switch (type) {
    case "number":
      return draftRanges(attribute, known.map(expectNumber));
    case "boolean":
      return draftYes(attribute, known, least);
    case "date":
      return [{ label: "given", when: { is: "present", attribute } }];
    case "text":
    case "list":
      return draftTexts(attribute, type, known, least);
  }
}

function draftTexts(
  attribute: string,
  type: "text" | "list",
  known: readonly AttributeValue[],
  least: number,
): readonly DraftLine[] {
  const levels = countLevels(known);
  const drafts = draftLevels(attribute, levels, least);
  if (type === "list") return drafts;
  const covered = drafts.reduce((sum, { label }) => sum + (levels.get(label) ?? 0), 0);
  if (known.length - covered >= least) drafts.push(draftOther(attribute, drafts));
  return drafts;
}

function draftYes(
  attribute: string,
  known: readonly AttributeValue[],
  least: number,
): readonly DraftLine[] {
  const yes = known.filter((value) => value === true).length;
  if (yes < least || known.length - yes < least) return [];
  return [{ label: "yes", when: { is: "equals", attribute, value: true } }];
}

function draftRanges(attribute: string, numbers: readonly number[]): readonly DraftLine[] {
  const cuts = chooseCuts(numbers);
  if (cuts.length === 0) return [{ label: "given", when: { is: "present", attribute } }];
  const whole = numbers.every(Number.isInteger);
  return describeRanges(numbers, cuts).map(({ from, to, least, most }) => ({
    label: describeRange(from, to, { least, most, whole }),
    when: {
      is: "range",
      attribute,
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    },
  }));
}

function describeRanges(numbers: readonly number[], cuts: Cuts) {
  const ranges = Array.from({ length: cuts.length + 1 }, (_, r) => ({
    from: cuts[r - 1],
    to: cuts[r],
    least: Number.POSITIVE_INFINITY,
    most: Number.NEGATIVE_INFINITY,
  }));
  for (const number of numbers) {
    const range = ranges[findRange(number, cuts)]!;
    range.least = Math.min(range.least, number);
    range.most = Math.max(range.most, number);
  }
  return ranges;
}

function expectNumber(value: AttributeValue): number {
  if (typeof value !== "number") throw new RangeError("expected numbers in a column of numbers");
  return value;
}
