import { shareTakingPart } from "../../experiment/definition.ts";
import { Refusal } from "../../refusal.ts";
import { type AskedCounts, countAskedLeads, findFirstScoring } from "../../store/asked-leads.ts";
import type { Session } from "../../store/database.ts";
import { readRouting } from "../routing/routing.ts";
import type { PlanRequest } from "./plan-experiment.ts";

/** A figure that a plan rests on, and where it comes from. */
export interface FoundFigure {
  readonly value: number;
  readonly from: "given" | "stored";
  /** As a sentence. */
  readonly basis: string;
}

const DAY = 86_400_000;
const WEEK = 7 * DAY;
const WEEKS = 13;
/** Fewer leads, or weeks, say too little of those to come. */
const LEAST_LEADS = 30;
const LEAST_WEEKS = 1;

/** Rate of the primary metric among leads that either arm asked for, once their window is over. */
export async function findBaseRate(
  session: Session,
  request: PlanRequest,
  now: number,
): Promise<FoundFigure | Refusal> {
  const { metric, withinDays } = request.primary;
  const to = now - withinDays * DAY;
  const { leads, successes } = await countAsked(session, request, { from: to - WEEKS * WEEK, to });
  const found = `${describeLeads(leads)} that rules or model asked for in the ${WEEKS} weeks until ${withinDays} days ago, ${successes} ${successes === 1 ? "was" : "were"} ${metric} within ${withinDays} days`;
  if (leads < LEAST_LEADS || successes === 0 || successes === leads)
    return refuse("baseRate", `Of ${found}: too few to plan by.`);
  return { value: successes / leads, from: "stored", basis: `Of ${found}.` };
}

/** Units that either arm would have asked for in a week, of those that would take part. */
export async function findUnitsPerWeek(
  session: Session,
  request: PlanRequest,
  now: number,
): Promise<FoundFigure | Refusal> {
  const first = await findFirstScoring(session);
  const from = Math.max(now - WEEKS * WEEK, first ?? now);
  const weeks = (now - from) / WEEK;
  if (weeks < LEAST_WEEKS)
    return refuse("unitsPerWeek", "Leads have been scored for less than a week.");
  const { units } = await countAsked(session, request, { from, to: now });
  const { unit } = request;
  const part = shareTakingPart(request);
  const value = (units * part) / weeks;
  const words = `${units} ${unit}${units === 1 ? "" : "s"}`;
  const span = `the last ${weeks.toFixed(1).replace(/\.0$/, "")} weeks`;
  if (value === 0)
    return refuse("unitsPerWeek", `Rules and model asked for no ${unit} in ${span}.`);
  const share = part === 1 ? "all" : `${Number((100 * part).toFixed(2))}%`;
  return {
    value,
    from: "stored",
    basis: `Rules or model asked for ${words} in ${span}, of which ${share} would take part.`,
  };
}

async function countAsked(
  session: Session,
  { unit, handOver, primary: { metric, withinDays } }: PlanRequest,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<AskedCounts> {
  const cells = Object.keys(await readRouting(session));
  const cut = handOver.probability;
  return countAskedLeads(session, { from, to, cells, cut, unit, metric, withinDays });
}

function describeLeads(leads: number): string {
  return `${leads} lead${leads === 1 ? "" : "s"}`;
}

function refuse(field: "baseRate" | "unitsPerWeek", message: string): Refusal {
  return new Refusal(
    "experiment-unplannable",
    message,
    `Give ${field} to POST /v1/experiments/plan, and the units that it names as plannedUnits.`,
    [{ where: `/${field}`, reason: "expected, as what is stored does not tell it" }],
  );
}
