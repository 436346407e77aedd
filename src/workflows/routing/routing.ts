import { z } from "zod";
import { asksForActivities } from "../../scorecard/condition.ts";
import { CELLS } from "../../scorecard/schema.ts";
import { conditionSchema } from "../../scorecard/schema-doses.ts";

const MOST_OWNERS = 500;
const MOST_RULES = 200;
const LONGEST = 200;

const ownerSchema = z
  .string()
  .min(1, "expected the name of an owner")
  .max(LONGEST, `expected a name of at most ${LONGEST} characters`)
  .refine(isPlainText, "expected text without NUL characters and broken surrogate pairs");

const whenSchema = conditionSchema
  .refine(
    (condition) => !asksForActivities(condition),
    "expected a condition on attributes; what a lead did is in its cell already",
  )
  .refine(isPlain, "expected text without NUL characters and broken surrogate pairs");

/** How the leads that come into a cell get an owner. */
const routeSchema = z.discriminatedUnion("by", [
  z.strictObject({
    by: z.literal("round-robin"),
    /** Each in turn: the one who was given a lead the longest ago. */
    owners: z
      .array(ownerSchema)
      .min(1, "expected at least one owner")
      .max(MOST_OWNERS, `expected at most ${MOST_OWNERS} owners`)
      .refine((owners) => new Set(owners).size === owners.length, "expected each owner once"),
  }),
  z.strictObject({
    by: z.literal("rule"),
    /** The first whose condition is met decides. */
    rules: z
      .array(z.strictObject({ when: whenSchema, owner: ownerSchema }))
      .max(MOST_RULES, `expected at most ${MOST_RULES} rules`),
    /** Null leaves the handover to whoever takes it. */
    otherwise: ownerSchema.nullable().default(null),
  }),
]);

/** Cells that hand their leads over; the others hand none over. */
export const routingSchema = z.partialRecord(z.enum(CELLS), routeSchema);

export type Route = z.infer<typeof routeSchema>;
export type Routing = z.infer<typeof routingSchema>;

function isPlainText(text: string): boolean {
  return text.isWellFormed() && !text.includes("\0");
}

/** Whether the database can hold every text in a value. */
function isPlain(value: unknown): boolean {
  if (typeof value === "string") return isPlainText(value);
  return typeof value !== "object" || value === null || Object.values(value).every(isPlain);
}
