import { z } from "zod";

const LONGEST = 1000;
const PLAIN = "expected text without NUL characters and broken surrogate pairs";

/** Text that a scorecard may look at, and that the database can hold. */
export const textSchema = z
  .string()
  .max(LONGEST, "expected text of at most 1,000 characters")
  .refine((text) => text.isWellFormed() && !text.includes("\0"), PLAIN);

export const nameSchema = textSchema.min(1, "expected text");

const LONGEST_ID = 200;

/** What another system calls something. The two that are refused mean something in addresses. */
export const idSchema = textSchema
  .min(1, "expected an id")
  .max(LONGEST_ID, "expected an id of at most 200 characters")
  .refine((id) => id !== "." && id !== "..", "expected an id other than . and ..");

const TIME = "expected an ISO 8601 time with its offset, such as 2025-03-01T09:00:00+01:00";

const EARLIEST = Date.UTC(1900, 0);
const LATEST = Date.UTC(3000, 0);

/** A moment; epoch milliseconds once it is read. */
export const timeSchema = z.iso
  .datetime({ offset: true, error: TIME })
  .transform((text) => Date.parse(text))
  .refine((at) => at >= EARLIEST && at < LATEST, "expected a time from 1900 to 2999")
  .describe("ISO 8601 with its offset.");

const attributeSchema = z.union(
  [textSchema, z.number(), z.boolean(), z.array(textSchema).max(1000), z.null()],
  {
    error:
      "expected a number, true, false, null, text of at most 1,000 characters or a list of such texts",
  },
);

export const attributesSchema = z
  .record(nameSchema, attributeSchema)
  .describe("By the names that the scorecard uses; null, or left out: unknown, which is not 0.");
