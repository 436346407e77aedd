import type { Line } from "../../src/scorecard/schema.ts";
import type { Condition, DoseRule } from "../../src/scorecard/schema-doses.ts";

/** Short forms in which scorecard.ts reads like a scorecard. */

export function characteristic(id: string, name: string, lines: readonly Line[]) {
  return { id, name, lines: [...lines] };
}

export function line(id: string, points: number, label: string, dose: DoseRule): Line {
  return { id, label, points, dose };
}

export function when(condition: Condition): DoseRule {
  return { kind: "attribute", when: condition };
}

export function hasWord(attribute: string, ...words: string[]): Condition {
  return { is: "contains-word", attribute, words };
}

export function isOneOf(attribute: string, ...values: string[]): Condition {
  return { is: "one-of", attribute, values };
}

export function isTrue(attribute: string): Condition {
  return { is: "equals", attribute, value: true };
}

export function isWithin(attribute: string, bounds: { from?: number; to?: number }): Condition {
  return { is: "range", attribute, ...bounds };
}

export function isMissing(attribute: string): Condition {
  return { is: "missing", attribute };
}

export function tookWhitePaperWithin(withinDays: number): Condition {
  return {
    is: "activity",
    match: { type: "whitepaper-download" },
    withinDays,
    atLeast: 1,
  };
}

export function all(...of: Condition[]): Condition {
  return { is: "all", of };
}

interface Repeats {
  readonly cap: number;
  readonly repeatFading?: number;
  readonly halfLifeDays?: number;
}

export function count(type: string, { repeatFading = 1, ...limits }: Repeats): DoseRule {
  return { kind: "activity", match: { type }, repeatFading, ...limits };
}

export function countPage(asset: string, { repeatFading = 1, ...limits }: Repeats): DoseRule {
  return { kind: "activity", match: { type: "page-view", asset }, repeatFading, ...limits };
}
