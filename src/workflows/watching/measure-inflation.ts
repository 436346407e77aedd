import { findInflation, type ScoreInflation } from "../../experiment/inflation.ts";
import { countWon } from "../../statistics/domain.ts";
import { type Estimable, isEstimated, notEstimable } from "../../statistics/estimate.ts";
import { takeValues } from "../../trainer/design-matrix.ts";
import { type Baseline, findWorth } from "./baseline.ts";
import { LEAST_OF_EACH } from "./periods-of-deals.ts";
import { type DosedDeals, SPAN_DAYS, type WatchMaterial } from "./watch-material.ts";

const DAY = 86_400_000;
/** Days over which deals closed, from which a movement a year is told. */
const LEAST_DAYS = 180;
/** So many of the won, and of the lost, have closed by an age at which hand-overs count as settled. */
const SETTLED_SHARE = 0.95;

/**
 * Whether scores at the hand-over rise without the leads getting better. One score a deal, at one moment
 * of the lead's life, so that leads which age are not taken for inflation. They are ordered by when the
 * deals closed: in that order quick deals and slow ones are mixed as ever, up to the last day.
 */
export function measureInflation(
  { at, deals }: Pick<WatchMaterial, "at" | "deals">,
  { rules }: Pick<Baseline, "rules">,
): Estimable<ScoreInflation> {
  const calibration = findWorth(rules);
  if (!isEstimated(calibration)) return calibration;
  const since = Math.max(at - SPAN_DAYS * DAY, findBeginning(deals));
  const chosen = Uint32Array.from(deals.closed.keys()).filter(
    (i) => deals.closed[i]! >= since && deals.closed[i]! <= at,
  );
  const times = takeValues(deals.closed, chosen);
  const outcomes = Uint8Array.from(chosen, (i) => deals.outcomes[i]!);
  const missing = explainMissing(times, outcomes);
  if (missing !== null) return notEstimable(missing);
  return findInflation({
    scores: takeValues(deals.totals, chosen),
    times,
    judged: { rows: Uint32Array.from(chosen.keys()), outcomes },
    calibration,
  });
}

function explainMissing(times: Float64Array, outcomes: Uint8Array): string | null {
  const first = times.reduce((least, time) => Math.min(least, time), Infinity);
  const last = times.reduce((most, time) => Math.max(most, time), -Infinity);
  const won = countWon(outcomes);
  const lost = outcomes.length - won;
  if (Math.min(won, lost) >= LEAST_OF_EACH && last - first >= LEAST_DAYS * DAY) return null;
  return `Of the last ${SPAN_DAYS / 365} years ${won} won and ${lost} lost deals can be told in order of their closing: at least ${LEAST_OF_EACH} of each over ${LEAST_DAYS} days are needed.`;
}

/**
 * From when on deals closed in their usual mixture: before, of the first that were handed over only the
 * quick ones had, which may be the lost ones.
 */
function findBeginning({ handedOver, closed, outcomes }: DosedDeals): number {
  const first = handedOver.reduce((least, time) => Math.min(least, time), Infinity);
  const ages = [0, 1].map((outcome) =>
    closed
      .map((at, i) => (outcomes[i] === outcome ? at - handedOver[i]! : -1))
      .filter((age) => age >= 0)
      .toSorted(),
  );
  const settled = ages.map((of) => of[Math.floor(SETTLED_SHARE * (of.length - 1))] ?? 0);
  return first + Math.max(...settled);
}
