import type { Bucket, Line, Scorecard } from "../../scorecard/schema.ts";
import { findOnlyOutcome } from "../leaks/one-sided-fill.ts";
import { leastDeals, toId } from "./draft-lines.ts";
import { findActivityMeaning } from "./meanings.ts";
import type { PlacedCharacteristic } from "./starter-card.ts";

export interface DealActivity {
  readonly type: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** A closed deal with everything its lead ever did. */
export interface ActiveDeal {
  /** Moment of scoring, epoch milliseconds. */
  readonly asOf: number;
  readonly closedAt: number | null;
  readonly activities: readonly DealActivity[];
}

export interface StarterActivities {
  readonly characteristics: readonly PlacedCharacteristic[];
  /** One sentence for each reason for which types have no line. */
  readonly findings: readonly string[];
}

interface ChosenType {
  readonly type: string;
  /** Of each deal, up to the moment of scoring; more than the cap count as the cap. */
  readonly counts: Uint16Array;
  readonly deals: number;
}

const MINUTE_MS = 60_000;
const HALF_LIFE_DAYS = 30;
const REPEAT_FADING = 0.5;
const CAP = 5;
const MOST_TYPES = 25;
/** Types alike in all but this share of the deals that have the rarer one are one and the same. */
const UNLIKE_SHARE = 0.05;

/**
 * Lines for each type of activity that leads show before they are scored: one for having done it at all,
 * and where enough repeat it one for each time.
 *
 * A type has no line when it happens almost only to won or only to lost deals, when half of it
 * happens at the decision or later, when too few deals (or all alike) have it by the moment of
 * scoring, or when it always goes with another type. Types that a rated line of the ready scorecard
 * means get its points.
 *
 * @param deals    length n
 * @param outcomes length n, 1 = won, 0 = lost
 * Cost O(activities + types² · n).
 */
export function buildActivityLines(
  deals: readonly ActiveDeal[],
  outcomes: Uint8Array,
  ready: Scorecard,
): StarterActivities {
  const undecided = deals.filter(({ asOf, closedAt }) => closedAt === null || closedAt > asOf);
  const chosen: ChosenType[] = [];
  const none = {
    telling: [] as string[],
    late: [] as string[],
    rare: [] as string[],
    alike: [] as string[],
  };
  for (const { type, counts, deals: having } of countTypes(undecided)) {
    if (
      findOnlyOutcome(
        deals.map((deal) => has(deal, type)),
        outcomes,
      ) !== null
    )
      none.telling.push(type);
    else if (happensLate(deals, type)) none.late.push(type);
    else if (!varies(counts, having) || chosen.length === MOST_TYPES) none.rare.push(type);
    else if (chosen.some((other) => isAlike(other.counts, counts, having))) none.alike.push(type);
    else chosen.push({ type, counts, deals: having });
  }
  return {
    characteristics: placeLines(chosen, ready),
    findings: describeNone(none),
  };
}

function countTypes(deals: readonly ActiveDeal[]) {
  const types = new Map<string, Uint16Array>();
  deals.forEach(({ activities, asOf }, i) => {
    for (const { type, at } of activities) {
      let counts = types.get(type);
      if (counts === undefined) types.set(type, (counts = new Uint16Array(deals.length)));
      if (at <= asOf && counts[i]! < CAP) counts[i]!++;
    }
  });
  return [...types]
    .map(([type, counts]) => ({
      type,
      counts,
      deals: counts.reduce((n, c) => n + Number(c > 0), 0),
    }))
    .toSorted((a, b) => b.deals - a.deals || (a.type < b.type ? -1 : 1));
}

function has({ activities }: ActiveDeal, wanted: string): boolean {
  return activities.some(({ type }) => type === wanted);
}

/** Half of the type's activities, or more, are at most a minute before the decision or after it. */
function happensLate(deals: readonly ActiveDeal[], wanted: string): boolean {
  let [late, all] = [0, 0];
  for (const { activities, closedAt } of deals) {
    if (closedAt === null) continue;
    for (const { type, at } of activities) {
      if (type !== wanted) continue;
      all++;
      if (at >= closedAt - MINUTE_MS) late++;
    }
  }
  return all > 0 && late >= all / 2;
}

/** Enough deals have it, and not all of them equally often. */
function varies(counts: Uint16Array, having: number): boolean {
  const least = leastDeals(counts.length);
  const often = new Map<number, number>();
  for (const count of counts) often.set(count, (often.get(count) ?? 0) + 1);
  return having >= least && Math.max(...often.values()) <= counts.length - least;
}

function isAlike(a: Uint16Array, b: Uint16Array, having: number): boolean {
  let unlike = 0;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) unlike++;
  return unlike <= UNLIKE_SHARE * having;
}

