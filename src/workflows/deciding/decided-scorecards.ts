import type { Scorecard, ScorecardSet } from "../../scorecard/schema.ts";
import { replacePoints } from "../../scorecard/score.ts";
import { mapScorecards } from "../calibration/recommended-scorecards.ts";
import { type DecidableKind, nameSubject } from "../recommending/decidable.ts";

/** A set with the values that were chosen for some of its lines and cuts, by subject. */
export function writeValues(set: ScorecardSet, values: ReadonlyMap<string, number>): ScorecardSet {
  return mapScorecards(set, (card) => {
    const chosen = (kind: DecidableKind, key: string, written: number) =>
      values.get(nameSubject(kind, card.id, key)) ?? written;
    const { grades, bands } = card.matrix;
    return {
      ...replacePoints(card, listPoints(card, values)),
      thresholds: card.thresholds.map((threshold) => ({
        ...threshold,
        score: chosen("threshold", threshold.id, threshold.score),
      })),
      matrix: {
        ...card.matrix,
        grades: {
          A: chosen("grade", "A", grades.A),
          B: chosen("grade", "B", grades.B),
          C: chosen("grade", "C", grades.C),
        },
        bands: {
          "1": chosen("band", "1", bands["1"]),
          "2": chosen("band", "2", bands["2"]),
          "3": chosen("band", "3", bands["3"]),
        },
      },
    };
  });
}

/** The points or stars that were chosen for lines of one scorecard, by line id. */
function listPoints(
  { id: scorecard, buckets }: Scorecard,
  values: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  const lines = buckets.flatMap(({ characteristics }) =>
    characteristics.flatMap((characteristic) => characteristic.lines),
  );
  return new Map(
    lines.flatMap(({ id }) => {
      const value = values.get(nameSubject("line", scorecard, id));
      return value === undefined ? [] : [[id, value]];
    }),
  );
}
