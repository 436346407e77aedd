import type { Experiment } from "../../experiment/definition.ts";
import type { StoredExperiment } from "../../store/experiments.ts";

/** An experiment with how it stands at a moment. */
export interface ToldExperiment extends Omit<StoredExperiment, "definition"> {
  readonly definition: Experiment;
  readonly state: "planned" | "running" | "stopped";
}

/** @param at epoch milliseconds */
export function tellExperiment(
  { definition, ...stored }: StoredExperiment,
  at: number,
): ToldExperiment {
  // Only what the definition's schema let through was ever stored.
  return { ...stored, definition: definition as Experiment, state: stateOf(stored, at) };
}

function stateOf(
  { startsAt, stopsAt }: Pick<StoredExperiment, "startsAt" | "stopsAt">,
  at: number,
): ToldExperiment["state"] {
  if (stopsAt !== null && stopsAt <= at) return "stopped";
  return startsAt <= at ? "running" : "planned";
}
