import { execFile } from "node:child_process";
import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import { promisify } from "node:util";
import type { Refusal } from "../../refusal.ts";
import { refuseDatabase } from "./refuse-database.ts";

/** A user of this machine. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

const runFile = promisify(execFile);

/**
 * Whom PostgreSQL runs as, which refuses to run as root: null for the user of this process; for root
 * whoever owns the folder or the nearest one above it, else `postgres`, else `nobody`.
 */
export async function chooseAccount(folder: string): Promise<Account | null | Refusal> {
  if (process.getuid?.() !== 0) return null;
  const owner = await findOwner(folder);
  for (const candidate of [...(owner === 0 ? [] : [String(owner)]), "postgres", "nobody"]) {
    const account = await lookUp(candidate);
    if (account) return account;
  }
  return refuseDatabase(
    "PostgreSQL does not run as root, and there is no user postgres or nobody to run it as.",
    "Run as an ordinary user, or give a running PostgreSQL with DATABASE_URL.",
  );
}

/** Whether the account can enter the folder and write to it. */
export async function canUse(folder: string, account: Account): Promise<boolean> {
  const { uid, gid } = account;
  const question = '[ -x "$1" ] && [ -w "$1" ]';
  try {
    await runFile("/bin/sh", ["-c", question, "sh", folder], { uid, gid, cwd: "/" });
    return true;
  } catch {
    return false;
  }
}

async function findOwner(folder: string): Promise<number> {
  try {
    return (await stat(folder)).uid;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return findOwner(dirname(folder));
  }
}

async function lookUp(user: string): Promise<Account | null> {
  const ask = async (what: string) => (await runFile("id", [what, user])).stdout.trim();
  try {
    const [name, uid, gid] = await Promise.all([ask("-un"), ask("-u"), ask("-g")]);
    return Number(uid) === 0 ? null : { name, uid: Number(uid), gid: Number(gid) };
  } catch {
    return null;
  }
}
