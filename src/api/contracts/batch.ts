import { z } from "zod";
import { Refusal } from "../../refusal.ts";
import type { ItemRefusal } from "../../workflows/keeping/item-refusal.ts";
import { keepPace } from "../../workflows/pace.ts";

const LARGEST_BATCH = 10_000;
export const BATCH_BODY_BYTES = 16 << 20;

/**
 * The items of a batch. Programs are told what an item is; here each may be anything, because items
 * are checked one by one, so that one bad item does not cost the others.
 */
export function batchOf(item: z.ZodType) {
  const { $schema: _, ...description } = z.toJSONSchema(item, { io: "input" });
  return z
    .array(z.unknown().meta(description))
    .max(LARGEST_BATCH, "expected at most 10,000 items in one request");
}

export const refusedSchema = z
  .array(
    z.strictObject({
      where: z.string().describe("A JSON Pointer into the request's body."),
      reason: z.string().describe("What was expected there."),
    }),
  )
  .describe("Items that were not kept, and why. All others were.");

type Refused = z.infer<typeof refusedSchema>;

/** Items that fit a schema, with their places in the batch, and what is wrong with the others. */
export interface CheckedBatch<T> {
  readonly name: string;
  readonly items: readonly T[];
  /** Place of each kept item in the batch. */
  readonly places: readonly number[];
  readonly refused: Refused;
}

/** Checks the items of a batch one by one; of each that does not fit, its first fault is told. */
export async function checkBatch<T>(
  name: string,
  schema: z.ZodType<T>,
  batch: readonly unknown[],
): Promise<CheckedBatch<T>> {
  const items: T[] = [];
  const places: number[] = [];
  const refused: Refused = [];
  const pace = keepPace();
  for (const [place, item] of batch.entries()) {
    const { success, data, error } = schema.safeParse(item);
    if (success) {
      items.push(data);
      places.push(place);
    } else refused.push(describeIssue([name, place], error.issues[0]!));
    await pace();
  }
  return { name, items, places, refused };
}

/** All that was refused of a batch, be it by itself or against what is stored. */
export function listRefused(
  { name, places, refused }: CheckedBatch<unknown>,
  refusals: readonly ItemRefusal[] = [],
): Refused {
  const stored = refusals.map(({ item, field, reason }) => ({
    where: point([name, places[item]!, ...(field === "" ? [] : [field])]),
    reason,
  }));
  return [...refused, ...stored];
}

const REFUSED_SHOWN = 100;

/** What is said where nothing of a batch was kept. */
export function refuseBatch(refused: Refused): Refusal {
  return new Refusal(
    "rows-broken",
    "Nothing of this batch can be kept.",
    "Correct the places named; openapi.json describes the items.",
    refused.slice(0, REFUSED_SHOWN),
  );
}

function describeIssue(place: readonly PropertyKey[], issue: z.core.$ZodIssue): Refused[number] {
  const where = point([...place, ...issue.path]);
  // Zod names the keys, which are the sender's.
  if (issue.code === "unrecognized_keys")
    return { where, reason: "expected no other keys than openapi.json names" };
  const reason = issue.message
    .replace(/^Invalid input: /, "")
    .replace(/, received undefined$/, ", but it is missing");
  return { where, reason };
}

/** A JSON Pointer, RFC 6901. */
function point(path: readonly PropertyKey[]): string {
  return path.map((step) => `/${String(step).replace(/~/g, "~0").replace(/\//g, "~1")}`).join("");
}
