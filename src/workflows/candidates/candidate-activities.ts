import { findOnlyOutcome } from "../../history/leaks/one-sided-fill.ts";
import { toId } from "../../history/proposal/draft-lines.ts";
import { compileMatch } from "../../scorecard/condition.ts";
import { compileDose } from "../../scorecard/dose.ts";
import type { Activity } from "../../scorecard/lead.ts";
import type { Line } from "../../scorecard/schema.ts";
import type { ActivityMatch, Condition } from "../../scorecard/schema-doses.ts";
import type { Subject } from "../../scorecard/subject.ts";

/** A line that nobody has rated, with its doses on some deals. */
export interface DosedLine {
  readonly line: Line;
  readonly doses: Float64Array;
}

/** What the activities of one candidate have in common. */
type Kind = Partial<Pick<Activity, "type" | "asset" | "category">>;

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
  const all: Group = { kind: {}, rows: [...subjects.keys()], subjects };
  const groups = splitGroup(all, "type").flatMap((group) => [
    group,
    ...listParts(group, "asset", least),
    ...listParts(group, "category", least),
  ]);
  return groups
    .filter(({ kind }) => !named.some((match) => isNamed(match, kind)))
    .map((group) => doseGroup(group, subjects.length))
    .filter(({ doses }) => !tellsOutcome(doses, outcomes));
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
  return !isNarrower && !isWider && compileMatch(match)({ type: "", ...kind, at: 0 });
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

/** Leads that show one kind of activity, with those activities alone, and their rows. */
interface Group {
  readonly kind: Kind;
  readonly rows: readonly number[];
  readonly subjects: readonly Subject[];
}

/** A group that is being filled. */
interface Part extends Group {
  readonly rows: number[];
  readonly subjects: (Subject & { readonly activities: Activity[] })[];
}

function listParts(group: Group, field: "asset" | "category", least: number): readonly Group[] {
  return splitGroup(group, field)
    .filter(({ rows }) => rows.length >= least)
    .slice(0, MOST_PARTS);
}

/**
 * The kinds within a kind, the one that most leads show first. One pass over all activities spares
 * each line a look at those of the others.
 */
function splitGroup({ kind, rows, subjects }: Group, field: keyof Kind): readonly Group[] {
  const parts = new Map<string, Part>();
  const partOf = rememberEach((name: string) => {
    const key = name.trim().toLowerCase();
    let part = parts.get(key);
    if (part === undefined)
      parts.set(key, (part = { kind: { ...kind, [field]: name.trim() }, rows: [], subjects: [] }));
    return part;
  });
  subjects.forEach(({ activities, attributes, asOf }, k) => {
    for (const activity of activities) {
      const name = activity[field];
      if (name === undefined || name === "") continue;
      const part = partOf(name);
      if (part.rows.at(-1) === rows[k]) part.subjects.at(-1)!.activities.push(activity);
      else {
        part.rows.push(rows[k]!);
        part.subjects.push({ attributes, activities: [activity], asOf });
      }
    }
  });
  return [...parts.values()].toSorted((a, b) => b.rows.length - a.rows.length);
}

function doseGroup({ kind, rows, subjects }: Group, length: number): DosedLine {
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

/** A function that is asked of each text once. */
function rememberEach<T>(answer: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    let answered = known.get(text);
    if (answered === undefined) known.set(text, (answered = answer(text)));
    return answered;
  };
}
