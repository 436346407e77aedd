import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { withLock } from "../../../src/store/embedded/folder-lock.ts";
import { makeFolder } from "../../folder.ts";

/** The number of a process that has ended. */
function findDeadPid(): number {
  return spawnSync(process.execPath, ["-e", ""]).pid;
}

it("lets one in at a time, also past the lock of a process that died", async () => {
  const path = join(makeFolder(), "lock");
  writeFileSync(path, `${findDeadPid()} gone`);
  let inside = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, ++inside);
    await new Promise((resolve) => setImmediate(resolve));
    inside--;
  };
  await Promise.all(Array.from({ length: 12 }, () => withLock(path, work)));
  expect(most).toBe(1);
  expect(readdirSync(join(path, ".."))).toEqual([]);
});

it("removes a lock whose number went to another process, for it does not beat", async () => {
  const path = join(makeFolder(), "lock");
  writeFileSync(path, `${process.pid} before the machine was started anew`);
  const longAgo = new Date(Date.now() - 60_000);
  utimesSync(path, longAgo, longAgo);
  expect(await withLock(path, async () => existsSync(path))).toBe(true);
  expect(existsSync(path)).toBe(false);
});

it("gives the lock back when the work throws", async () => {
  const path = join(makeFolder(), "lock");
  const fail = async () => {
    throw new Error("work");
  };
  await expect(withLock(path, fail)).rejects.toThrow("work");
  expect(await withLock(path, async () => "done")).toBe("done");
});
