import { setTimeout as sleep } from "node:timers/promises";
import { Refusal } from "../../refusal.ts";
import { type Cluster, initialise, openCluster, readPassword, USER } from "./cluster.ts";
import { withLock } from "./folder-lock.ts";
import { becomeMember, type Membership } from "./membership.ts";
import { refuseDatabase, refuseFileFault } from "./refuse-database.ts";
import { findReady, startServer, stopServer } from "./running.ts";

export interface EmbeddedServer {
  /** postgres://… with the password; never printed or logged. */
  readonly url: string;
  /** Leaves; the last user to leave stops the server. */
  leave(): Promise<void>;
}

interface EmbeddedOptions {
  /** False gives up what is committed at a crash of the machine, for speed. Of use in tests only. */
  readonly durable?: boolean;
}

interface Joined {
  readonly url: string;
  readonly membership: Membership;
}

const DATABASE = "counterweight";
const RETRY_MS = 50;
const JOIN_MS = 60_000;
const REJOIN_MS = 1_000;

/**
 * Joins the PostgreSQL of a folder, which comes with npm: makes it at first, starts it unless it
 * runs, and shares it with every other process that joined. While joined, a server that is lost is
 * started again, at the same port where that is still free.
 *
 * @param folder where the cluster is kept, such as <project>/.counterweight/postgres
 */
export async function joinEmbeddedServer(
  folder: string,
  { durable = true }: EmbeddedOptions = {},
): Promise<EmbeddedServer | Refusal> {
  try {
    const cluster = await openCluster(folder, durable);
    return cluster instanceof Refusal ? cluster : await stayJoined(cluster);
  } catch (error) {
    return refuseFileFault(error, folder);
  }
}

async function stayJoined(cluster: Cluster): Promise<EmbeddedServer | Refusal> {
  const leaving = new AbortController();
  let current: Promise<Joined | null>;
  const onLost = () => {
    if (!leaving.signal.aborted) current = rejoin(cluster, onLost, leaving.signal);
  };
  const first = await join(cluster, onLost);
  if (first instanceof Refusal) return first;
  current = Promise.resolve(first);
  let left: Promise<void> | null = null;
  const leave = async () => {
    leaving.abort();
    const joined = await current;
    await joined?.membership.resign(() => stopServer(cluster));
  };
  return { url: first.url, leave: () => (left ??= leave()) };
}

/** Tries until it succeeds or the user leaves; does not keep the process alive while it waits. */
async function rejoin(cluster: Cluster, onLost: () => void, leaving: AbortSignal) {
  while (!leaving.aborted) {
    const joined = await join(cluster, onLost).catch(() => null);
    if (joined && !(joined instanceof Refusal)) return joined;
    await sleep(REJOIN_MS, null, { ref: false, signal: leaving }).catch(() => {});
  }
  return null;
}

/** Finds the server or starts it, and joins it; begins anew where it stops in between. */
async function join(cluster: Cluster, onLost: () => void): Promise<Joined | Refusal> {
  for (const deadline = Date.now() + JOIN_MS; Date.now() < deadline; await sleep(RETRY_MS)) {
    const postmaster = (await findReady(cluster)) ?? (await bringUp(cluster));
    if (postmaster instanceof Refusal) return postmaster;
    const password = await readPassword(cluster);
    if (password instanceof Refusal) return password;
    const url = `postgres://${USER}:${encodeURIComponent(password)}@127.0.0.1:${postmaster.port}/${DATABASE}`;
    try {
      const membership = await becomeMember(url, DATABASE, onLost);
      if (membership) return { url, membership };
    } catch (error) {
      const refusal = refuseConnection(error, cluster);
      if (refusal) return refusal;
    }
  }
  return refuseDatabase(
    `The database in ${cluster.folder} runs but does not answer.`,
    `Read ${cluster.log} for the reason, or give a running PostgreSQL with DATABASE_URL.`,
  );
}

async function bringUp(cluster: Cluster) {
  return withLock(
    cluster.lock,
    async () => (await initialise(cluster)) ?? (await startServer(cluster)),
  );
}

const WRONG_PASSWORD = "28P01";

/** What waiting does not mend; null for a server that is just going or coming. */
function refuseConnection(error: unknown, { folder }: Cluster): Refusal | null {
  if ((error as { code?: unknown }).code !== WRONG_PASSWORD) return null;
  return refuseDatabase(
    `The database in ${folder} does not take the password that is kept beside it.`,
    "Put the right password into the file named password, or give another folder with --database-folder.",
  );
}
