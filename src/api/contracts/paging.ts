import { z } from "zod";

const LARGEST_PAGE = 200;

export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(LARGEST_PAGE).default(50),
  after: z.string().max(400).optional().describe("What `next` said; left out for the first page."),
};

/** A page of a list; `next` leads to the one after it. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.strictObject({ items: z.array(item), next: z.string().nullable() });
}

/** A place in a list as an opaque word. */
export function writeCursor(key: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(key)).toString("base64url");
}

/** The place that a word stands for; null where it is none of ours. */
export function readCursor<T extends z.ZodType>(schema: T, word: string): z.infer<T> | null {
  try {
    const key: unknown = JSON.parse(Buffer.from(word, "base64url").toString());
    return schema.safeParse(key).data ?? null;
  } catch {
    return null;
  }
}

/** What `next` said, read as the place that it stands for. */
export function placeOf<T extends z.ZodType>(schema: T) {
  return pageQuery.after.unwrap().transform((word, context): z.infer<T> => {
    const place = readCursor(schema, word);
    if (place !== null) return place;
    context.addIssue({ code: "custom", message: "expected what `next` said on the page before" });
    return z.NEVER;
  });
}

/** A page of a list of which one more row than the page holds was asked for. */
export function cutPage<T, Item>(
  rows: readonly T[],
  limit: number,
  keyOf: (row: T) => readonly (string | number | null)[],
  toItem: (row: T) => Item,
): { items: Item[]; next: string | null } {
  const shown = rows.slice(0, limit);
  const next = rows.length > limit ? writeCursor(keyOf(shown.at(-1)!)) : null;
  return { items: shown.map(toItem), next };
}

/** A moment that the database knows, and an id. */
const timeKey = z.tuple([z.int().min(Date.UTC(1, 0)).max(Date.UTC(9999, 0)), z.int().min(0)]);

/** Paging of a list in order of time, newest first. */
export const timePageQuery = {
  limit: pageQuery.limit,
  after: placeOf(timeKey)
    .transform(([at, id]) => ({ at, id }))
    .optional(),
};
