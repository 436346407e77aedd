import {
  chmodSync,
  chownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join as joinPath } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { Refusal } from "../../../src/refusal.ts";
import { joinEmbeddedServer } from "../../../src/store/embedded/embedded-server.ts";
import { join } from "./member.ts";
import { makeServerFolder } from "./server-folder.ts";

const IS_ROOT = process.getuid?.() === 0;

async function refuse(folder: string): Promise<Refusal> {
  const refusal = await joinEmbeddedServer(folder, { durable: false });
  if (!(refusal instanceof Refusal)) await refusal.leave();
  expect(refusal).toBeInstanceOf(Refusal);
  expect(refusal).toMatchObject({ code: "database-unavailable", exitCode: 2 });
  return refusal as Refusal;
}

/** A folder with a database that nobody uses. */
async function makeDatabase(): Promise<string> {
  const folder = makeServerFolder();
  await (await join(folder)).leave();
  return folder;
}

it("refuses a database of another major version, and names both", async () => {
  const folder = await makeDatabase();
  writeFileSync(joinPath(folder, "cluster", "PG_VERSION"), "16\n");
  const { message, remedy } = await refuse(folder);
  expect(message).toMatch(/PostgreSQL 16, and here is PostgreSQL 18/);
  expect(remedy).toContain("DATABASE_URL");
});

it("leaves a folder as it is that holds other things", async () => {
  const folder = makeServerFolder();
  writeFileSync(joinPath(folder, "notes.txt"), "mine");
  chmodSync(folder, 0o755);
  const { message } = await refuse(folder);
  expect(message).toContain("holds other things");
  expect(readdirSync(folder)).toEqual(["notes.txt"]);
});

it("refuses a file in place of the folder", async () => {
  const file = joinPath(makeServerFolder(), "file");
  writeFileSync(file, "");
  const { message, remedy, details } = await refuse(file);
  expect(message).toContain(`${file} cannot be used: a file stands in its place`);
  expect(remedy).toContain("--database-folder");
  expect(details[0]?.reason).toMatch(/EEXIST|ENOTDIR/);
});

it("refuses when the password file is missing or wrong, and shows no password", async () => {
  const folder = await makeDatabase();
  const path = joinPath(folder, "password");
  const password = readFileSync(path, "utf8").trim();
  writeFileSync(path, "guessed\n");
  const wrong = await refuse(folder);
  expect(wrong.message).toContain("does not take the password");
  expect(JSON.stringify(wrong)).not.toMatch(new RegExp(`${password}|guessed`));
  rmSync(path);
  expect((await refuse(folder)).message).toContain("password file");
});

it("names the log of a server that does not start", async () => {
  const folder = await makeDatabase();
  writeFileSync(joinPath(folder, "cluster", "postgresql.conf"), "no_such_setting = 1\n");
  const { message, remedy } = await refuse(folder);
  expect(message).toContain("could not be started");
  expect(remedy).toContain(joinPath(folder, "server.log"));
  expect(readFileSync(joinPath(folder, "server.log"), "utf8")).toContain("no_such_setting");
});

it.runIf(IS_ROOT)("says whom root's folder keeps out, and does not hang", async () => {
  const folder = joinPath(makeServerFolder(), "postgres");
  const { message, remedy } = await refuse(folder);
  expect(message).toMatch(/does not run as root, and the user \w+ cannot enter/);
  expect(remedy).toMatch(/--database-folder.*DATABASE_URL/);
});

it.runIf(IS_ROOT)("runs as the owner of the folder when started by root", async () => {
  const parent = makeServerFolder();
  chownSync(parent, 65534, 65534);
  const folder = joinPath(parent, "of", "nobody");
  const server = await join(folder);
  onTestFinished(() => server.leave());
  for (const path of ["..", ".", "cluster", "password", "server.log"])
    expect(statSync(joinPath(folder, path)).uid).toBe(65534);
});

it.skipIf(IS_ROOT)("refuses a folder that this user may not write to", async () => {
  const parent = makeServerFolder();
  mkdirSync(joinPath(parent, "closed"), { mode: 0o500 });
  const { details } = await refuse(joinPath(parent, "closed", "postgres"));
  expect(details[0]?.reason).toContain("EACCES");
});
