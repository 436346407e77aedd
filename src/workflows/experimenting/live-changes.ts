import type { ExperimentFindings } from "../../report/ab/findings.ts";
import type { Session } from "../../store/database.ts";
import { listLiveChanges } from "../../store/experiments.ts";
import type { ToldExperiment } from "./told-experiment.ts";

/** How often what is live changed while an experiment ran, and since. @param asOf epoch milliseconds */
export async function readLiveChanges(
  session: Session,
  { startsAt, stopsAt, state }: Pick<ToldExperiment, "startsAt" | "stopsAt" | "state">,
  asOf: number,
): Promise<ExperimentFindings["changes"]> {
  const all = await listLiveChanges(session, { after: startsAt, until: asOf });
  const isStopped = state === "stopped" && stopsAt !== null;
  const during = isStopped ? all.filter(({ at }) => at <= stopsAt) : all;
  const since = all.slice(during.length);
  const isBack = since.at(0)?.from === since.at(-1)?.to;
  return {
    during: during.length,
    duringAt: during.map(({ at }) => at),
    since: isBack ? 0 : since.length,
  };
}
