import { type ChildProcess, spawn } from "node:child_process";
import { open, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Refusal } from "../../refusal.ts";
import { type Cluster, give } from "./cluster.ts";
import { isRunning, type Postmaster, readPostmaster } from "./postmaster.ts";
import { placeProgram, runProgram } from "./programs.ts";
import { refuseDatabase } from "./refuse-database.ts";

const POLL_MS = 50;
const READY_MS = 60_000;
const STOP_MS = 60_000;
/** The processes of a server that was killed take a moment to go, and a free port may be taken. */
const MOST_STARTS = 5;
const RESTART_MS = 1_000;

/** The server, if it runs and takes connections. */
export async function findReady(cluster: Cluster): Promise<Postmaster | null> {
  const postmaster = await readPostmaster(cluster);
  return postmaster?.isReady && (await isRunning(postmaster, cluster)) ? postmaster : null;
}

/**
 * Waits until the server takes connections, and starts it where none is starting or stopping. Call
 * it with the lock held.
 */
export async function startServer(cluster: Cluster): Promise<Postmaster | Refusal> {
  const deadline = Date.now() + READY_MS;
  let child: ChildProcess | null = null;
  for (let starts = 0; Date.now() < deadline; await sleep(POLL_MS)) {
    const postmaster = await readPostmaster(cluster);
    if (postmaster && (await isRunning(postmaster, cluster))) {
      if (postmaster.isReady) return postmaster;
    } else if (!child || hasEnded(child)) {
      if (starts === MOST_STARTS)
        return refuseStart(cluster, "PostgreSQL ended as soon as it was started");
      if (starts > 0) await sleep(RESTART_MS);
      child = await launch(cluster, postmaster?.port);
      starts++;
    }
  }
  return refuseStart(cluster, `PostgreSQL was not ready within ${READY_MS / 1000} seconds`);
}

/** Ends all connections and the server; what was committed stays. */
export async function stopServer(cluster: Cluster): Promise<void> {
  const { programs, data, account } = cluster;
  const postmaster = await readPostmaster(cluster);
  if (!postmaster || !(await isRunning(postmaster, cluster))) return;
  // Waiting is done here, by the process: pg_ctl would wait for one that joins and starts anew.
  const stop = ["stop", `--pgdata=${data}`, "--mode=fast", "--no-wait"];
  await runProgram(programs.pg_ctl, stop, account).catch(() => {});
  for (const deadline = Date.now() + STOP_MS; Date.now() < deadline; await sleep(POLL_MS))
    if (!(await isRunning(postmaster, cluster))) return;
}

/** The last port is taken again where it is free: those who held the server know no other. */
async function launch(cluster: Cluster, lastPort: number | undefined): Promise<ChildProcess> {
  const { data, log, account, programs, durable } = cluster;
  const port = (lastPort && (await listenOnce(lastPort))) || (await listenOnce(0));
  await rm(join(data, "postmaster.pid"), { force: true });
  const output = await open(log, "a", 0o600);
  try {
    await give(log, account);
    const options = ["-D", data, "-p", String(port), ...nameSettings(durable)];
    const child = spawn(programs.postgres, options, {
      ...placeProgram(account),
      detached: true,
      stdio: ["ignore", output.fd, output.fd],
    });
    child.on("error", () => {});
    child.unref();
    return child;
  } finally {
    await output.close();
  }
}

function hasEnded({ pid, exitCode, signalCode }: ChildProcess): boolean {
  return pid === undefined || exitCode !== null || signalCode !== null;
}

/** The log keeps what befalls the server, and never a statement: statements carry personal data. */
const SETTINGS = [
  "listen_addresses=127.0.0.1",
  "unix_socket_directories=",
  "max_connections=100",
  "shared_buffers=128MB",
  "timezone=UTC",
  "log_timezone=UTC",
  "log_min_messages=log",
  "log_min_error_statement=panic",
  "log_checkpoints=off",
];
const FLEETING = ["fsync=off", "full_page_writes=off"];

function nameSettings(durable: boolean): string[] {
  return (durable ? SETTINGS : [...SETTINGS, ...FLEETING]).flatMap((setting) => ["-c", setting]);
}

/** The port, or with 0 one of the system's choice; null when it is taken. */
function listenOnce(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const listener = createServer();
    listener.once("error", () => resolve(null));
    listener.listen(port, "127.0.0.1", () => {
      const address = listener.address();
      listener.close(() => resolve(typeof address === "object" ? address!.port : null));
    });
  });
}

function refuseStart({ folder, log }: Cluster, reason: string): Refusal {
  return refuseDatabase(
    `The database in ${folder} could not be started.`,
    `Read ${log} for the reason, or give a running PostgreSQL with DATABASE_URL.`,
    [{ where: log, reason }],
  );
}
