/** Where the hand weights give no scale: 10 points double the odds. */
const DEFAULT_UNIT = Math.LN2 / 10;

/** The unit may leave the one that keeps the score's spread by this factor at most. */
const MOST_STRETCH = 2;

export interface UnitLine {
  /** Effective points now; 0 where the line is unrated. */
  readonly points: number;
  /** Log-odds for a dose of 1: the ends of the 95 % interval. */
  readonly low: number;
  readonly high: number;
}

/**
 * Log-odds that one recommended point stands for.
 *
 * Any unit gives the same ranking; this one leaves the most lines as they are. Line j agrees with
 * its points p_j under unit u when u·p_j lies in its interval, that is for u between low_j / p_j and
 * high_j / p_j; the unit is taken where most of these ranges overlap, as near as that allows to the
 * unit that keeps the spread of the score, and never more than a factor 2 from it, so that rules
 * which rank no better than chance cannot inflate the points.
 *
 * @param lines         lines whose worth was estimated
 * @param logOddsSpread standard deviation of the model's log-odds over the history
 * @param scoreSpread   standard deviation of the current score, in points
 * @returns a positive number; ln 2 / 10 where fewer than half of the lines are rated or no score
 *          differs from another
 * Cost O(k²) for k lines.
 */
export function choosePointUnit(
  lines: readonly UnitLine[],
  logOddsSpread: number,
  scoreSpread: number,
): number {
  const rated = lines.filter((line) => line.points !== 0);
  if (2 * rated.length < lines.length || scoreSpread === 0 || logOddsSpread === 0)
    return DEFAULT_UNIT;
  const keepsSpread = logOddsSpread / scoreSpread;
  const least = keepsSpread / MOST_STRETCH;
  const most = keepsSpread * MOST_STRETCH;
  const ranges = rated.map(({ points, low, high }) =>
    points > 0
      ? { from: low / points, to: high / points }
      : { from: high / points, to: low / points },
  );
  const ends = ranges.flatMap(({ from, to }) => [from, to]);
  const marks = [least, keepsSpread, most, ...ends.filter((end) => end > least && end < most)];
  const sorted = marks.toSorted((a, b) => a - b);
  let best = { unit: keepsSpread, agreeing: -1 };
  for (let k = 1; k < sorted.length; k++) {
    const unit = approach(keepsSpread, sorted[k - 1]!, sorted[k]!);
    const agreeing = ranges.filter(({ from, to }) => from <= unit && unit <= to).length;
    const isNearer = distance(unit, keepsSpread) < distance(best.unit, keepsSpread);
    if (agreeing > best.agreeing || (agreeing === best.agreeing && isNearer))
      best = { unit, agreeing };
  }
  return best.unit;
}

/** The point of a stretch nearest to a goal, a quarter of the stretch away from its ends. */
function approach(goal: number, from: number, to: number): number {
  if (goal === from || goal === to) return goal;
  const margin = (to - from) / 4;
  return Math.min(to - margin, Math.max(from + margin, goal));
}

function distance(a: number, b: number): number {
  return Math.abs(Math.log(a / b));
}
