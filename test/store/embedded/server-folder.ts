import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import postgres from "postgres";
import { onTestFinished } from "vitest";
import { makeFolder } from "../../folder.ts";

/** An empty folder for a server, which is gone with its processes when the test ends. */
export function makeServerFolder(): string {
  const folder = makeFolder();
  onTestFinished(() => {
    for (const pid of findProcesses(folder)) process.kill(pid, "SIGKILL");
  });
  return folder;
}

/** Numbers of the living processes that were started with the folder, postmasters among them. */
export function findProcesses(folder: string): number[] {
  return readdirSync("/proc")
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid && readCommand(pid).includes(folder));
}

function readCommand(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}

export function readPostmasterPid(folder: string): number {
  return Number.parseInt(readFileSync(join(folder, "cluster", "postmaster.pid"), "utf8"), 10);
}

/** Asks one question over a connection of its own. */
export async function ask(url: string, question: string): Promise<Record<string, unknown>> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return (await sql.unsafe(question))[0] ?? {};
  } finally {
    await sql.end();
  }
}
