import { Z95 } from "../statistics/distributions.ts";
import { type Estimable, type Interval, isEstimated } from "../statistics/estimate.ts";
import {
  type Count,
  compareProportions,
  estimateProportion,
  type Proportion,
  type ProportionDifference,
} from "../statistics/proportion.ts";
import { findRho, sequenceHalfWidth } from "../statistics/sequence.ts";
import { ARMS, type ArmName } from "./assignment.ts";
import { type EnrolledLead, findCrossed, hasSucceeded, isWindowOver } from "./enrolment.ts";
import type { LiveTerms } from "./live.ts";

/** A lead that takes part, with how often its arm handed it over so far. */
export interface HandedLead extends EnrolledLead {
  readonly handovers: number;
}

/** What one arm gave sales to work. */
export interface ArmHandovers {
  /** That take part, whether or not their window is over. */
  readonly units: number;
  readonly leads: number;
  /** Of the leads, those that the arm handed over. */
  readonly handedOver: number;
  readonly share: Estimable<Proportion>;
  /** Of leads handed over whose outcome window is over, those that succeeded within it. */
  readonly successRate: Estimable<Proportion>;
}

export interface HandoverComparison {
  readonly arms: Readonly<Record<ArmName, ArmHandovers>>;
  /** Share handed over by the model less that by the rules. */
  readonly difference: Estimable<{
    /** For one look. */
    readonly fixed: ProportionDifference;
    /** Holds at every look. */
    readonly anytime: Interval;
  }>;
}

type Terms = Pick<LiveTerms, "withinDays" | "alpha" | "plannedUnits">;

/**
 * How many leads each arm handed over, without which nobody knows at what price it won more.
 *
 * Handing over is counted of all that take part: it needs no outcome window. Where a unit has several
 * leads, n is what as many separate leads as say the same would be (Korn and Graubard 1998), for
 * intervals only. The interval at every look is Newcombe's, widened as the sequence's is to 1.96
 * standard errors; both arms alike to the last lead, or all and none, are no special case of it.
 *
 * @param leads of all arms, in any order; units in both arms are left out
 * @param asOf  epoch milliseconds
 * @returns shares in [0, 1]; not estimable of an arm without leads
 * Cost O(leads). Source: Newcombe 1998, method 10; the sequence, `sequenceHalfWidth`.
 */
export function compareHandovers(
  leads: readonly HandedLead[],
  { withinDays, alpha, plannedUnits }: Terms,
  asOf: number,
): HandoverComparison {
  const crossed = findCrossed(leads);
  const window = { withinDays, asOf };
  const found = ARMS.map((arm) => {
    const own = leads.filter((lead) => lead.arm === arm && !crossed.has(lead.unit));
    const given = own.filter(isHandedOver);
    const over = given.filter((lead) => isWindowOver(lead, window));
    return {
      own,
      told: {
        units: new Set(own.map(({ unit }) => unit)).size,
        leads: own.length,
        handedOver: given.length,
        share: estimateShare(own, isHandedOver, "no lead takes part"),
        successRate: estimateShare(
          over,
          (lead) => hasSucceeded(lead, window),
          "no outcome window of a lead handed over is over",
        ),
      },
    };
  });
  const [rules, model] = found as [(typeof found)[number], (typeof found)[number]];
  const fixed = compareProportions(
    countEffective(model.own, isHandedOver),
    countEffective(rules.own, isHandedOver),
  );
  const n = rules.told.units + model.told.units;
  return {
    arms: { rules: rules.told, model: model.told },
    difference: isEstimated(fixed)
      ? { fixed, anytime: widen(fixed, { n, alpha, tunedTo: plannedUnits }) }
      : { notEstimable: "an arm has no lead that takes part" },
  };
}

function isHandedOver({ handovers }: HandedLead): boolean {
  return handovers > 0;
}

type Has = (lead: HandedLead) => boolean;

function estimateShare(
  leads: readonly HandedLead[],
  has: Has,
  reason: string,
): Estimable<Proportion> {
  if (leads.length === 0) return { notEstimable: reason };
  const { successes, n } = countEffective(leads, has);
  const estimate = estimateProportion(successes, n);
  return isEstimated(estimate) ? { ...estimate, n: leads.length } : estimate;
}

/** Leads that have something, of as many separate leads as would say as much of their share. */
function countEffective(leads: readonly HandedLead[], has: Has): Count {
  const units = new Map<string, { leads: number; having: number }>();
  let having = 0;
  for (const lead of leads) {
    const unit = units.get(lead.unit) ?? { leads: 0, having: 0 };
    unit.leads++;
    if (has(lead)) {
      unit.having++;
      having++;
    }
    units.set(lead.unit, unit);
  }
  const n = leads.length;
  if (units.size === n) return { successes: having, n };
  const share = having / n;
  let square = 0;
  for (const unit of units.values()) square += (unit.having - share * unit.leads) ** 2;
  // The variance of a ratio over units is Σ(y − r d)² / n² · m/(m − 1); of separate leads, r(1 − r)/n.
  const variance = (square / n ** 2) * (units.size / Math.max(1, units.size - 1));
  const effective = variance > 0 ? Math.min(n, (share * (1 - share)) / variance) : units.size;
  return { successes: share * effective, n: effective };
}

function widen(
  { value, low, high }: Interval,
  { n, alpha, tunedTo }: { readonly n: number; readonly alpha: number; readonly tunedTo: number },
): Interval {
  const factor = sequenceHalfWidth(n * findRho({ alpha, tunedTo }) ** 2, alpha) / Z95;
  return {
    value,
    low: Math.max(-1, value - factor * (value - low)),
    high: Math.min(1, value + factor * (high - value)),
  };
}
