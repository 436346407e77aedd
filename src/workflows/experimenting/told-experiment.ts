import type { Experiment, ExperimentState } from "../../experiment/definition.ts";
import type { StoredExperiment } from "../../store/experiments.ts";

/** An experiment with how it stands at a moment. */
export interface ToldExperiment extends Omit<StoredExperiment, "definition"> {
  readonly definition: Experiment;
  readonly state: ExperimentState;
}

/** Only what the definition's schema let through is ever stored. */
export function readDefinition(stored: unknown): Experiment {
  return stored as Experiment;
}

/** @param at epoch milliseconds */
export function tellExperiment(
  { definition, ...stored }: StoredExperiment,
  at: number,
): ToldExperiment {
  return { ...stored, definition: readDefinition(definition), state: stateOf(stored, at) };
}

function stateOf(
  { startsAt, stopsAt }: Pick<StoredExperiment, "startsAt" | "stopsAt">,
  at: number,
): ExperimentState {
  if (stopsAt !== null && stopsAt <= at) return "stopped";
  return startsAt <= at ? "running" : "planned";
}
