import { estimateKappa } from "../statistics/agreement.ts";
import { type Estimable, isEstimated } from "../statistics/estimate.ts";
import { type MatchedTest, testMatched, testMatchedClusters } from "../statistics/mcnemar.ts";
import type { NormalInterval } from "../statistics/normal-interval.ts";
import { estimateProportion, type Proportion } from "../statistics/proportion.ts";
import { estimateSampledMean } from "../statistics/sampled.ts";
import type { ShadowLeads } from "./shadow-leads.ts";

/** A cut of each arm that stands for the same decision. Leads at a cut are taken. */
export interface PairedThreshold {
  readonly name: string;
  /** On the scale of the arm's scores. */
  readonly rules: number;
  readonly model: number;
}

/** Leads that fall alike, and what came of them. */
export interface TableCell {
  readonly n: number;
  readonly won: number;
  readonly winRate: Estimable<Proportion>;
}

/** McNemar's test, each lead for itself, and where leads go together also by account or rep. */
export interface PairedTest extends MatchedTest {
  readonly clusteredP: number | null;
}

export interface AgreementTable {
  readonly name: string;
  readonly both: TableCell;
  readonly onlyRules: TableCell;
  readonly onlyModel: TableCell;
  readonly neither: TableCell;
  /** Share of leads on which the arms decide alike. */
  readonly agreement: Estimable<Proportion>;
  /** Beyond what chance would do. */
  readonly kappa: Estimable<NormalInterval>;
  /** Of the wins: whether one arm catches more than the other. */
  readonly catches: PairedTest;
  /** Of all leads: whether one arm is right more often, a won lead taken or a lost one left. */
  readonly right: PairedTest;
}

/**
 * How two cuts decide on the same leads, and who is right where they differ.
 *
 * The share decided alike and the clustered tests allow for leads that go together; kappa, win rates
 * and McNemar's own tests take every lead for itself, and then find differences too easily.
 *
 * @param leads     columns of length n
 * @param threshold a cut of each arm
 * Cost O(n). Source: as `testMatched` and `testMatchedClusters`.
 */
export function tabulateAgreement(leads: ShadowLeads, threshold: PairedThreshold): AgreementTable {
  const { rules, model, outcomes } = leads;
  // Bit 1: the rules take it; bit 2: the model does.
  const n = [0, 0, 0, 0];
  const won = [0, 0, 0, 0];
  for (let i = 0; i < outcomes.length; i++) {
    const place =
      Number(rules.scores[i]! >= threshold.rules) + 2 * Number(model.scores[i]! >= threshold.model);
    n[place]!++;
    won[place]! += outcomes[i]!;
  }
  const [neither, onlyRules, onlyModel, both] = n.map((count, place) =>
    describe(count, won[place]!),
  );
  const lost = (cell: TableCell) => cell.n - cell.won;
  return {
    name: threshold.name,
    both: both!,
    onlyRules: onlyRules!,
    onlyModel: onlyModel!,
    neither: neither!,
    agreement: estimateAgreement(leads, threshold, both!.n + neither!.n),
    kappa: estimateKappa([
      [neither!.n, onlyModel!.n],
      [onlyRules!.n, both!.n],
    ]),
    catches: {
      ...testMatched({ onlyFirst: onlyRules!.won, onlySecond: onlyModel!.won }),
      clusteredP: testBalance(leads, threshold, "won"),
    },
    right: {
      ...testMatched({
        onlyFirst: onlyRules!.won + lost(onlyModel!),
        onlySecond: onlyModel!.won + lost(onlyRules!),
      }),
      clusteredP: testBalance(leads, threshold, "all"),
    },
  };
}

/** Whether one arm is right more often by account or rep; null where every lead stands alone. */
function testBalance(
  { rules, model, outcomes, clusters }: ShadowLeads,
  threshold: PairedThreshold,
  of: "won" | "all",
): number | null {
  if (!clusters) return null;
  const balance = Int8Array.from(outcomes, (won, i) => {
    const taken =
      Number(model.scores[i]! >= threshold.model) - Number(rules.scores[i]! >= threshold.rules);
    if (won === 1) return taken;
    return of === "all" ? -taken : 0;
  });
  return testMatchedClusters(balance, clusters);
}

/** By account where leads go together, which Wilson's interval does not know of. */
function estimateAgreement(
  { rules, model, clusters }: ShadowLeads,
  threshold: PairedThreshold,
  alike: number,
): Estimable<Proportion> {
  const n = rules.scores.length;
  if (!clusters) return estimateProportion(alike, n);
  const isAlike = rules.scores.map((score, i) =>
    Number(score >= threshold.rules === model.scores[i]! >= threshold.model),
  );
  const share = estimateSampledMean(isAlike, { clusters });
  if (!isEstimated(share)) return share;
  return { value: share.value, low: Math.max(0, share.low), high: Math.min(1, share.high), n };
}

function describe(n: number, won: number): TableCell {
  return { n, won, winRate: estimateProportion(won, n) };
}
