import type { ActivityMatch, Condition, DoseRule } from "./schema-doses.ts";

/**
 * What gives a line its dose, in a few words, such as `visit (asset pricing), half-life 30 days`.
 * Rules that dose differently have different words.
 */
export function describeDose(dose: DoseRule): string {
  switch (dose.kind) {
    case "attribute":
      return describeCondition(dose.when);
    case "activity":
      return join([
        describeMatch(dose.match),
        dose.windowDays !== undefined && `within ${days(dose.windowDays)}`,
        dose.repeatFading !== 1 && `each repeat counts ${dose.repeatFading} of the one before`,
        dose.cap !== undefined && `at most ${dose.cap}`,
        dose.halfLifeDays !== undefined && `half-life ${days(dose.halfLifeDays)}`,
      ]);
    case "trend":
      return join([
        describeMatch(dose.match),
        `rising ${dose.measure === "count" ? "count" : "minutes a visit"} over ${days(dose.windowDays)}`,
      ]);
    case "recency":
      return join([
        `latest ${describeMatch(dose.match)}`,
        `${describeBounds(dose.fromDays, dose.toDays)} days ago`,
      ]);
    case "inactivity":
      return join([
        `months without ${describeMatch(dose.match)}`,
        `after ${days(dose.graceDays)}`,
        dose.capMonths !== undefined && `at most ${dose.capMonths}`,
      ]);
  }
}

/** A condition in a few words, such as `employees 200 to below 1000 and country is Germany`. */
export function describeCondition(condition: Condition): string {
  switch (condition.is) {
    case "equals":
      return `${condition.attribute} is ${write(condition.value)}`;
    case "one-of":
      return `${condition.attribute} is ${condition.values.map(write).join(" or ")}`;
    case "range":
      return `${condition.attribute} ${describeBounds(condition.from, condition.to)}`;
    case "contains-word":
      return `${condition.attribute} has the word ${condition.words.map(write).join(" or ")}`;
    case "matches":
      return `${condition.attribute} matches ${write(condition.pattern)}`;
    case "present":
      return `${condition.attribute} is given`;
    case "missing":
      return `${condition.attribute} is missing`;
    case "date-age":
      return `${condition.attribute} ${describeBounds(condition.fromDays, condition.toDays)} days ago`;
    case "activity":
      return join([
        `${condition.atLeast} or more ${describeMatch(condition.match)}`,
        condition.withinDays !== undefined && `within ${days(condition.withinDays)}`,
      ]);
    case "all":
      return condition.of.map(enclose).join(" and ");
    case "any":
      return condition.of.map(enclose).join(" or ");
    case "not":
      return `not ${enclose(condition.of)}`;
  }
}

function enclose(condition: Condition): string {
  const text = describeCondition(condition);
  return "of" in condition ? `(${text})` : text;
}

function describeMatch({ type, asset, category }: ActivityMatch): string {
  const named = (name: string, wanted: string | readonly string[] | undefined) =>
    wanted === undefined ? [] : [`${name} ${[wanted].flat().map(write).join(" or ")}`];
  const parts = [...named("asset", asset), ...named("category", category)];
  const kind = type === undefined ? "any activity" : [type].flat().map(write).join(" or ");
  return parts.length === 0 ? kind : `${kind} (${parts.join(", ")})`;
}

/** `from` is included, `to` left out. */
function describeBounds(from: number | undefined, to: number | undefined): string {
  if (from === undefined) return `below ${to}`;
  return to === undefined ? `${from} or more` : `${from} to below ${to}`;
}

function days(count: number): string {
  return count === 1 ? "1 day" : `${count} days`;
}

/** Words stand as they are; what could be taken for something else stands in quotation marks. */
function write(value: string | number | boolean): string {
  return typeof value === "string" && !/^[\p{L}][\p{L}\p{N}_/.-]*$/u.test(value)
    ? JSON.stringify(value)
    : String(value);
}

function join(parts: readonly (string | false)[]): string {
  return parts.filter((part) => part !== false).join(", ");
}
