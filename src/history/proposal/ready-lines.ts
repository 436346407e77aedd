import { asksForActivities, compileCondition, listAttributes } from "../../scorecard/condition.ts";
import type { AttributeValue } from "../../scorecard/lead.ts";
import type { Bucket, Characteristic, Line, Scorecard } from "../../scorecard/schema.ts";
import type { Condition } from "../../scorecard/schema-doses.ts";
import type { AttributeType } from "../mapping.ts";
import {
  assembleCharacteristic,
  countLevels,
  type DraftLine,
  draftLevels,
  draftMissing,
  draftOther,
  leastDeals,
} from "./draft-lines.ts";
import type { PlacedCharacteristic } from "./starter-card.ts";

interface RatedLine {
  readonly line: Line;
  readonly when: Condition;
}

/**
 * The ready scorecard's lines on one attribute, with their points, and unrated lines for what they
 * leave out: common levels that none of them fits, and missing.
 *
 * @param attribute canonical name, as the ready scorecard has it
 * @param values    one for each deal
 * @returns null when the ready scorecard has no such lines, or when they fit too few deals (a column
 *          of bands does not fit lines on numbers)
 * Cost O(lines · different values).
 */
export function findReadyLines(
  attribute: string,
  type: AttributeType,
  values: readonly AttributeValue[],
  from: { readonly ready: Scorecard; readonly hasActivities: boolean },
): PlacedCharacteristic | null {
  const found = findReadyCharacteristic(attribute, from.ready);
  if (found === null) return null;
  const rated = listRated(found.characteristic, from.hasActivities);
  const least = leastDeals(values.length);
  const fitted = rated.filter(({ when }) => when.is !== "missing").map(({ when }) => when);
  const uncovered = findUncovered(attribute, values, fitted);
  const known = values.filter((value) => value !== null);
  if (known.length - uncovered.length < least) return null;
  const drafts = draftRest(attribute, type, { values, uncovered, fitted, least });
  if (rated.some(({ when }) => when.is === "missing")) drafts.missing = null;
  const added = [...drafts.levels, ...(drafts.missing === null ? [] : [drafts.missing])];
  return {
    bucket: found.bucket.id,
    characteristic: {
      ...found.characteristic,
      lines: [
        ...rated.map(({ line }) => line),
        ...assembleCharacteristic(found.characteristic.id, added).lines,
      ],
    },
  };
}

/** A characteristic of the ready scorecard that asks for this attribute and for no other. */
function findReadyCharacteristic(
  attribute: string,
  ready: Scorecard,
): { readonly bucket: Bucket; readonly characteristic: Characteristic } | null {
  for (const bucket of ready.buckets)
    for (const characteristic of bucket.characteristics) {
      const asked = characteristic.lines.flatMap(({ dose }) =>
        dose.kind === "attribute" ? listAttributes(dose.when) : [],
      );
      if (asked.length > 0 && asked.every((name) => name === attribute))
        return { bucket, characteristic };
    }
  return null;
}

function listRated(characteristic: Characteristic, hasActivities: boolean): readonly RatedLine[] {
  return characteristic.lines.flatMap((line) => {
    if (line.dose.kind !== "attribute") return [];
    const { when } = line.dose;
    return hasActivities || !asksForActivities(when) ? [{ line, when }] : [];
  });
}

/** Known values that no line fits. */
function findUncovered(
  attribute: string,
  values: readonly AttributeValue[],
  conditions: readonly Condition[],
): readonly AttributeValue[] {
  const tests = conditions.map(compileCondition);
  return values.filter((value) => {
    if (value === null) return false;
    const subject = { attributes: { [attribute]: value }, activities: [], asOf: 0 };
    return !tests.some((test) => test(subject) === true);
  });
}

function draftRest(
  attribute: string,
  type: AttributeType,
  rest: {
    readonly values: readonly AttributeValue[];
    readonly uncovered: readonly AttributeValue[];
    readonly fitted: readonly Condition[];
    readonly least: number;
  },
): { levels: DraftLine[]; missing: DraftLine | null } {
  const missing = draftMissing(attribute, rest.values);
  if (type !== "text" && type !== "list") return { levels: [], missing };
  const counts = countLevels(rest.uncovered);
  const levels = draftLevels(attribute, counts, rest.least);
  const covered = levels.reduce((sum, { label }) => sum + (counts.get(label) ?? 0), 0);
  if (type === "text" && rest.uncovered.length - covered >= rest.least) {
    const lines = rest.fitted.map((when) => ({ label: "", when }));
    levels.push(draftOther(attribute, [...lines, ...levels]));
  }
  return { levels, missing };
}
