import { compileCondition, type Test } from "./condition.ts";
import { compileDose, type DoseOf } from "./dose.ts";
import type { Lead } from "./lead.ts";
import type { Bucket, Characteristic, Line, Scorecard, ScorecardSet } from "./schema.ts";
import { recallLead } from "./subject.ts";

/** One line with everything that decides what it adds to a score. */
export interface CompiledLine {
  /** Unique over the set: the line's id, behind `scorecard/` where there are several scorecards. */
  readonly key: string;
  readonly line: Line;
  readonly bucket: Bucket;
  readonly characteristic: Characteristic;
  readonly scorecard: Scorecard;
  /** Effective points of one written point or star: bucket weight, times points per star. */
  readonly unit: number;
  /** Effective points for a dose of 1. */
  readonly points: number;
  readonly doseOf: DoseOf;
}

export interface CompiledScorecard {
  readonly scorecard: Scorecard;
  readonly when: Test | null;
  /** Index of its first line in the lines of the set. */
  readonly firstLine: number;
  readonly lineCount: number;
  /** Indices of the lines of each category, in the set's lines, in scorecard order. */
  readonly categoryLines: readonly (readonly number[])[];
}

/** A set of scorecards ready to dose and score; the fallback stands last. */
export interface CompiledScorecards {
  readonly scorecards: readonly CompiledScorecard[];
  /** All lines of all scorecards: the features of the model, in this order. */
  readonly lines: readonly CompiledLine[];
}

export interface DosedLead {
  /** Index into the set's scorecards. */
  readonly scorecard: number;
  /** One dose a line of the set; 0 on the lines of the scorecards that do not apply. */
  readonly doses: Float64Array;
}

/** Makes a set of scorecards ready to dose and score. Cost O(lines). */
export function compileScorecards(set: ScorecardSet): CompiledScorecards {
  const cards = [
    ...set.segments.map(({ scorecard, when }) => ({ scorecard, when: compileCondition(when) })),
    { scorecard: set.fallback, when: null },
  ];
  const lines: CompiledLine[] = [];
  const scorecards = cards.map(({ scorecard, when }) => {
    const firstLine = lines.length;
    const prefix = cards.length > 1 ? `${scorecard.id}/` : "";
    lines.push(...compileLines(scorecard, prefix));
    const lineCount = lines.length - firstLine;
    const own = [...lines.keys()].slice(firstLine);
    const categoryLines = scorecard.categories.map(({ id }) =>
      own.filter((j) => lines[j]!.line.category === id),
    );
    return { scorecard, when, firstLine, lineCount, categoryLines };
  });
  return { scorecards, lines };
}

/**
 * The doses of a lead as it was known at `asOf`: the one function behind training and serving.
 *
 * @param asOf  epoch milliseconds
 * @param doses all 0, one a line of the set, to be filled in; a new array when left out
 * Cost O(lines × activities of the lead).
 */
export function doseLead(
  compiled: CompiledScorecards,
  lead: Lead,
  asOf: number,
  doses = new Float64Array(compiled.lines.length),
): DosedLead {
  const whole = recallLead(lead, asOf);
  const scorecard = compiled.scorecards.findIndex(({ when }) => !when || when(whole) === true);
  const chosen = compiled.scorecards[scorecard]!;
  const { resetAfterDays } = chosen.scorecard;
  const subject = resetAfterDays === undefined ? whole : recallLead(lead, asOf, resetAfterDays);
  for (let j = chosen.firstLine; j < chosen.firstLine + chosen.lineCount; j++)
    doses[j] = compiled.lines[j]!.doseOf(subject);
  return { scorecard, doses };
}

function compileLines(scorecard: Scorecard, prefix: string): CompiledLine[] {
  return scorecard.buckets.flatMap((bucket) =>
    bucket.characteristics.flatMap((characteristic) =>
      characteristic.lines.map((line) => {
        const unit = (bucket.weight / 100) * (line.stars === undefined ? 1 : bucket.pointsPerStar!);
        return {
          key: prefix + line.id,
          line,
          bucket,
          characteristic,
          scorecard,
          unit,
          points: unit * (line.points ?? line.stars!),
          doseOf: compileDose(line.dose),
        };
      }),
    ),
  );
}
