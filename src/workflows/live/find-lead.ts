import { Refusal } from "../../refusal.ts";
import { readLead, type StoredLead } from "../../store/lead-scores.ts";
import type { Context } from "../context.ts";

export const LEAD_UNKNOWN = new Refusal(
  "lead-unknown",
  "There is no lead of this id.",
  "Give the id by which it was sent; GET /v1/leads lists the leads.",
);

/** A stored lead by the sender's own id. */
export async function findLead({ database }: Context, id: string): Promise<StoredLead | Refusal> {
  return (await readLead(database, id)) ?? LEAD_UNKNOWN;
}