function placeLines(
  chosen: readonly ChosenType[],
  ready: Scorecard,
): readonly PlacedCharacteristic[] {
  const rated = new Map<string, { bucket: Bucket; line: Line }>();
  for (const { type } of chosen) {
    const line = findReadyLine(type, ready);
    if (line !== null) rated.set(type, line);
  }
  const placed: PlacedCharacteristic[] = [...rated].map(([type, { bucket, line }]) => ({
    bucket: bucket.id,
    characteristic: { id: line.id, name: type, lines: [translateLine(line, type)] },
  }));
  const rest = chosen.filter(({ type }) => !rated.has(type));
  if (rest.length > 0)
    placed.push({
      bucket: "behavioral",
      characteristic: { id: "activities", name: "Activities", lines: rest.flatMap(unratedLines) },
    });
  return placed;
}

/** The ready scorecard's line on the same kind of activity; a line on one asset means that asset. */
function findReadyLine(type: string, ready: Scorecard): { bucket: Bucket; line: Line } | null {
  const meaning = findActivityMeaning(type);
  if (meaning === null) return null;
  for (const bucket of ready.buckets)
    for (const { lines } of bucket.characteristics)
      for (const line of lines)
        if (line.dose.kind === "activity" && meaningOf(line.dose.match) === meaning)
          return { bucket, line };
  return null;
}

function meaningOf(match: {
  type?: string | string[] | undefined;
  asset?: string | string[] | undefined;
}) {
  const type = [match.type ?? []].flat()[0];
  if (type === undefined) return null;
  const plain = findActivityMeaning(type);
  if (match.asset === undefined) return plain;
  const narrow = findActivityMeaning(`${type} ${[match.asset].flat()[0]}`);
  return narrow === plain ? null : narrow;
}

function translateLine(line: Line, type: string): Line {
  if (line.dose.kind !== "activity") return line;
  return { ...line, dose: { ...line.dose, match: { type } } };
}

/** A line for having done it at all, and where enough deals repeat it one for each time. */
function unratedLines({ type, counts }: ChosenType): readonly Line[] {
  const dose = { kind: "activity" as const, match: { type }, halfLifeDays: HALF_LIFE_DAYS };
  const id = `activity:${toId(type)}`;
  const once: Line = { id, label: type, points: 0, dose: { ...dose, repeatFading: 1, cap: 1 } };
  const repeating = counts.reduce((n, count) => n + Number(count > 1), 0);
  if (repeating < leastDeals(counts.length)) return [once];
  const each = { ...dose, repeatFading: REPEAT_FADING, cap: CAP };
  return [once, { id: `${id}:each`, label: `${type}, each time`, points: 0, dose: each }];
}

function describeNone(none: {
  readonly telling: readonly string[];
  readonly late: readonly string[];
  readonly rare: readonly string[];
  readonly alike: readonly string[];
}): readonly string[] {
  const sentence = (types: readonly string[], why: string) =>
    types.length === 0 ? [] : [`No line for activities that ${why}: ${types.join(", ")}.`];
  return [
    ...sentence(none.telling, "happen almost only for one outcome"),
    ...sentence(none.late, "happen at the decision or after it"),
    ...sentence(none.rare, "too few deals have, or all alike, when they are scored"),
    ...sentence(none.alike, "always go with another type"),
  ];
}
