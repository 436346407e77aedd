import type { Interval } from "../statistics/estimate.ts";

export const verdicts = [
  "keep",
  "raise",
  "lower",
  "drop",
  "turn-round",
  "too-little-evidence",
] as const;

export type Verdict = (typeof verdicts)[number];

/** What the deals say of one line. Points are effective: after stars and bucket weight. */
export interface LineEvidence {
  /** Whole points or stars as written on the scorecard. */
  readonly written: number;
  readonly kind: "points" | "stars";
  /** Effective points of one written point or star; 0 in a bucket of weight 0 %. */
  readonly unit: number;
  /** What a person lets the line be written as. */
  readonly bounds?:
    | { readonly least?: number | undefined; readonly most?: number | undefined }
    | undefined;
  /** Points for a dose of 1 and their 95 % interval. */
  readonly estimate: Interval;
  /** Share of the prior uncertainty about this line that the deals removed, 0 to 1. */
  readonly information: number;
  /** Why the line could not be estimated, where it could not. */
  readonly held: string | null;
}

export interface LineDecision {
  readonly verdict: Verdict;
  readonly reason: string;
  /** Whole points or stars to write on the scorecard. */
  readonly target: number;
}

/** Below this, the interval is mostly the prior's, and says nothing of the line. */
const LEAST_INFORMATION = 0.25;

/** The decision to leave a line as it is. */
export function nameStay(evidence: LineEvidence): LineDecision {
  const { written: target, held, unit, information } = evidence;
  if (held !== null) return { verdict: "too-little-evidence", reason: held, target };
  if (unit === 0)
    return { verdict: "keep", reason: "Its bucket weighs 0 %, so it counts nothing.", target };
  if (information < LEAST_INFORMATION)
    return { verdict: "too-little-evidence", reason: "The deals say too little of it.", target };
  return { verdict: "keep", reason: "The deals agree with it.", target };
}

/**
 * The decision to write `target` on a line.
 *
 * @param worth effective points that the deals give it while the lines that stay are as they are
 */
export function nameChange(evidence: LineEvidence, target: number, worth: number): LineDecision {
  const { written, unit, estimate, kind } = evidence;
  if (target === written) {
    const isBound = unit !== 0 && Math.abs(worth / unit - written) >= 1;
    const reason = isBound
      ? "What may be written comes no nearer to its worth."
      : "The difference rounds to nothing.";
    return { verdict: "keep", reason, target };
  }
  if (written * target < 0 || (written * worth < 0 && target === 0 && kind === "stars")) {
    const loss = kind === "stars" ? " Stars cannot say so: it loses them." : "";
    return { verdict: "turn-round", reason: `It speaks for the other outcome.${loss}`, target };
  }
  if (target === 0)
    return { verdict: "drop", reason: "Its worth cannot be told from nothing.", target };
  const side = target > written ? "more" : "less";
  const current = written * unit;
  const showsAlone = estimate.low > current || current > estimate.high;
  return {
    verdict: target > written ? "raise" : "lower",
    reason: showsAlone
      ? `It is worth ${side} than it gets.`
      : `It is worth ${side} than it gets, as far as lines like it can be told apart.`,
    target,
  };
}

/** What may be written on lines that change, in written points or stars. */
export interface WritingRules {
  /** A line moves by at most so much. */
  readonly maxChange?: number;
  /** Points are multiples of this; stars are not bound by it. */
  readonly step?: number;
}

/**
 * The nearest to some effective points that can be written: whole points in steps, or 0 to 5 stars,
 * within the line's bounds and the largest change, and never on the other side of what is written.
 * Where nothing of that comes nearer than what is written, that stays.
 */
export function writePoints(
  { kind, unit, written, bounds }: Pick<LineEvidence, "kind" | "unit" | "written" | "bounds">,
  effective: number,
  { maxChange = Number.POSITIVE_INFINITY, step = 1 }: WritingRules = {},
): number {
  if (unit === 0) return written;
  const wanted = effective / unit;
  const [floor, ceiling] = kind === "stars" ? [0, 5] : [-Infinity, Infinity];
  const [down, up] =
    wanted < written ? [written - maxChange, written] : [written, written + maxChange];
  const least = Math.max(floor, bounds?.least ?? -Infinity, down);
  const most = Math.min(ceiling, bounds?.most ?? Infinity, up);
  const grain = kind === "stars" ? 1 : step;
  const distance = (value: number) => Math.abs(value - wanted);
  const within = Math.min(most, Math.max(least, wanted)) / grain;
  return [Math.round(within), Math.floor(within), Math.ceil(within)]
    .map((steps) => steps * grain + 0) // + 0 turns −0 into 0
    .filter((value) => value >= least && value <= most)
    .reduce((best, next) => (distance(next) < distance(best) ? next : best), written);
}
