import { z } from "zod";
import { EVENT_CAUSES, EVENT_KINDS, type ListedEvent } from "../../workflows/live/list-events.ts";
import { rowIdSchema } from "./id-paging.ts";
import { pageOf, timePageQuery } from "./paging.ts";
import { idSchema, timeSchema } from "./text.ts";

export const eventPageQuery = z.strictObject({
  ...timePageQuery,
  lead: idSchema.optional().describe("By which the lead was sent."),
  kind: z.enum(EVENT_KINDS).optional(),
  cause: z.enum(EVENT_CAUSES).optional(),
  publication: rowIdSchema.optional().describe("Id of the publication that caused them."),
  since: timeSchema.optional(),
});

const eventSchema = z.strictObject({
  id: z.int(),
  lead: z.string().nullable().describe("Null once the lead is erased."),
  kind: z.enum(EVENT_KINDS),
  subject: z.string().describe("Id of the threshold, category:score of the watermark, the cell."),
  name: z.string(),
  direction: z.enum(["up", "down", "move"]),
  from: z.string().nullable().describe("The cell before."),
  to: z.string().nullable().describe("The cell after."),
  action: z.string().nullable().describe("What is to be done now."),
  score: z.number().describe("Points."),
  probability: z.number().nullable(),
  cause: z
    .enum(EVENT_CAUSES)
    .describe("lead: it did something; time: days passed; version: another scorecard or model."),
  publication: z
    .int()
    .nullable()
    .describe(
      "Of cause version: the publication that made it live; GET /v1/publications lists them.",
    ),
  scorecardVersion: z.strictObject({ slug: z.string(), version: z.int() }),
  at: z.iso.datetime(),
});

export const eventPageSchema = pageOf(eventSchema);

export function toEventAnswer({ at, ...event }: ListedEvent): z.infer<typeof eventSchema> {
  return { ...event, at: new Date(at).toISOString() };
}
