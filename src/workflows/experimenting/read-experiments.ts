import { ARMS, type ArmName } from "../../experiment/assignment.ts";
import { Refusal } from "../../refusal.ts";
import { countArms } from "../../store/enrolments.ts";
import { listExperiments as list, readExperiment as read } from "../../store/experiments.ts";
import type { Context } from "../context.ts";
import { type ToldExperiment, tellExperiment } from "./told-experiment.ts";

export type { ToldExperiment };

/** An experiment with how many take part in each arm. */
export interface CountedExperiment extends ToldExperiment {
  readonly counts: Readonly<
    Record<ArmName, { readonly units: number; readonly leads: number; readonly handovers: number }>
  >;
}

const UNKNOWN_EXPERIMENT = new Refusal(
  "experiment-unknown",
  "There is no experiment of this id.",
  "GET /v1/experiments lists those that there are.",
);

/** The newest first. */
export async function listExperiments(
  { database, now }: Context,
  query: { readonly before?: number | undefined; readonly limit: number },
): Promise<readonly ToldExperiment[]> {
  const stored = await list(database, query);
  return stored.map((experiment) => tellExperiment(experiment, now()));
}

export async function findExperiment(
  { database, now }: Context,
  id: number,
): Promise<ToldExperiment | Refusal> {
  const stored = await read(database, id);
  return stored === null ? UNKNOWN_EXPERIMENT : tellExperiment(stored, now());
}

export async function readExperiment(
  context: Context,
  id: number,
): Promise<CountedExperiment | Refusal> {
  const experiment = await findExperiment(context, id);
  if (experiment instanceof Refusal) return experiment;
  const counted = await countArms(context.database, id);
  const of = (name: ArmName) => {
    const { units = 0, leads = 0, handovers = 0 } = counted.find(({ arm }) => arm === name) ?? {};
    return { units, leads, handovers };
  };
  const [rules, model] = ARMS.map(of) as [ReturnType<typeof of>, ReturnType<typeof of>];
  return { ...experiment, counts: { rules, model } };
}
