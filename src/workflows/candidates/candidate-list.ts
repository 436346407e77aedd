import type { Mapping } from "../../history/mapping.ts";
import { leastDeals } from "../../history/proposal/draft-lines.ts";
import { buildCharacteristic } from "../../history/proposal/starter-scorecard.ts";
import { mappedAttributes } from "../../history/reading/attribute-columns.ts";
import { compileDose } from "../../scorecard/dose.ts";
import type { AttributeValue } from "../../scorecard/lead.ts";
import type { Line } from "../../scorecard/schema.ts";
import { recallLead, type Subject } from "../../scorecard/subject.ts";
import type { DosedHistory } from "../calibration/dosed-history.ts";
import { type DosedLine, listActivityLines, listMatches } from "./candidate-activities.ts";
import { type Place, placeActivity, placeAttribute } from "./candidate-place.ts";

/** A line that the scorecard may lack, at 0 points. */
export interface Candidate extends DosedLine {
  /** What it is about, where its characteristic is not named beside it. */
  readonly label: string;
  readonly place: Place;
}

/**
 * Lines that the mapped attributes and the activities of some deals give rise to: of the starter
 * kind for every attribute, and counts for activities that no line names. Lines that the scorecard
 * has already are among those of attributes: their doses tell.
 *
 * @param rows rows of the history; the doses are in their order
 */
export function listCandidates(
  dosed: DosedHistory,
  rows: Uint32Array,
  mapping: Mapping,
): readonly Candidate[] {
  const subjects = recallRows(dosed, rows);
  const outcomes = Uint8Array.from(rows, (row) => dosed.design.outcomes[row]!);
  const { scorecard } = dosed.compiled.scorecards.at(-1)!;
  const sources = mappedAttributes(mapping);
  const columns = readColumns(subjects, sources);
  const ofAttributes = sources.flatMap((source, k) => {
    const place = placeAttribute(scorecard, source);
    return listAttributeLines(columns[k]!, source).map((dosedLine): Candidate => {
      return { ...dosedLine, place, label: `${source.attribute}: ${dosedLine.line.label}` };
    });
  });
  const named = dosed.compiled.lines.flatMap(({ line }) => listMatches(line));
  const ofActivities = listActivityLines(subjects, outcomes, named, leastDeals(rows.length));
  return [
    ...ofAttributes,
    ...ofActivities.map((dosedLine): Candidate => {
      const [type] = listMatches(dosedLine.line).map((match) => [match.type].flat()[0]!);
      return { ...dosedLine, label: dosedLine.line.label, place: placeActivity(scorecard, type!) };
    }),
  ];
}

/** Leads of some rows as they were known when they were scored. */
export function recallRows(
  { deals, compiled, scorecardOf }: DosedHistory,
  rows: Uint32Array,
): readonly Subject[] {
  return Array.from(rows, (row) => {
    const { lead, asOf } = deals[row]!;
    const { resetAfterDays } = compiled.scorecards[scorecardOf[row]!]!.scorecard;
    return recallLead(lead, asOf, resetAfterDays);
  });
}

/** A line's dose for each subject. */
export function doseLine({ dose }: Line, subjects: readonly Subject[]): Float64Array {
  const doseOf = compileDose(dose);
  const doses = new Float64Array(subjects.length);
  subjects.forEach((subject, i) => {
    doses[i] = doseOf(subject);
  });
  return doses;
}

type Source = Mapping["attributes"][number];

/** Values of each attribute, read lead by lead, as a lead's attributes lie side by side. */
function readColumns(
  subjects: readonly Subject[],
  sources: readonly Source[],
): readonly (readonly AttributeValue[])[] {
  const columns = sources.map((): AttributeValue[] => []);
  for (const { attributes } of subjects)
    sources.forEach(({ attribute, type }, k) => {
      const value = attributes[attribute] ?? null;
      // A second file may hold the same attribute as text.
      columns[k]!.push(type === "number" && typeof value !== "number" ? null : value);
    });
  return columns;
}

function listAttributeLines(
  values: readonly AttributeValue[],
  { attribute, type }: Source,
): readonly DosedLine[] {
  const lines = buildCharacteristic(attribute, type, values)?.lines ?? [];
  // One lead that has nothing else stands for each in turn.
  const attributes: Record<string, AttributeValue> = {};
  const stand: Subject = { attributes, activities: [], asOf: 0 };
  return lines.map((line) => {
    const doseOf = compileDose(line.dose);
    const doses = new Float64Array(values.length);
    values.forEach((value, i) => {
      attributes[attribute] = value;
      doses[i] = doseOf(stand);
    });
    return { line, doses };
  });
}
