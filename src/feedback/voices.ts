import { Z95 } from "../statistics/distributions.ts";
import type { Interval } from "../statistics/estimate.ts";

/** What one voice gives a line. */
export interface Voice {
  /** Effective points for a dose of 1, with their 95 % interval. */
  readonly points: Interval;
  /** Share of the prior uncertainty about the line that this voice's evidence removed, 0 to 1. */
  readonly information: number;
}

/** Where a voice stands to the hand-set points. */
export type Stance = "more" | "with" | "less" | "silent";

export const voiceVerdicts = [
  "agree",
  "deals-and-sales-against-points",
  "deals-against-points",
  "sales-against-points",
  "deals-against-sales",
  "sales-against-deals",
  "three-ways",
  "silent",
] as const;

export type VoiceVerdict = (typeof voiceVerdicts)[number];

/** Below this, the interval is mostly the prior's, and says nothing of the line. */
const LEAST_INFORMATION = 0.25;

/**
 * A fitted worth as a voice in points.
 *
 * @param worth log-odds for a dose of 1, with its standard error
 * @param unit  log-odds per point on the scale of this voice, above 0: acceptance and wins each have
 *              their own
 * @throws RangeError on a unit that is not above 0
 */
export function voiceInPoints(
  worth: {
    readonly coefficient: number;
    readonly standardError: number;
    readonly information: number;
  },
  unit: number,
): Voice {
  if (!(unit > 0)) throw new RangeError("log-odds per point are above 0");
  const value = worth.coefficient / unit;
  const halfWidth = (Z95 * worth.standardError) / unit;
  return {
    points: { value, low: value - halfWidth, high: value + halfWidth },
    information: worth.information,
  };
}

/**
 * Where a voice stands to the points that a person set: silent where its evidence removed less than a
 * quarter of the prior's doubt, with them where its interval holds them.
 *
 * @param voice null where the line could not be estimated
 * @param points effective points now
 */
export function takeStance(voice: Voice | null, points: number): Stance {
  if (voice === null || voice.information < LEAST_INFORMATION) return "silent";
  if (voice.points.low > points) return "more";
  return voice.points.high < points ? "less" : "with";
}

/**
 * Who is at odds with whom over a line, hand-set points being the third voice.
 *
 * | verdict | deals | sales |
 * |---|---|---|
 * | agree | with the points, or silent | with the points, or silent; not both silent |
 * | deals-and-sales-against-points | more, or less | the same |
 * | deals-against-points | more or less | silent |
 * | sales-against-points | silent | more or less |
 * | deals-against-sales | more or less | with the points |
 * | sales-against-deals | with the points | more or less |
 * | three-ways | more, or less | the opposite |
 * | silent | silent | silent |
 */
export function weighVoices(deals: Stance, sales: Stance): VoiceVerdict {
  const dealsDiffer = deals === "more" || deals === "less";
  const salesDiffer = sales === "more" || sales === "less";
  if (dealsDiffer && salesDiffer)
    return deals === sales ? "deals-and-sales-against-points" : "three-ways";
  if (dealsDiffer) return sales === "silent" ? "deals-against-points" : "deals-against-sales";
  if (salesDiffer) return deals === "silent" ? "sales-against-points" : "sales-against-deals";
  return deals === "silent" && sales === "silent" ? "silent" : "agree";
}
