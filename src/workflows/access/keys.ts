import { Refusal } from "../../refusal.ts";
import { writeAudit } from "../../store/audit.ts";
import type { Session } from "../../store/database.ts";
import { hasAdminKey, insertKey, type KeyRecord, listKeys, revokeKey } from "../../store/keys.ts";
import { takeLock } from "../../store/locks.ts";
import type { Actor, Context } from "../context.ts";
import type { Role } from "./caller.ts";
import { makeApiKey } from "./secrets.ts";

export type { KeyRecord } from "../../store/keys.ts";

export interface KeyRequest {
  readonly name: string;
  readonly role: Role;
  /** Epoch milliseconds; null: never. */
  readonly expiresAt: number | null;
}

export interface CreatedKey extends KeyRecord {
  /** Told this once. */
  readonly key: string;
}

export async function createKey(
  { database, now }: Context,
  actor: Actor,
  request: KeyRequest,
): Promise<CreatedKey | Refusal> {
  if (request.expiresAt !== null && request.expiresAt <= now()) return ENDED_ALREADY;
  return database.transact((session) => insertNewKey(session, actor, request));
}

const ENDED_ALREADY = new Refusal(
  "option-invalid",
  "The key would be past its end from the start.",
  "Give a later time, or none for a key that does not end.",
  [{ where: "/expiresAt", reason: "expected a time to come" }],
);

/** The key with which everything begins; null where an administrator's was ever made. */
export async function createFirstKey({ database }: Context): Promise<CreatedKey | null> {
  return database.transact(async (session) => {
    await takeLock(session, "firstKey");
    if (await hasAdminKey(session)) return null;
    const request = { name: "first key", role: "admin", expiresAt: null } as const;
    return insertNewKey(session, { name: "command-line" }, request);
  });
}

async function insertNewKey(
  session: Session,
  actor: Actor,
  request: KeyRequest,
): Promise<CreatedKey> {
  const { key, prefix, hash } = makeApiKey();
  const record = await insertKey(session, { ...request, prefix, hash, createdBy: actor.name });
  const { name, role, expiresAt } = record;
  const end = expiresAt === null ? null : new Date(expiresAt).toISOString();
  await writeAudit(session, actor, "key.create", `key:${record.id}`, {
    name,
    role,
    expiresAt: end,
  });
  return { ...record, key };
}

export function readKeys({ database }: Context): Promise<readonly KeyRecord[]> {
  return listKeys(database);
}

/** @returns null once the key is refused from now on */
export async function withdrawKey(
  { database }: Context,
  actor: Actor,
  id: number,
): Promise<Refusal | null> {
  return database.transact(async (session) => {
    if (!(await revokeKey(session, id))) return KEY_UNKNOWN;
    await writeAudit(session, actor, "key.revoke", `key:${id}`);
    return null;
  });
}

const KEY_UNKNOWN = new Refusal(
  "key-unknown",
  "There is no such key, or it is revoked already.",
  "GET /v1/keys, or counterweight keys list, names all keys.",
);
