import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import type { Ended } from "./command.ts";

const BIN = fileURLToPath(new URL("../../src/cli/counterweight.mjs", import.meta.url));

export interface Place {
  /** Undefined: the embedded database. */
  readonly databaseUrl?: string;
  /** Folder that the command runs in. */
  readonly cwd?: string;
}

/** Runs a command on a database, in a process of its own. */
export function counterweightOn(databaseUrl: string, ...args: readonly string[]): Promise<Ended> {
  const { child, said } = startCommand(args, { databaseUrl });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (exitCode) => resolve({ exitCode, ...said }));
  });
}

/** The command `serve` in a process of its own, once it listens on a free port. */
export async function startService(place: Place, ...args: readonly string[]) {
  const { child, said, stop } = startCommand(["serve", "--port", "0", ...args], place);
  const address = await new Promise<string>((resolve, reject) => {
    child.stdout!.on("data", () => {
      const found = /http:\/\/\S+/.exec(said.stdout);
      if (found !== null) resolve(found[0]);
    });
    child.once("exit", () => reject(new Error(said.stderr)));
  });
  return { address, said, stop };
}

/** A command in a process of its own, as it begins; it ends with the test at the latest. */
export function startCommand(args: readonly string[], { databaseUrl, cwd }: Place) {
  const { DATABASE_URL: _, ...env } = process.env;
  const child: ChildProcess = spawn(process.execPath, [BIN, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...env, ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }) },
    ...(cwd !== undefined && { cwd }),
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const said = { stdout: "", stderr: "" };
  child.stdout!.on("data", (chunk) => (said.stdout += chunk));
  child.stderr!.on("data", (chunk) => (said.stderr += chunk));
  const ended = new Promise<number | string | null>((resolve) =>
    child.once("close", (code, signal) => resolve(code ?? signal)),
  );
  const stop = (signal: "SIGTERM" | "SIGINT") => {
    child.kill(signal);
    return ended;
  };
  return { child, said, stop };
}
