import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { inject, onTestFinished } from "vitest";
import type { Database } from "../../src/store/database.ts";

const PROGRAMS = {
  delivering: new URL("./delivering-process.ts", import.meta.url),
  rescoring: new URL("./rescoring-process.ts", import.meta.url),
};

/** Starts a worker on a database, with further arguments; it ends with the test. */
export function startProcess(
  program: keyof typeof PROGRAMS,
  { sql }: Database,
  ...rest: readonly number[]
): ChildProcess {
  const url = new URL(inject("databaseUrl"));
  url.pathname = `/${sql.options.database}`;
  const path = fileURLToPath(PROGRAMS[program]);
  const told = [url.href, ...rest.map((argument) => String(argument))];
  const child = spawn(process.execPath, ["--import", "tsx", path, ...told], {
    stdio: ["pipe", "inherit", "inherit"],
  });
  onTestFinished(() => killProcess(child));
  return child;
}

/** Ends a process without a word to it, and waits until it is gone. */
export async function killProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}
