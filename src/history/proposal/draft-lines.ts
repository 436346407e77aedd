import type { AttributeValue } from "../../scorecard/lead.ts";
import type { Characteristic, Line } from "../../scorecard/schema.ts";
import type { Condition } from "../../scorecard/schema-doses.ts";

/** A line before it has an id: what it is called and which leads it is about. */
export interface DraftLine {
  readonly label: string;
  readonly when: Condition;
}

const LEVELS = 12;
const LEAST_SHARE = 0.01;
const LEAST_DEALS = 30;

/** Lines with ids made from the attribute's name and their labels, at 0 points. */
export function assembleCharacteristic(
  attribute: string,
  drafts: readonly DraftLine[],
): Characteristic {
  const id = toId(attribute);
  const taken = new Set<string>();
  return {
    id,
    name: attribute,
    lines: drafts.map(
      ({ label, when }): Line => ({
        id: takeId(`${id}:${toId(label)}`, taken),
        label,
        points: 0,
        dose: { kind: "attribute", when },
      }),
    ),
  };
}

/** Rows that a level needs to have a line of its own. */
export function leastDeals(n: number): number {
  return Math.max(LEAST_SHARE * n, Math.min(LEAST_DEALS, Math.ceil(n / 20)), 1);
}

/** A line for missing, where 1 % or more is. */
export function draftMissing(
  attribute: string,
  values: readonly AttributeValue[],
): DraftLine | null {
  const missing = values.filter((value) => value === null).length;
  if (missing === 0 || missing < LEAST_SHARE * values.length) return null;
  return { label: "unknown", when: { is: "missing", attribute } };
}

/** A line for each of the up to 12 commonest levels that enough deals have. */
export function draftLevels(
  attribute: string,
  levels: ReadonlyMap<string, number>,
  least: number,
): DraftLine[] {
  const kept = [...levels]
    .filter(([, count]) => count >= least)
    .toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, LEVELS)
    .map(([level]) => level);
  return kept.map((level) => ({
    label: level,
    when: { is: "one-of", attribute, values: [level] },
  }));
}

/** Deals of each level; spellings that differ in case or outer space are one, called as most often. */
export function countLevels(values: readonly AttributeValue[]): Map<string, number> {
  const spellings = new Map<string, Map<string, number>>();
  for (const value of values)
    for (const text of listTexts(value)) {
      const level = text.trim().toLowerCase();
      const counts = spellings.get(level) ?? new Map<string, number>();
      counts.set(text.trim(), (counts.get(text.trim()) ?? 0) + 1);
      spellings.set(level, counts);
    }
  const levels = new Map<string, number>();
  for (const counts of spellings.values()) {
    const ordered = [...counts].toSorted((a, b) => b[1] - a[1]);
    levels.set(
      ordered[0]![0],
      ordered.reduce((sum, [, count]) => sum + count, 0),
    );
  }
  return levels;
}

/** An id of letters, digits and hyphens. */
export function toId(text: string): string {
  const id = text
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, "$1-$2")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60);
  return id === "" ? "level" : id;
}

/** The id itself, or with -2, -3, … after it where it is taken. */
export function takeId(id: string, taken: Set<string>): string {
  let free = id;
  for (let n = 2; taken.has(free); n++) free = `${id}-${n}`;
  taken.add(free);
  return free;
}

/** All texts that no line stands for. */
export function draftOther(attribute: string, drafts: readonly DraftLine[]): DraftLine {
  const present: Condition = { is: "present", attribute };
  const covered = drafts.map(({ when }) => when);
  if (covered.length === 0) return { label: "any", when: present };
  const levels = covered.flatMap((when) => (when.is === "one-of" ? when.values : []));
  const listed: Condition = covered.every((when) => when.is === "one-of")
    ? { is: "one-of", attribute, values: levels }
    : { is: "any", of: covered };
  return { label: "other", when: { is: "all", of: [present, { is: "not", of: listed }] } };
}

function listTexts(value: AttributeValue): readonly string[] {
  if (value === null) return [];
  return typeof value === "object" ? [...new Set(value)] : [String(value)];
}
