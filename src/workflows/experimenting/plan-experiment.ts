import type { Experiment } from "../../experiment/definition.ts";
import { type ExperimentPlan, planExperiment as plan } from "../../experiment/plan.ts";
import { Refusal } from "../../refusal.ts";
import { asSentence } from "../../report/ab/words.ts";
import { formatNumber } from "../../report/format.ts";
import { isEstimated } from "../../statistics/estimate.ts";
import type { Session } from "../../store/database.ts";
import { type FoundFigure, findBaseRate, findUnitsPerWeek } from "./stored-figures.ts";

/** What is to be compared, and what is known of it. */
export interface PlanRequest
  extends Pick<
    Experiment,
    "unit" | "shares" | "coverage" | "namespace" | "primary" | "minimumEffect" | "alpha" | "power"
  > {
  readonly handOver: Pick<Experiment["handOver"], "probability">;
  /** Rate of the primary metric under the rules; from what is stored when left out. */
  readonly baseRate?: number | undefined;
  /** Units that take part in a week; from what is stored when left out. */
  readonly unitsPerWeek?: number | undefined;
  /** Share of the outcome's variance that the score foretells, in [0, 1). */
  readonly explained?: number | undefined;
  /** Variance of a unit's rate ÷ p(1 − p): above 1 for accounts of several leads alike. */
  readonly designEffect?: number | undefined;
}

export interface ToldPlan extends ExperimentPlan {
  readonly baseRate: FoundFigure;
  readonly unitsPerWeek: FoundFigure;
  /** The whole in one sentence. */
  readonly summary: string;
}

/**
 * Units and time that an experiment needs.
 *
 * @param now epoch milliseconds
 */
export async function planExperiment(
  session: Session,
  request: PlanRequest,
  now: number,
): Promise<ToldPlan | Refusal> {
  const baseRate =
    request.baseRate === undefined
      ? await findBaseRate(session, request, now)
      : giveFigure(request.baseRate);
  if (baseRate instanceof Refusal) return baseRate;
  const unitsPerWeek =
    request.unitsPerWeek === undefined
      ? await findUnitsPerWeek(session, request, now)
      : giveFigure(request.unitsPerWeek);
  if (unitsPerWeek instanceof Refusal) return unitsPerWeek;
  const { explained, designEffect, minimumEffect, alpha, power, primary } = request;
  const planned = plan({
    baseRate: baseRate.value,
    unitsPerWeek: unitsPerWeek.value,
    modelShare: request.shares.model,
    withinDays: primary.withinDays,
    minimumEffect,
    explained,
    designEffect,
    alpha,
    power,
  });
  if (!isEstimated(planned)) return refusePlan(planned.notEstimable);
  return { ...planned, baseRate, unitsPerWeek, summary: summarise(planned) };
}

function giveFigure(value: number): FoundFigure {
  return { value, from: "given", basis: "As it was given." };
}

function refusePlan(reason: string): Refusal {
  return new Refusal(
    "experiment-unplannable",
    asSentence(reason),
    "Ask for a larger minimumEffect, a metric that is reached sooner, or a lower probability from which the model hands leads over, so that more take part.",
  );
}

function summarise({ fixed, anytime }: ExperimentPlan): string {
  return (
    `Looked at every day, it is planned for ${formatNumber(anytime.units)} units, which come in ` +
    `${formatNumber(anytime.enrolmentDays)} days; the last outcome counts after ` +
    `${formatNumber(anytime.days)} days. Looked at once, at the end, ${formatNumber(fixed.units)} units in ` +
    `${formatNumber(fixed.days)} days would do.`
  );
}
