import { Refusal } from "../../refusal.ts";
import { writeAudit } from "../../store/audit.ts";
import { stopExperiment as stop } from "../../store/experiments.ts";
import type { Actor, Context } from "../context.ts";
import { type CountedExperiment, findExperiment, readExperiment } from "./read-experiments.ts";

/**
 * Ends an experiment: nobody comes to take part any more, and leads go where the rules say. Who takes
 * part already still counts once their outcome window is over. One that has not begun is cancelled.
 */
export async function stopExperiment(
  context: Context,
  actor: Actor,
  { id, note = null }: { readonly id: number; readonly note?: string | null | undefined },
): Promise<CountedExperiment | Refusal> {
  const found = await findExperiment(context, id);
  if (found instanceof Refusal) return found;
  const stopped = await context.database.transact(async (session) => {
    const done = await stop(session, id, { at: context.now(), by: actor.name, note });
    if (done)
      await writeAudit(session, actor, "experiment.stop", `experiment:${id}`, {
        was: found.state,
      });
    return done;
  });
  return stopped ? readExperiment(context, id) : STOPPED;
}

const STOPPED = new Refusal(
  "experiment-stopped",
  "This experiment has stopped already.",
  "GET /v1/experiments/{id}/results says what it found.",
);
