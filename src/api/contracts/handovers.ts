import { z } from "zod";
import { CELLS, type Cell } from "../../scorecard/schema.ts";
import type { Caller } from "../../workflows/access/caller.ts";
import type { ListedHandover } from "../../workflows/routing/handovers.ts";
import { idPageQuery, rowIdSchema } from "./id-paging.ts";
import { pageOf } from "./paging.ts";
import { nameSchema } from "./text.ts";

export const handoverPageQuery = z.strictObject({
  ...idPageQuery,
  owner: nameSchema.optional(),
  open: z
    .enum(["true", "false"])
    .transform((word) => word === "true")
    .optional()
    .describe("Whether there is still something to do: not closed, and the lead not erased."),
});

export const handoverParams = z.strictObject({ id: rowIdSchema });
export const handoverChangeSchema = z.strictObject({
  closed: z.literal(true).describe("The lead may then be handed over again."),
});

export const handoverAnswerSchema = z.strictObject({
  id: z.int(),
  lead: z.string().nullable().describe("Null once the lead is erased."),
  cell: z.enum(CELLS),
  nextAction: z.string(),
  owner: z.string().nullable(),
  at: z.string(),
  closedAt: z.string().nullable(),
  because: z
    .enum(["score", "exploration"])
    .nullable()
    .describe("score: it asked for it; exploration: regardless of score. Null to sales."),
  experiment: z
    .int()
    .nullable()
    .describe("Id of the experiment whose arm decided; null where none did, and to sales."),
  arm: z
    .enum(["rules", "model"])
    .nullable()
    .describe("By whose score it was handed over; null outside experiments, and to sales."),
});
export const handoverPageSchema = pageOf(handoverAnswerSchema);

/** Who works a lead is not told why they have it: it would sway what they make of it. */
export function toHandoverAnswer(
  handover: ListedHandover,
  { role }: Pick<Caller, "role">,
): z.infer<typeof handoverAnswerSchema> {
  const { id, lead, cell, nextAction, owner, at, closedAt, because, experiment, arm } = handover;
  const why = role === "sales" ? UNTOLD : { because, experiment, arm };
  return {
    id,
    lead,
    cell: cell as Cell,
    nextAction,
    owner,
    at: at.toISOString(),
    closedAt: closedAt?.toISOString() ?? null,
    ...why,
  };
}

const UNTOLD = { because: null, experiment: null, arm: null };
