import { omitSalt, termsOf } from "../../experiment/definition.ts";
import { compareHandovers } from "../../experiment/handovers.ts";
import { compareLive } from "../../experiment/live.ts";
import { Refusal } from "../../refusal.ts";
import type { ExperimentFindings } from "../../report/ab/findings.ts";
import { addCautions } from "../../report/ab/sentences/live-cautions.ts";
import type { Session } from "../../store/database.ts";
import { readEnrolled } from "../../store/enrolments.ts";
import { listLatestExperiments } from "../../store/experiments.ts";
import type { Context } from "../context.ts";
import { readGuardrails } from "./guardrail-readings.ts";
import { readLiveChanges } from "./live-changes.ts";
import { findExperiment } from "./read-experiments.ts";
import { type ToldExperiment, tellExperiment } from "./told-experiment.ts";

/**
 * What experiments say at a moment: those that run, then those to come, then those that ended, each
 * the newest first; without those that were stopped before they began.
 *
 * @param latest how many at most
 * @param asOf   epoch milliseconds
 */
export async function readExperimentFindings(
  session: Session,
  { latest, asOf }: { readonly latest: number; readonly asOf: number },
): Promise<readonly ExperimentFindings[]> {
  const stored = await listLatestExperiments(session, { at: asOf, limit: latest });
  const findings: ExperimentFindings[] = [];
  // One after another: each may hold a hundred thousand leads.
  for (const experiment of stored)
    findings.push(await compareArms(session, tellExperiment(experiment, asOf), asOf));
  return findings;
}

export interface ToldResults {
  readonly findings: ExperimentFindings;
  /** When they were read, epoch milliseconds. */
  readonly asOf: number;
}

/** What one experiment says now. */
export async function readResults(context: Context, id: number): Promise<ToldResults | Refusal> {
  const experiment = await findExperiment(context, id);
  if (experiment instanceof Refusal) return experiment;
  const asOf = context.now();
  return { findings: await compareArms(context.database, experiment, asOf), asOf };
}

async function compareArms(
  session: Session,
  experiment: ToldExperiment,
  asOf: number,
): Promise<ExperimentFindings> {
  const { id, definition, state, stopsAt } = experiment;
  const enrolled = await readEnrolled(session, id, definition.primary.metric);
  const guardrails = await readGuardrails(session, experiment, asOf);
  const terms = termsOf(definition);
  return addCautions({
    id,
    definition: omitSalt(definition),
    state,
    stopsAt,
    comparison: compareLive(enrolled, guardrails, terms, asOf),
    handovers: compareHandovers(enrolled, terms, asOf),
    changes: await readLiveChanges(session, experiment, asOf),
  });
}
