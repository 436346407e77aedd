import { findOnlyOutcome } from "../history/leaks/one-sided-fill.ts";
import { toId } from "../history/proposal/draft-lines.ts";
import { compileMatch } from "../scorecard/condition.ts";
import { compileDose } from "../scorecard/dose.ts";
import type { Activity } from "../scorecard/lead.ts";
import type { ActivityMatch, Condition, Line } from "../scorecard/schema.ts";
import type { Subject } from "../scorecard/subject.ts";

/** A line that nobody has rated, with its doses on some deals. */
export interface DosedLine {
  readonly line: Line;
  readonly doses: Float64Array;
}

/** What the activities of one candidate have in common. */
type Kind = Pick<Activity, "type" | "asset" | "category">;

const FIELDS = ["type", "asset", "category"] as const;
const REPEAT_FADING = 0.5;
const CAP = 5;
/** Commonest assets, and as many categories, of each type. */
const MOST_PARTS = 12;

/**
 * A line for each type of activity, and for each common asset and category of a type, that no line
 * names. A line on all pages names page views, but not the views of one page.
 *
 * A kind that almost only won or only lost deals have is taken for a record of the outcome, and has
 * no line.
 *
 * @param named matches of the scorecard's lines
 * @param least deals that an asset or category needs to be common
 */
export function listActivityLines(
  subjects: readonly Subject[],
  outcomes: Uint8Array,
  named: readonly ActivityMatch[],
  least: number,
): readonly DosedLine[] {
  return groupByType(subjects).flatMap((group) => {
    const kinds: readonly Kind[] = [
      { type: group.type },
      ...listParts(group, "asset", least),
      ...listParts(group, "category", least),
    ];
    return kinds
      .filter((kind) => !named.some((match) => isNamed(match, kind)))
      .map((kind) => doseKind(kind, group, subjects.length))
      .filter(({ doses }) => !tellsOutcome(doses, outcomes));
  });
}

/** Activities that a line or a condition asks for. */
export function listMatches({ dose }: Line): readonly ActivityMatch[] {
  return dose.kind === "attribute" ? listConditionMatches(dose.when) : [dose.match];
}

/** Whether a match means a kind of activity as a whole and sets it apart. */
export function isNamed(match: ActivityMatch, kind: Kind): boolean {
  const given = FIELDS.filter((field) => kind[field] !== undefined);
  const isNarrower = FIELDS.some((field) => match[field] !== undefined && !given.includes(field));
  const isWider = match[given.at(-1)!] === undefined;
  return !isNarrower && !isWider && compileMatch(match)({ ...kind, at: 0 });
}

function listConditionMatches(condition: Condition): readonly ActivityMatch[] {
  switch (condition.is) {
    case "all":
    case "any":
      return condition.of.flatMap(listConditionMatches);
    case "not":
      return listConditionMatches(condition.of);
    default:
      return condition.is === "activity" ? [condition.match] : [];
  }
}

/** Leads that show one type of activity, with those activities alone. */
interface Group {
  readonly type: string;
  readonly rows: number[];
  readonly subjects: Subject[];
}

/** One pass over all activities, so that a line is dosed from those of its type only. */
function groupByType(subjects: readonly Subject[]): readonly Group[] {
  const fold = rememberFolded();
  const groups = new Map<string, Group>();
  subjects.forEach((subject, row) => {
    const own = new Map<string, Activity[]>();
    for (const activity of subject.activities) {
      const key = fold(activity.type);
      const alike = own.get(key);
      if (alike === undefined) own.set(key, [activity]);
      else alike.push(activity);
    }
    for (const [key, activities] of own) {
      let group = groups.get(key);
      if (group === undefined)
        groups.set(key, (group = { type: activities[0]!.type.trim(), rows: [], subjects: [] }));
      group.rows.push(row);
      group.subjects.push({ ...subject, activities });
    }
  });
  return [...groups.values()].toSorted((a, b) => b.rows.length - a.rows.length);
}

function listParts(group: Group, field: "asset" | "category", least: number): readonly Kind[] {
  const fold = rememberFolded();
  const parts = new Map<string, { name: string; deals: number; latest: Subject | null }>();
  for (const subject of group.subjects)
    for (const activity of subject.activities) {
      const name = activity[field]?.trim();
      if (name === undefined || name === "") continue;
      const key = fold(name);
      let part = parts.get(key);
      if (part === undefined) parts.set(key, (part = { name, deals: 0, latest: null }));
      if (part.latest !== subject) part.deals++;
      part.latest = subject;
    }
  return [...parts.values()]
    .filter(({ deals }) => deals >= least)
    .toSorted((a, b) => b.deals - a.deals)
    .slice(0, MOST_PARTS)
    .map(({ name }) => ({ type: group.type, [field]: name }));
}

function doseKind(kind: Kind, { rows, subjects }: Group, length: number): DosedLine {
  const names = FIELDS.flatMap((field) => kind[field] ?? []);
  const line: Line = {
    id: ["activity", ...names.map(toId)].join(":"),
    label: names.join(": "),
    points: 0,
    dose: { kind: "activity", match: { ...kind }, repeatFading: REPEAT_FADING, cap: CAP },
  };
  const doseOf = compileDose(line.dose);
  const doses = new Float64Array(length);
  rows.forEach((row, k) => {
    doses[row] = doseOf(subjects[k]!);
  });
  return { line, doses };
}

function tellsOutcome(doses: Float64Array, outcomes: Uint8Array): boolean {
  return (
    findOnlyOutcome(
      Array.from(doses, (dose) => dose > 0),
      outcomes,
    ) !== null
  );
}

/** Text without case and outer space, folded once a spelling. */
function rememberFolded(): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    let folded = known.get(text);
    if (folded === undefined) known.set(text, (folded = text.trim().toLowerCase()));
    return folded;
  };
}
