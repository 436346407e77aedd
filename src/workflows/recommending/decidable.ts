import type { Calibration, CalibrationLine, Verdict } from "../../report/calibration.ts";
import { writtenEstimateOf } from "../../report/words.ts";
import type { Scorecard, ScorecardSet } from "../../scorecard/schema.ts";
import { isEstimated } from "../../statistics/estimate.ts";

export const decidableKinds = ["line", "threshold", "grade", "band"] as const;
export type DecidableKind = (typeof decidableKinds)[number];

/** Something of a recommendation that people decide on. */
export interface Decidable {
  /** `kind:scorecard/key`, such as `line:sample/pricing-page` or `threshold:sample/mql`. */
  readonly subject: string;
  readonly kind: DecidableKind;
  /** Id of the scorecard that it stands on. */
  readonly scorecard: string;
  /** Id of the line or threshold on that scorecard; name of the grade (A to C) or band (1 to 3). */
  readonly key: string;
  readonly label: string;
  /** Whole points or stars as they are written on the scorecard, or the cut in points. */
  readonly current: number;
  readonly recommended: number;
  /** 95 % interval of what the deals say, in the same unit; null where there is none. */
  readonly low: number | null;
  readonly high: number | null;
  readonly verdict: Verdict;
  readonly reason: string;
}

/** What a recommendation is decided by: its findings, and the set with every change in it. */
export interface Decided {
  readonly calibration: Calibration;
  readonly recommended: ScorecardSet;
}

/**
 * Everything of a recommendation that can be decided on, what stays as it is included: lines in the
 * scorecards' order, then thresholds, then grades and bands, whose cuts move with the points.
 */
export function listDecidable({ calibration, recommended }: Decided): readonly Decidable[] {
  const cards = new Map(listCards(recommended).map((card) => [card.id, card]));
  return [
    ...calibration.lines.map((line) => describeLine(line, recommended)),
    ...calibration.thresholds.map((threshold) =>
      describeThreshold(threshold, cards.get(threshold.scorecard)!),
    ),
    ...calibration.grades.flatMap((grades) =>
      describeClasses(grades, cards.get(grades.scorecard)!),
    ),
  ];
}

/** The name by which a decision says what it is on. */
export function nameSubject(kind: DecidableKind, scorecard: string, key: string): string {
  return `${kind}:${scorecard}/${key}`;
}

function listCards({ segments, fallback }: ScorecardSet): readonly Scorecard[] {
  return [...segments.map(({ scorecard }) => scorecard), fallback];
}

function describeLine(line: CalibrationLine, { segments, fallback }: ScorecardSet): Decidable {
  const place = line.id.indexOf("/");
  const isPlain = segments.length === 0;
  const scorecard = isPlain ? fallback.id : line.id.slice(0, place);
  const key = isPlain ? line.id : line.id.slice(place + 1);
  const says = writtenEstimateOf(line);
  return {
    subject: nameSubject("line", scorecard, key),
    kind: "line",
    scorecard,
    key,
    label: line.label,
    current: line.currentWritten,
    recommended: line.recommendedWritten,
    low: isEstimated(says) ? says.low : null,
    high: isEstimated(says) ? says.high : null,
    verdict: line.verdict,
    reason: line.reason,
  };
}

function describeThreshold(
  { id, name, current, recommended: advised, aim }: Calibration["thresholds"][number],
  card: Scorecard,
): Decidable {
  const recommended = card.thresholds.find((threshold) => threshold.id === id)!.score;
  return {
    subject: nameSubject("threshold", card.id, id),
    kind: "threshold",
    scorecard: card.id,
    key: id,
    label: name,
    ...describeCut(current, recommended),
    reason: isEstimated(advised) ? `It is set for ${aim}.` : advised.notEstimable,
  };
}

function describeClasses(
  { axis, now, aims }: Calibration["grades"][number],
  { id, matrix }: Scorecard,
): readonly Decidable[] {
  const kind = axis === "fit" ? "grade" : "band";
  const cuts: Readonly<Record<string, number>> = axis === "fit" ? matrix.grades : matrix.bands;
  return now.flatMap(({ name, cut }) => {
    if (cut === null) return [];
    const aim = aims.find((each) => each.name === name && each.unmet === null)?.aim;
    return {
      subject: nameSubject(kind, id, name),
      kind,
      scorecard: id,
      key: name,
      label: `${axis === "fit" ? "Grade" : "Band"} ${name}`,
      ...describeCut(cut, cuts[name]!),
      reason: `It is set for ${aim ?? "about today's share of deals"}.`,
    };
  });
}

function describeCut(current: number, recommended: number) {
  const moved = recommended > current ? "raise" : "lower";
  const verdict: Verdict = recommended === current ? "keep" : moved;
  return { current, recommended, low: null, high: null, verdict };
}
