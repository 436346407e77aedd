import { z } from "zod";
import { CELLS, type Cell } from "../../scorecard/schema.ts";
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
});
export const handoverPageSchema = pageOf(handoverAnswerSchema);

export function toHandoverAnswer(handover: ListedHandover): z.infer<typeof handoverAnswerSchema> {
  const { id, lead, cell, nextAction, owner, at, closedAt } = handover;
  return {
    id,
    lead,
    cell: cell as Cell,
    nextAction,
    owner,
    at: at.toISOString(),
    closedAt: closedAt?.toISOString() ?? null,
  };
}
