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
  if (target === written)
    return { verdict: "keep", reason: "The difference rounds to nothing.", target };
  if (written * worth < 0 && (target !== 0 || kind === "stars")) {
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

/** The nearest that can be written on the scorecard: whole points, or 0 to 5 stars. */
export function writePoints(
  { kind, unit, written }: Pick<LineEvidence, "kind" | "unit" | "written">,
  effective: number,
): number {
  if (unit === 0) return written;
  const nearest = Math.round(effective / unit) + 0; // + 0 turns −0 into 0
  return kind === "points" ? nearest : Math.min(5, Math.max(0, nearest));
}
