import { z } from "zod";
import { pageQuery, placeOf } from "./paging.ts";

/** An id that the database gave. */
export const rowIdSchema = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER);

/** Paging of a list in the order of its ids. */
export const idPageQuery = {
  limit: pageQuery.limit,
  after: placeOf(z.tuple([z.int().min(1)]))
    .transform(([id]) => id)
    .optional(),
};
