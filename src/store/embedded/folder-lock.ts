import { randomUUID } from "node:crypto";
import { readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

const POLL_MS = 50;
const BEAT_MS = 2_000;
/** A holder that has not beaten for so long is gone, though another process may have its number. */
const STALE_MS = 20_000;

/**
 * Does the work while holding the lock file; waits while another process holds it. The lock of a
 * process that died is removed.
 */
export async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const token = `${process.pid} ${randomUUID()}`;
  while (!(await tryCreate(path, token))) {
    // Only one at a time may remove, so that nobody removes the lock that follows a stale one.
    if (await isStale(path))
      await withLock(`${path}.stale`, async () => {
        if (await isStale(path)) await rm(path, { force: true });
      });
    else await sleep(POLL_MS);
  }
  const beat = setInterval(() => {
    utimes(path, new Date(), new Date()).catch(() => {});
  }, BEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    if ((await read(path)) === token) await rm(path, { force: true });
  }
}

async function tryCreate(path: string, token: string): Promise<boolean> {
  try {
    await writeFile(path, token, { flag: "wx", mode: 0o644 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

async function isStale(path: string): Promise<boolean> {
  const token = await read(path);
  if (token === null) return false;
  const pid = Number.parseInt(token, 10);
  if (pid > 0 && !isRunning(pid)) return true;
  const beaten = await stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => Number.POSITIVE_INFINITY,
  );
  return Date.now() - beaten > STALE_MS;
}

async function read(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
