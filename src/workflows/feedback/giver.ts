import type { Caller } from "../access/caller.ts";
import { describeCaller } from "../access/describe-caller.ts";
import type { Context } from "../context.ts";
import type { Giver } from "./record-feedback.ts";

/** A caller as one who gives feedback: somebody of sales is the rep, others tell what reps said. */
export async function nameGiver(context: Context, caller: Caller): Promise<Giver> {
  const rep = caller.role === "sales" ? (await describeCaller(context, caller)).name : null;
  return { name: caller.name, rep };
}
