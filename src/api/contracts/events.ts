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
  lead: z
    .string()
    .nullable()
    .describe("Null once the lead is erased, and of alarms and experiments, which are of no lead."),
  kind: z.enum(EVENT_KINDS),
  subject: z
    .string()
    .describe(
      "Id of the threshold, category:score of the watermark, the cell; of alarms line:KEY, calibration:ARM, power:ARM, inflation or retraining; id of the experiment.",
    ),
  name: z.string(),
  direction: z.enum(["up", "down", "move"]).describe("Of alarms up is raised and down is cleared."),
  from: z
    .string()
    .nullable()
    .describe("The cell before; what an alarm that is cleared had said; the verdict before."),
  to: z
    .string()
    .nullable()
    .describe("The cell after; what is wrong, of an alarm that is raised; the verdict now."),
  action: z
    .string()
    .nullable()
    .describe("What is to be done now; of an experiment, why it says what it says."),
  score: z.number().nullable().describe("Points; null of alarms and experiments."),
  probability: z.number().nullable(),
  cause: z
    .enum(EVENT_CAUSES)
    .describe(
      "lead: it did something; time: days passed, or the daily watch saw it; version: another scorecard or model.",
    ),
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
