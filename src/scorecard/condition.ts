import type { Activity, AttributeValue } from "./lead.ts";
import { compilePattern } from "./pattern.ts";
import type { ActivityMatch, Condition } from "./schema-doses.ts";
import { DAY_MS, type Subject } from "./subject.ts";

/** `undefined` says that the attribute is unknown, so that the condition is neither met nor unmet. */
export type Test = (subject: Subject) => boolean | undefined;

/**
 * A condition as a function of a subject, in Kleene's three-valued logic.
 *
 * A test of an unknown attribute is unknown, and so is its negation; `all` is unmet if any part is
 * unmet, `any` is met if any part is met, and else both are unknown if any part is. Only `present`,
 * `missing` and `activity` are always decided. Text is compared without case and outer space; of a
 * list, one fitting element is enough. A date after `asOf` was not known then: it is unknown.
 *
 * Source: Kleene 1952, strong logic of indeterminacy.
 */
export function compileCondition(condition: Condition): Test {
  switch (condition.is) {
    case "equals":
      return testText(condition.attribute, isAmong([condition.value]));
    case "one-of":
      return testText(condition.attribute, isAmong(condition.values));
    case "contains-word":
      return testText(condition.attribute, hasWord(condition.words));
    case "matches":
      return testText(condition.attribute, hasPattern(condition.pattern));
    case "range": {
      const { attribute, from, to } = condition;
      return ({ attributes }) => isWithin(toNumber(attributes[attribute]), from, to);
    }
    case "date-age": {
      const { attribute, fromDays, toDays } = condition;
      return ({ attributes, asOf }) =>
        isWithin(toAgeDays(attributes[attribute], asOf), fromDays, toDays);
    }
    case "present":
      return ({ attributes }) => isKnown(attributes[condition.attribute]);
    case "missing":
      return ({ attributes }) => !isKnown(attributes[condition.attribute]);
    case "activity":
      return testActivity(condition);
    case "all":
      return joinTests(condition.of.map(compileCondition), false);
    case "any":
      return joinTests(condition.of.map(compileCondition), true);
    case "not": {
      const test = compileCondition(condition.of);
      return (subject) => {
        const met = test(subject);
        return met === undefined ? undefined : !met;
      };
    }
  }
}

/** Whether an activity is one of those meant. */
export function compileMatch(match: ActivityMatch): (activity: Activity) => boolean {
  const type = match.type === undefined ? undefined : isAmong([match.type].flat());
  const asset = match.asset === undefined ? undefined : isAmong([match.asset].flat());
  const category = match.category === undefined ? undefined : isAmong([match.category].flat());
  return (activity) =>
    (type === undefined || type(activity.type)) &&
    (asset === undefined || (activity.asset !== undefined && asset(activity.asset))) &&
    (category === undefined || (activity.category !== undefined && category(activity.category)));
}

/** Names of the attributes that a condition asks for. */
export function listAttributes(condition: Condition): readonly string[] {
  switch (condition.is) {
    case "all":
    case "any":
      return condition.of.flatMap(listAttributes);
    case "not":
      return listAttributes(condition.of);
    case "activity":
      return [];
    case "equals":
    case "one-of":
    case "contains-word":
    case "matches":
    case "range":
    case "date-age":
    case "present":
    case "missing":
      return [condition.attribute];
  }
}

/** Whether a condition asks what the lead did. */
export function asksForActivities(condition: Condition): boolean {
  switch (condition.is) {
    case "all":
    case "any":
      return condition.of.some(asksForActivities);
    case "not":
      return asksForActivities(condition.of);
    default:
      return condition.is === "activity";
  }
}

function isKnown(value: AttributeValue | undefined): boolean {
  if (value === null || value === undefined) return false;
  if (typeof value === "string" || Array.isArray(value)) return value.length > 0;
  return !Number.isNaN(value);
}

function testText(attribute: string, fits: (text: string) => boolean): Test {
  return ({ attributes }) => {
    const value = attributes[attribute];
    if (value === undefined || value === null || !isKnown(value)) return undefined;
    return typeof value === "object" ? value.some(fits) : fits(String(value));
  };
}

function testActivity(condition: Extract<Condition, { is: "activity" }>): Test {
  const fits = compileMatch(condition.match);
  const withinMs = (condition.withinDays ?? Number.POSITIVE_INFINITY) * DAY_MS;
  return ({ activities, asOf }) => {
    let found = 0;
    for (const activity of activities)
      if (asOf - activity.at <= withinMs && fits(activity)) found++;
    return found >= condition.atLeast;
  };
}

/** Three-valued `any` where one met part decides, `all` where one unmet part does. */
function joinTests(tests: readonly Test[], deciding: boolean): Test {
  return (subject) => {
    let joined: boolean | undefined = !deciding;
    for (const test of tests) {
      const met = test(subject);
      if (met === deciding) return deciding;
      if (met === undefined) joined = undefined;
    }
    return joined;
  };
}

function isAmong(values: readonly (string | number | boolean)[]): (text: string) => boolean {
  const wanted = new Set(values.map((value) => fold(String(value))));
  return memoise((text) => wanted.has(fold(text)));
}

function hasWord(words: readonly string[]): (text: string) => boolean {
  const alternatives = words.map((word) => word.trim().replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const pattern = `(?<![\\p{L}\\p{N}])(?:${alternatives.join("|")})(?![\\p{L}\\p{N}])`;
  const expression = new RegExp(pattern, "iu");
  return memoise((text) => expression.test(text));
}

function hasPattern(pattern: string): (text: string) => boolean {
  const expression = compilePattern(pattern);
  return memoise((text) => expression.matcher(text).find());
}

function fold(text: string): string {
  return text.trim().toLowerCase();
}

const MEMO_ENTRIES = 4096;

/** Histories repeat the same few texts in most rows; a bounded memo spares folding each anew. */
function memoise(fits: (text: string) => boolean): (text: string) => boolean {
  const known = new Map<string, boolean>();
  return (text) => {
    const answer = known.get(text);
    if (answer !== undefined) return answer;
    if (known.size >= MEMO_ENTRIES) known.clear();
    const computed = fits(text);
    known.set(text, computed);
    return computed;
  };
}

function toNumber(value: AttributeValue | undefined): number | undefined {
  if (typeof value === "number") return Number.isNaN(value) ? undefined : value;
  if (typeof value !== "string" || value.trim() === "") return undefined;
  const number = Number(value);
  return Number.isNaN(number) ? undefined : number;
}

function toAgeDays(value: AttributeValue | undefined, asOf: number): number | undefined {
  if (typeof value !== "string") return undefined;
  const days = (asOf - Date.parse(value)) / DAY_MS;
  return days >= 0 ? days : undefined;
}

function isWithin(value: number | undefined, from?: number, to?: number): boolean | undefined {
  if (value === undefined) return undefined;
  return (from === undefined || value >= from) && (to === undefined || value < to);
}
