import { z } from "zod";
import type { LeadItem } from "../../workflows/keeping/upsert-leads.ts";

type AttributeValue = LeadItem["attributes"][string];

const LONGEST = 1000;
const PLAIN = "expected text without NUL characters and broken surrogate pairs";

/** Text that a scorecard may look at, and that the database can hold. */
export const textSchema = z
  .string()
  .max(LONGEST, "expected text of at most 1,000 characters")
  .refine(isStorable, PLAIN);

export const nameSchema = textSchema.min(1, "expected text");

const LONGEST_ID = 200;

/** What another system calls something. The two that are refused mean something in addresses. */
export const idSchema = textSchema
  .min(1, "expected an id")
  .max(LONGEST_ID, "expected an id of at most 200 characters")
  .refine((id) => id !== "." && id !== "..", "expected an id other than . and ..");

const TIME = "expected an ISO 8601 time with its offset, such as 2025-03-01T09:00:00+01:00";

/** What Date.parse reads beyond ISO 8601, and a day that a month does not have, are refused. */
const ISO_TIME = z.regexes.datetime({ offset: true });
const EARLIEST = Date.UTC(1900, 0);
const LATEST = Date.UTC(3000, 0);

/** A moment; epoch milliseconds once it is read. One step, since requests are full of moments. */
export const timeSchema = z
  .string(TIME)
  .transform((text, context) => {
    const at = readTime(text);
    if (at !== null) return at;
    const message = ISO_TIME.test(text) ? "expected a time from 1900 to 2999" : TIME;
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  })
  .meta({ format: "date-time", description: "ISO 8601 with its offset." });

/** Epoch milliseconds; null where it is no moment in ISO 8601 from 1900 to 2999. */
export function readTime(value: unknown): number | null {
  if (typeof value !== "string" || !ISO_TIME.test(value)) return null;
  const at = Date.parse(value);
  return at >= EARLIEST && at < LATEST ? at : null;
}

const LONGEST_LIST = 1000;
const ATTRIBUTE =
  "expected a number, true, false, null, text of at most 1,000 characters or a list of such texts";

const attributeSchema = z.union(
  [textSchema, z.number(), z.boolean(), z.array(textSchema).max(LONGEST_LIST), z.null()],
  { error: ATTRIBUTE },
);

export function isAttributeValue(value: unknown): value is AttributeValue {
  if (typeof value === "string") return isPlainText(value);
  if (typeof value === "number") return Number.isFinite(value);
  if (value === null || typeof value === "boolean") return true;
  return Array.isArray(value) && value.length <= LONGEST_LIST && value.every(isPlainText);
}

export function isPlainText(value: unknown): value is string {
  return typeof value === "string" && value.length <= LONGEST && isStorable(value);
}

export function isPlainName(value: unknown): value is string {
  return isPlainText(value) && value !== "";
}

function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes("\0");
}

export const attributesSchema = z
  .record(nameSchema, attributeSchema)
  .describe("By the names that the scorecard uses; null, or left out: unknown, which is not 0.");
