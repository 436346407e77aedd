import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { Refusal } from "../../../src/refusal.ts";
import {
  type EmbeddedServer,
  joinEmbeddedServer,
} from "../../../src/store/embedded/embedded-server.ts";

/** Joins without waiting for the disk; a refusal fails the test. */
export async function join(folder: string): Promise<EmbeddedServer> {
  const server = await joinEmbeddedServer(folder, { durable: false });
  if (server instanceof Refusal) throw new Error(JSON.stringify(server));
  onTestFinished(() => server.leave());
  return server;
}

/** A process of its own that joins the server, and leaves it when told to. */
export interface Member {
  /** Settled when it has joined: the address it got. */
  readonly joined: Promise<string>;
  leave(): Promise<void>;
  /** Without warning. */
  kill(): Promise<void>;
}

const PROGRAM = fileURLToPath(new URL("./member-process.ts", import.meta.url));

export function startMember(folder: string): Member {
  const child = spawn(process.execPath, ["--import", "tsx", PROGRAM, folder], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  onTestFinished(() => end(child, () => child.kill("SIGKILL")));
  return {
    joined: readAddress(child),
    leave: () => end(child, () => child.stdin.end()),
    kill: () => end(child, () => child.kill("SIGKILL")),
  };
}

async function readAddress(child: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: child.stdout! })) return line;
  throw new Error("The member ended before it had joined.");
}

async function end(child: ChildProcess, how: () => unknown): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  how();
  await ended;
}
