import type { FeedbackEntry, History } from "../../../src/history/history.ts";
import { createRandom } from "../../../src/statistics/random.ts";
import { type SimulatedLine, UNIT } from "../simulated-history.ts";

const HOUR = 3_600_000;

interface Sales {
  /** What a rep goes by: what lines are worth, or the points that it is shown. */
  readonly by: keyof SimulatedLine;
  readonly share: number;
  readonly seed: number;
  readonly sawScore?: boolean | null;
}

/** A word on some of the leads, given an hour after its hand-over by one of six reps. */
export function simulateFeedback(
  lines: readonly SimulatedLine[],
  { deals }: History,
  { by, share, seed, sawScore = null }: Sales,
): FeedbackEntry[] {
  const random = createRandom(seed);
  return deals.flatMap(({ lead, asOf }): FeedbackEntry[] => {
    const points = lines.reduce(
      (sum, line, j) => sum + (lead.attributes[`a${j}`] === true ? line[by] : 0),
      0,
    );
    const rep = Math.floor(6 * random());
    const accepted = random() < 1 / (1 + Math.exp(1 - 0.3 * (rep - 2.5) - UNIT * points));
    const entry = { leadId: lead.id, accepted, rating: null, reason: null, rep: `R-${rep}` };
    return random() < share ? [{ ...entry, at: asOf + HOUR, sawScore }] : [];
  });
}
