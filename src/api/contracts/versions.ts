import { z } from "zod";
import { pageQuery, placeOf } from "./paging.ts";

const LARGEST_VERSION = 2_147_483_647;

export const slugSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, "expected up to 63 small letters, digits and hyphens");

export const versionSchema = z.coerce.number().int().min(1).max(LARGEST_VERSION);

export const slugParams = z.strictObject({ slug: slugSchema });
export const versionParams = z.strictObject({ slug: slugSchema, version: versionSchema });

export const diffQuery = z.strictObject({
  from: versionSchema.describe("Number of the earlier version."),
  to: versionSchema.describe("Number of the later one."),
});

/** Paging of lineages, by slug. */
export const slugPageQuery = z.strictObject({
  limit: pageQuery.limit,
  after: placeOf(z.tuple([slugSchema]))
    .transform(([slug]) => slug)
    .optional(),
});

/** Paging of versions, the newest first. */
export const versionPageQuery = z.strictObject({
  limit: pageQuery.limit,
  after: placeOf(z.tuple([z.int().min(1).max(LARGEST_VERSION)]))
    .transform(([version]) => version)
    .optional(),
});

/** What lineages of both kinds tell. */
export const lineageShape = {
  slug: z.string(),
  createdAt: z.iso.datetime(),
  versions: z.int(),
  latest: z.int().describe("Number of the newest version."),
  live: z
    .int()
    .nullable()
    .describe("Number of the version that scores now, if it is one of these."),
};

export function writeTime(at: number): string {
  return new Date(at).toISOString();
}

export function writeTimeIfAny(at: number | null): string | null {
  return at === null ? null : writeTime(at);
}
