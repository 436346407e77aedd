import { GRADES, type Scorecard } from "./schema.ts";

/** A cut of a scorecard that must lie above the one before it. */
export interface RisingCut {
  readonly kind: "threshold" | "grade" | "band";
  /** Id of the threshold, name of the grade or band. */
  readonly key: string;
  readonly name: string;
  /** Points. */
  readonly score: number;
}

/**
 * The cuts of a scorecard that must rise, each list from the lowest up: thresholds in the order in
 * which they are written, grades from C to A, bands from 3 to 1. Cost O(thresholds).
 */
export function listRisingCuts({
  thresholds,
  matrix,
}: Scorecard): readonly (readonly RisingCut[])[] {
  const grades = GRADES.filter((grade) => grade !== "D").toReversed();
  return [
    thresholds.map(({ id, name, score }) => ({ kind: "threshold", key: id, name, score })),
    grades.map((key) => ({ kind: "grade", key, name: `Grade ${key}`, score: matrix.grades[key] })),
    (["3", "2", "1"] as const).map((key) => {
      return { kind: "band", key, name: `Band ${key}`, score: matrix.bands[key] };
    }),
  ];
}

/** Neighbours of which the upper does not lie above the lower. Cost O(cuts). */
export function findFallingCuts(
  cuts: readonly RisingCut[],
): readonly { readonly lower: RisingCut; readonly upper: RisingCut }[] {
  return cuts.slice(1).flatMap((upper, i) => {
    const lower = cuts[i]!;
    return upper.score > lower.score ? [] : [{ lower, upper }];
  });
}
