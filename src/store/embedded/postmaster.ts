import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Cluster } from "./cluster.ts";

/** The server's first process, as its pid file tells. */
export interface Postmaster {
  readonly pid: number;
  /** Not a number while it has not chosen to listen yet. */
  readonly port: number;
  readonly isReady: boolean;
}

const runFile = promisify(execFile);
const PORT_LINE = 3;
const STATUS_LINE = 7;

/** What the pid file says; a crash leaves it behind. */
export async function readPostmaster({ data }: Cluster): Promise<Postmaster | null> {
  const lines = await readFile(join(data, "postmaster.pid"), "utf8").then(
    (text) => text.split("\n"),
    () => [],
  );
  const pid = Number.parseInt(lines[0] ?? "", 10);
  if (!(pid > 0)) return null;
  const port = Number.parseInt(lines[PORT_LINE] ?? "", 10);
  return { pid, port, isReady: lines[STATUS_LINE]?.trim() === "ready" };
}

/** Whether the process lives and serves this cluster: its number may have gone to another program. */
export async function isRunning({ pid }: Postmaster, { data }: Cluster): Promise<boolean> {
  if (process.platform === "win32") return answersSignal(pid);
  return (await readCommand(pid)).includes(data);
}

async function readCommand(pid: number): Promise<string> {
  try {
    if (process.platform === "linux") return await readFile(`/proc/${pid}/cmdline`, "utf8");
    const { stdout } = await runFile("ps", ["-ww", "-o", "command=", "-p", String(pid)]);
    return stdout;
  } catch {
    return "";
  }
}

function answersSignal(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
