import { findKey, touchKey } from "../../store/keys.ts";
import { findSession } from "../../store/people.ts";
import type { Context } from "../context.ts";
import type { Caller, Role } from "./caller.ts";
import { hashSecret } from "./secrets.ts";

/** Tells who calls, from memory where it may. */
export interface Callers {
  /** Null where the key is unknown, revoked or past its end. */
  ofKey(key: string): Promise<Caller | null>;
  /** Null where the session is unknown, over, or its person disabled. */
  ofSession(token: string): Promise<Caller | null>;
  /** Has everything looked up again: what may be done has changed. */
  forget(): void;
}

interface Known {
  readonly caller: Caller;
  /** Epoch milliseconds; null: never. */
  readonly expiresAt: number | null;
}

// What another process revokes is refused here no later than 5 s after.
const FRESH_MS = 4000;
const KEPT = 10_000;

export function createCallers({ database, now }: Pick<Context, "database" | "now">): Callers {
  const keys = createMemory(now, async (hash) => {
    const key = await findKey(database, hash);
    if (key === null) return null;
    const isOver = key.expiresAt !== null && key.expiresAt <= now();
    // Nobody waits for it, and a request is not refused for its sake.
    if (!isOver) touchKey(database, key.id).catch(() => {});
    return know(`key:${key.id}`, key.role, key.expiresAt);
  });
  const sessions = createMemory(now, async (hash) => {
    const session = await findSession(database, hash, now());
    return session && know(`person:${session.personId}`, session.role, session.expiresAt);
  });
  return {
    ofKey: (key) => keys.find(hashSecret(key)),
    ofSession: (token) => sessions.find(hashSecret(token)),
    forget: () => {
      keys.clear();
      sessions.clear();
    },
  };
}

function know(name: string, role: Role, expiresAt: number | null): Known {
  return { caller: { name, role }, expiresAt };
}

/** Remembers for a while what was found under a hash, or that nothing was. */
function createMemory(now: () => number, look: (hash: string) => Promise<Known | null>) {
  const memory = new Map<string, { readonly found: Promise<Known | null>; readonly at: number }>();
  const recall = (hash: string) => {
    const remembered = memory.get(hash);
    const age = remembered === undefined ? Infinity : now() - remembered.at;
    if (remembered !== undefined && age >= 0 && age < FRESH_MS) return remembered.found;
    const found = look(hash);
    memory.delete(hash);
    if (memory.size >= KEPT) memory.delete(memory.keys().next().value!);
    memory.set(hash, { found, at: now() });
    found.catch(() => memory.delete(hash));
    return found;
  };
  return {
    find: async (hash: string): Promise<Caller | null> => {
      const known = await recall(hash);
      const isOver = known !== null && known.expiresAt !== null && known.expiresAt <= now();
      return known === null || isOver ? null : known.caller;
    },
    clear: () => memory.clear(),
  };
}
