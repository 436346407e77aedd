import type { ShadowFindings } from "../../report/ab/findings.ts";
import { formatList, formatPoints, formatShare } from "../../report/format.ts";
import type { ScorecardSet } from "../../scorecard/schema.ts";
import { type Estimable, isEstimated } from "../../statistics/estimate.ts";
import type { Top } from "../../statistics/precision-at.ts";
import type { ComparedLeads } from "./compared-leads.ts";

/** A threshold of the rules, and the probability from which the model takes as many leads. */
type PairedCut = ShadowFindings["cuts"][number];

interface PairedCuts {
  readonly cuts: readonly PairedCut[];
  readonly notes: readonly string[];
}

/** Thresholds that all scorecards of the set have alike, with the model's cuts of equal share. */
export function pairCuts(set: ScorecardSet, { rules, model }: ComparedLeads["leads"]): PairedCuts {
  const cards = [set.fallback, ...set.segments.map(({ scorecard }) => scorecard)];
  const isShared = ({ name, score }: { readonly name: string; readonly score: number }) =>
    cards.every(({ thresholds }) =>
      thresholds.some((other) => other.name === name && other.score === score),
    );
  const all = new Map(
    cards.flatMap(({ thresholds }) => thresholds.map((each) => [each.name, each])),
  );
  const shared = [...all.values()].filter(isShared).toSorted((a, b) => a.score - b.score);
  const apart = [...all.values()].filter((threshold) => !isShared(threshold));
  const rising = model.probabilities.toSorted();
  const taken = (score: number) =>
    rules.scores.reduce((count, points) => count + (points >= score ? 1 : 0), 0);
  const cuts = shared.flatMap(({ name, score }): readonly PairedCut[] => {
    const probability = rising[rising.length - taken(score)];
    return probability === undefined ? [] : [{ name, points: score, probability }];
  });
  const unreached = shared.filter(({ name }) => !cuts.some((cut) => cut.name === name));
  return {
    cuts,
    notes: [
      ...unreached.map(
        ({ name, score }) => `No lead reached ${name} at ${formatPoints(score)} points.`,
      ),
      ...(apart.length === 0
        ? []
        : [
            `The scorecards of the set place ${formatList(apart.map(({ name }) => name))} differently, so the decisions there are not compared.`,
          ]),
    ],
  };
}

interface Tops {
  readonly tops: readonly (Top & { readonly share: number })[];
  readonly leadsPerWeek: number | null;
  readonly notes: readonly string[];
}

const SHARES = [0.05, 0.1, 0.2];

/**
 * How many of the best leads to compare: usual shares, and the share that sales can work.
 *
 * @param capacity leads a week that sales can work, by threshold: whoever is over a higher one is over
 *                 the lower one too, so the most is all of it
 */
export function chooseTops(
  capacity: Readonly<Record<string, number>>,
  perWeek: Estimable<number>,
): Tops {
  const usual = SHARES.map((share) => ({ share }));
  const amounts = Object.values(capacity);
  if (amounts.length === 0) return { tops: usual, leadsPerWeek: null, notes: [] };
  const leadsPerWeek = Math.max(...amounts);
  if (!isEstimated(perWeek)) {
    const note = `What share of the leads sales can work is not known: ${perWeek.notEstimable}`;
    return { tops: usual, leadsPerWeek, notes: [note] };
  }
  const share = leadsPerWeek / perWeek;
  if (share >= 1) {
    const note = "Sales can work as many leads a week as came, so no choice among them is needed.";
    return { tops: usual, leadsPerWeek, notes: [note] };
  }
  const note = `Sales can work ${formatShare(share, 0)} of the leads that came.`;
  return { tops: [...usual, { share }], leadsPerWeek, notes: [note] };
}
