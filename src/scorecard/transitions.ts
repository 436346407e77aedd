import { placeInMatrix } from "./matrix.ts";
import { type Band, type Cell, GRADES, type Grade, type Scorecard } from "./schema.ts";
import type { CategoryScore, Score } from "./score.ts";

/** What a lead has reached as far as events speak of it: it lags behind a score that falls. */
export interface SettledState {
  /** Id of the scorecard that applied. */
  readonly scorecard: string;
  /** Ids of the thresholds reached, in scorecard order. */
  readonly thresholds: readonly string[];
  /** `category:score` of the watermarks reached, in scorecard order. */
  readonly watermarks: readonly string[];
  readonly grade: Grade;
  readonly band: Band;
}

export interface Transition {
  readonly kind: "threshold" | "watermark" | "cell";
  /** Id of the threshold, `category:score` of the watermark, or the new cell. */
  readonly subject: string;
  /** A cell moves where one axis rises and the other falls, or where there was none before. */
  readonly direction: "up" | "down" | "move";
  /** The cell before; null for other kinds, and for a lead that is settled for the first time. */
  readonly from: Cell | null;
  /** The new cell; null for other kinds. */
  readonly to: Cell | null;
  readonly name: string;
  /** The action of a watermark that is reached, or the new cell's next action. */
  readonly action: string | null;
}

export interface Settlement {
  readonly state: SettledState;
  /** Thresholds, then watermarks, both in scorecard order, then the cell. */
  readonly transitions: readonly Transition[];
}

/** Figures of a score that decide what is reached; of every category of the scorecard. */
export interface ReachingScore extends Pick<Score, "total" | "fit" | "engagement"> {
  readonly categories: readonly Pick<CategoryScore, "id" | "points">[];
}

/**
 * What a new score changes in what a lead has reached, with hysteresis, so that a score that swings
 * about a cut makes one event and not one a swing.
 *
 * A threshold or watermark is reached at score ≥ cut, and left at score < cut − margin. Grade and band
 * rise to where fit and engagement place them; they fall only where the axis' score < cut − margin,
 * with the cut that holds the settled grade or band, and then to where the score places them. With a
 * margin of 0 the state is the placement of the score.
 *
 * Thresholds, watermarks, grades and bands keep their identity over scorecards and versions by id,
 * `category:score` and letter; what the scorecard no longer has leaves the state without a transition.
 *
 * @param before null where the lead was never settled: all that it reaches is then a transition
 * @param margin points, 0 or more
 * @throws RangeError when the margin is not a number of at least 0
 * Cost O(thresholds + categories × watermarks).
 */
export function settle(
  before: SettledState | null,
  score: ReachingScore,
  card: Scorecard,
  margin: number,
): Settlement {
  if (!(margin >= 0)) throw new RangeError(`expected a margin of at least 0, not ${margin}`);
  const transitions: Transition[] = [];
  const thresholds = settleMarks(before?.thresholds, listThresholds(score, card), margin);
  const watermarks = settleMarks(before?.watermarks, listWatermarks(score, card), margin);
  transitions.push(...thresholds.transitions, ...watermarks.transitions);
  const { grade, band } = settleCell(before, score, card.matrix, margin);
  const move = describeMove(before, grade, band, card.matrix);
  if (move !== null) transitions.push(move);
  const state = {
    scorecard: card.id,
    thresholds: thresholds.reached,
    watermarks: watermarks.reached,
    grade,
    band,
  };
  return { state, transitions };
}

/** A cut on one score, be it a threshold's or a watermark's. */
interface Mark extends Pick<Transition, "subject" | "name" | "action"> {
  readonly kind: "threshold" | "watermark";
  readonly cut: number;
  readonly points: number;
}

function listThresholds({ total }: ReachingScore, { thresholds }: Scorecard): readonly Mark[] {
  return thresholds.map(({ id, name, score }) => ({
    kind: "threshold",
    subject: id,
    name,
    action: null,
    cut: score,
    points: total,
  }));
}

/** Watermarks of one category at one score are one mark with all of their actions. */
function listWatermarks(score: ReachingScore, { categories }: Scorecard): readonly Mark[] {
  return categories.flatMap(({ id, name, watermarks }) => {
    const { points } = score.categories.find((category) => category.id === id)!;
    return [...new Set(watermarks.map((watermark) => watermark.score))].map((cut): Mark => {
      const actions = watermarks.filter((watermark) => watermark.score === cut);
      return {
        kind: "watermark",
        subject: `${id}:${cut}`,
        name: `${name} at ${cut}`,
        action: actions.map(({ action }) => action).join("; "),
        cut,
        points,
      };
    });
  });
}

function settleMarks(before: readonly string[] = [], marks: readonly Mark[], margin: number) {
  const reached: string[] = [];
  const transitions: Transition[] = [];
  for (const { kind, subject, name, action, cut, points } of marks) {
    const was = before.includes(subject);
    const is = points >= (was ? cut - margin : cut);
    if (is) reached.push(subject);
    if (is === was) continue;
    const direction = is ? "up" : "down";
    const told = is ? action : null;
    transitions.push({ kind, subject, direction, from: null, to: null, name, action: told });
  }
  return { reached, transitions };
}

function settleCell(
  before: SettledState | null,
  { fit, engagement }: ReachingScore,
  matrix: Scorecard["matrix"],
  margin: number,
): Pick<SettledState, "grade" | "band"> {
  const placed = placeInMatrix(matrix, fit, engagement);
  if (before === null) return placed;
  const { grade, band } = before;
  const isAbove = GRADES.indexOf(grade) < GRADES.indexOf(placed.grade);
  const isBefore = band < placed.band;
  const keepsGrade = isAbove && grade !== "D" && fit >= matrix.grades[grade] - margin;
  const keepsBand = isBefore && band !== 4 && engagement >= matrix.bands[band] - margin;
  return { grade: keepsGrade ? grade : placed.grade, band: keepsBand ? band : placed.band };
}

function describeMove(
  before: SettledState | null,
  grade: Grade,
  band: Band,
  { nextActions }: Scorecard["matrix"],
): Transition | null {
  const to: Cell = `${grade}${band}`;
  const from: Cell | null = before && `${before.grade}${before.band}`;
  if (from === to) return null;
  const action = nextActions[to];
  const common = { kind: "cell", subject: to, from, to, name: `Cell ${to}`, action } as const;
  if (before === null) return { ...common, direction: "move" };
  const rises = GRADES.indexOf(before.grade) - GRADES.indexOf(grade);
  const climbs = before.band - band;
  if (rises >= 0 && climbs >= 0) return { ...common, direction: "up" };
  return { ...common, direction: rises <= 0 && climbs <= 0 ? "down" : "move" };
}
