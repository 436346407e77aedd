import { and, asc, eq, isNull, sql } from "drizzle-orm";
import type { Session } from "./database.ts";
import { apiKey, type roles } from "./schema/people.ts";

type Role = (typeof roles)[number];

/** What is told of a key; the key itself is known to its owner only. Times are epoch milliseconds. */
export interface KeyRecord {
  readonly id: number;
  readonly name: string;
  readonly role: Role;
  readonly prefix: string;
  readonly createdBy: string;
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly revokedAt: number | null;
  readonly lastUsedAt: number | null;
}

export interface NewKey extends Pick<KeyRecord, "name" | "role" | "prefix" | "expiresAt"> {
  /** SHA-256 of the key. */
  readonly hash: string;
  readonly createdBy: string;
}

type Row = typeof apiKey.$inferSelect;

export async function insertKey({ orm }: Session, key: NewKey): Promise<KeyRecord> {
  const expiresAt = key.expiresAt === null ? null : new Date(key.expiresAt);
  const [row] = await orm
    .insert(apiKey)
    .values({ ...key, expiresAt })
    .returning();
  return toRecord(row!);
}

/** The key with this hash, unless it is revoked; it may be past its end. */
export async function findKey({ orm }: Session, hash: string): Promise<KeyRecord | null> {
  const [row] = await orm
    .select()
    .from(apiKey)
    .where(and(eq(apiKey.hash, hash), isNull(apiKey.revokedAt)));
  return row === undefined ? null : toRecord(row);
}

export async function readKey({ orm }: Session, id: number): Promise<KeyRecord | null> {
  const [row] = await orm.select().from(apiKey).where(eq(apiKey.id, id));
  return row === undefined ? null : toRecord(row);
}

export async function listKeys({ orm }: Session): Promise<readonly KeyRecord[]> {
  return (await orm.select().from(apiKey).orderBy(asc(apiKey.id))).map(toRecord);
}

/** @returns whether there was such a key that was not revoked yet */
export async function revokeKey({ orm }: Session, id: number): Promise<boolean> {
  const rows = await orm
    .update(apiKey)
    .set({ revokedAt: sql`now()` })
    .where(and(eq(apiKey.id, id), isNull(apiKey.revokedAt)))
    .returning({ id: apiKey.id });
  return rows.length > 0;
}

/** Whether a key of an administrator was ever made: the first one is made unasked. */
export async function hasAdminKey({ orm }: Session): Promise<boolean> {
  const rows = await orm
    .select({ id: apiKey.id })
    .from(apiKey)
    .where(eq(apiKey.role, "admin"))
    .limit(1);
  return rows.length > 0;
}

/** Notes that a key was used, at most once a minute over all processes. */
export async function touchKey({ sql }: Session, id: number): Promise<void> {
  await sql`
    UPDATE api_key SET last_used_at = now()
    WHERE id = ${id} AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')`;
}

function toRecord(row: Row): KeyRecord {
  const { id, name, role, prefix, createdBy, createdAt, expiresAt, revokedAt, lastUsedAt } = row;
  return {
    id,
    name,
    role,
    prefix,
    createdBy,
    createdAt: createdAt.getTime(),
    expiresAt: expiresAt?.getTime() ?? null,
    revokedAt: revokedAt?.getTime() ?? null,
    lastUsedAt: lastUsedAt?.getTime() ?? null,
  };
}
