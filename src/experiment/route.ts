import { z } from "zod";
import { asksForActivities } from "../scorecard/condition.ts";
import { conditionSchema } from "../scorecard/schema-doses.ts";
import { isPlainText, PLAIN_TEXT } from "./plain-text.ts";

const MOST_OWNERS = 500;
const MOST_RULES = 200;
const LONGEST = 200;

const ownerSchema = z
  .string()
  .min(1, "expected the name of an owner")
  .max(LONGEST, `expected a name of at most ${LONGEST} characters`)
  .refine(isPlainText, PLAIN_TEXT);

const whenSchema = conditionSchema
  .refine(
    (condition) => !asksForActivities(condition),
    "expected a condition on attributes; what a lead did is in its cell already",
  )
  .refine(isPlain, PLAIN_TEXT);

/** How leads that are handed over get an owner. */
export const routeSchema = z.discriminatedUnion("by", [
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

export type Route = z.infer<typeof routeSchema>;

/** Whether every text in a value is plain. */
function isPlain(value: unknown): boolean {
  if (typeof value === "string") return isPlainText(value);
  return typeof value !== "object" || value === null || Object.values(value).every(isPlain);
}
