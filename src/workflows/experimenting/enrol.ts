import { ARMS, type ArmName, assignArm } from "../../experiment/assignment.ts";
import { allocationOf, type Experiment, shareTakingPart } from "../../experiment/definition.ts";
import type { Session } from "../../store/database.ts";
import { type EnrolmentRecord, insertEnrolments, readArms } from "../../store/enrolments.ts";
import { readRunning } from "../../store/experiments.ts";
import { readDefinition } from "./told-experiment.ts";

export interface RunningExperiment {
  readonly id: number;
  readonly definition: Experiment;
}

/** @param at epoch milliseconds */
export async function readRunningExperiments(
  session: Session,
  at: number,
): Promise<readonly RunningExperiment[]> {
  const running = await readRunning(session, at);
  return running.map(({ id, definition }) => ({ id, definition: readDefinition(definition) }));
}

/** A lead that an arm may want to hand over, and that nobody has yet. */
export interface AskedLead {
  readonly leadId: number;
  readonly externalId: string;
  readonly account: string | null;
  /** Whether each arm would hand it over now, if the lead were in it. */
  readonly asks: (experiment: RunningExperiment) => Readonly<Record<ArmName, boolean>>;
  /** Probability now; null without a model. */
  readonly probability: number | null;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** Where a lead takes part. */
export interface Placement {
  readonly experiment: RunningExperiment;
  readonly arm: ArmName;
  /** Whether its arm hands it over now. */
  readonly handsOver: boolean;
  /** Chance that a lead like it is handed over now, over the arms. */
  readonly propensity: number;
}

/**
 * Finds where leads take part, and enrols those for whom it is the first time that either arm would
 * hand them over. Whether a lead takes part must not depend on its arm, or the arms hold different
 * leads: a lead of the arm that lets it wait is enrolled as well.
 *
 * @returns by internal id; leads that take part in none are left out
 */
export async function enrolLeads(
  session: Session,
  experiments: readonly RunningExperiment[],
  leads: readonly AskedLead[],
): Promise<ReadonlyMap<number, Placement>> {
  if (experiments.length === 0 || leads.length === 0) return new Map();
  const known = await readArms(
    session,
    experiments.map(({ id }) => id),
    leads.map(({ leadId }) => leadId),
  );
  const placements = new Map<number, Placement>();
  const enrolments: EnrolmentRecord[] = [];
  for (const lead of leads) {
    const { experimentId, arm } = known.get(lead.leadId) ?? {};
    const own = experiments.find(({ id }) => id === experimentId);
    const enrolment = own === undefined ? findEnrolment(experiments, lead) : null;
    if (enrolment !== null) enrolments.push(enrolment.record);
    const experiment = own ?? enrolment?.experiment;
    if (experiment === undefined) continue;
    placements.set(lead.leadId, placeLead(lead, experiment, arm ?? enrolment!.record.arm));
  }
  await insertEnrolments(session, enrolments);
  return placements;
}

function placeLead(lead: AskedLead, experiment: RunningExperiment, arm: ArmName): Placement {
  const asks = lead.asks(experiment);
  const { shares } = experiment.definition;
  // Of both arms it is 1, and not what rounding makes of their sum.
  const propensity = asks.rules && asks.model ? 1 : sumShares(shares, asks);
  return { experiment, arm, handsOver: asks[arm], propensity };
}

function sumShares(
  shares: Readonly<Record<ArmName, number>>,
  asks: Readonly<Record<ArmName, boolean>>,
): number {
  return ARMS.reduce((sum, arm) => (asks[arm] ? sum + shares[arm] : sum), 0);
}

/** The one experiment that has the lead, if one of its arms would hand the lead over. */
function findEnrolment(
  experiments: readonly RunningExperiment[],
  lead: AskedLead,
): { readonly experiment: RunningExperiment; readonly record: EnrolmentRecord } | null {
  for (const experiment of experiments) {
    const { id: experimentId, definition } = experiment;
    const unit = unitOf(lead, definition.unit);
    const arm = assignArm(unit, allocationOf(definition));
    if (arm === undefined) continue;
    const asks = lead.asks(experiment);
    if (!asks.rules && !asks.model) continue;
    const { leadId, probability, at } = lead;
    const propensity = definition.shares[arm] * shareTakingPart(definition);
    const record = { experimentId, leadId, unit, arm, propensity, scoreBefore: probability, at };
    return { experiment, record };
  }
  return null;
}

/** What of a lead falls to an arm. Prefixes keep a lead's id from being taken for an account's. */
function unitOf(
  { externalId, account }: Pick<AskedLead, "externalId" | "account">,
  unit: Experiment["unit"],
): string {
  if (unit === "lead") return externalId;
  return account === null ? `lead:${externalId}` : `account:${account}`;
}
