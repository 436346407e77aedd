import { z } from "zod";
import { TEAMS } from "../../workflows/versions/meeting.ts";
import { nameSchema, textSchema, timeSchema } from "./text.ts";

const MOST_ATTENDEES = 100;

const attendeeShape = { team: z.enum(TEAMS), agreed: z.boolean() };

/** Who from sales, marketing and other teams agreed to a version, and when. */
export const meetingSchema = z.strictObject({
  heldAt: timeSchema,
  attendees: z
    .array(z.strictObject({ name: nameSchema, ...attendeeShape }))
    .min(1, "expected at least one attendee")
    .max(MOST_ATTENDEES, "expected at most 100 attendees"),
  note: textSchema.optional(),
});

export const meetingAnswerSchema = z.strictObject({
  heldAt: z.iso.datetime(),
  attendees: z.array(z.strictObject({ name: z.string(), ...attendeeShape })),
  note: z.string().nullable(),
});
