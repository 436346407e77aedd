import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join as joinPath } from "node:path";
import { expect, it, vi } from "vitest";
import { join, startMember } from "./member.ts";
import { ask, findProcesses, makeServerFolder, readPostmasterPid } from "./server-folder.ts";

const STARTED = "SELECT pg_postmaster_start_time()::text AS started";
const WAIT = { timeout: 20_000, interval: 20 };

it("makes a private database in UTF-8 that only this machine reaches", async () => {
  const folder = makeServerFolder();
  const { url } = await join(folder);
  const found = await ask(
    url,
    `SELECT current_database() AS name, lower('ÄÖ') AS lower,
      current_setting('server_encoding') AS encoding,
      current_setting('listen_addresses') AS addresses,
      current_setting('unix_socket_directories') AS sockets,
      (SELECT count(*)::int FROM pg_hba_file_rules WHERE auth_method <> 'scram-sha-256') AS open`,
  );
  expect(found).toEqual({
    name: "counterweight",
    lower: "äö",
    encoding: "UTF8",
    addresses: "127.0.0.1",
    sockets: "",
    open: 0,
  });
  const mode = (name: string) => statSync(joinPath(folder, name)).mode & 0o777;
  expect(mode(".")).toBe(0o700);
  expect(mode("cluster")).toBe(0o700);
  expect(mode("password")).toBe(0o600);
  expect(readFileSync(joinPath(folder, "server.log"), "utf8")).not.toContain(new URL(url).password);
});

it("gives every folder a password and a port of its own, and refuses a wrong password", async () => {
  const [one, other] = await Promise.all([join(makeServerFolder()), join(makeServerFolder())]);
  const [address, otherAddress] = [new URL(one.url), new URL(other.url)];
  expect(address.port).not.toBe(otherAddress.port);
  expect(address.password).not.toBe(otherAddress.password);
  address.password = otherAddress.password;
  await expect(ask(address.href, STARTED)).rejects.toMatchObject({ code: "28P01" });
});

it("keeps no text of a statement that failed", async () => {
  const folder = makeServerFolder();
  const { url } = await join(folder);
  await expect(ask(url, "SELECT 'ada@example.org'::int")).rejects.toMatchObject({ code: "22P02" });
  expect(readFileSync(joinPath(folder, "server.log"), "utf8")).not.toContain("ada@example.org");
});

it("stops the server when the last of two processes leaves, and leaves no process behind", async () => {
  const folder = makeServerFolder();
  const here = await join(folder);
  const member = startMember(folder);
  expect(await member.joined).toBe(here.url);
  const started = await ask(here.url, STARTED);
  await here.leave();
  expect(await ask(here.url, STARTED)).toEqual(started);
  await member.leave();
  expect(findProcesses(folder)).toEqual([]);
  expect(readdirSync(folder).toSorted()).toEqual(["cluster", "password", "server.log"]);
});

it("leaves once, however often it is asked", async () => {
  const folder = makeServerFolder();
  const one = await join(folder);
  const other = await join(folder);
  await Promise.all([one.leave(), one.leave()]);
  await one.leave();
  expect(await ask(other.url, "SELECT 1 AS one")).toEqual({ one: 1 });
});

it("lives on and is found when the process that started it is killed", async () => {
  const folder = makeServerFolder();
  const member = startMember(folder);
  const url = await member.joined;
  const postmaster = readPostmasterPid(folder);
  await member.kill();
  const here = await join(folder);
  expect(here.url).toBe(url);
  expect(readPostmasterPid(folder)).toBe(postmaster);
  await vi.waitFor(async () => {
    const question = `SELECT count(*)::int AS members FROM pg_locks WHERE locktype = 'advisory'`;
    expect(await ask(url, question)).toEqual({ members: 1 });
  }, WAIT);
  await here.leave();
  expect(findProcesses(folder)).toEqual([]);
});

it("starts again with what was stored after the server and its user were killed", async () => {
  const folder = makeServerFolder();
  const member = startMember(folder);
  await ask(await member.joined, "CREATE TABLE kept AS SELECT 42 AS answer");
  await member.kill();
  process.kill(readPostmasterPid(folder), "SIGKILL");
  const { url } = await join(folder);
  expect(await ask(url, "SELECT answer FROM kept")).toEqual({ answer: 42 });
});

it("starts a killed server again at the same address for those who have joined", async () => {
  const folder = makeServerFolder();
  const here = await join(folder);
  const member = startMember(folder);
  await member.joined;
  const killed = readPostmasterPid(folder);
  process.kill(killed, "SIGKILL");
  await vi.waitFor(async () => {
    const question = `SELECT count(*)::int AS members FROM pg_locks WHERE locktype = 'advisory'`;
    expect(await ask(here.url, question)).toEqual({ members: 2 });
  }, WAIT);
  expect(readPostmasterPid(folder)).not.toBe(killed);
  await Promise.all([here.leave(), member.leave()]);
  expect(findProcesses(folder)).toEqual([]);
});

it("takes a process number that went to another program for what it is", async () => {
  const folder = makeServerFolder();
  await (await join(folder)).leave();

  const lines = [process.pid, joinPath(folder, "cluster"), 0, 54_329, "", "127.0.0.1", "", "ready"];
  writeFileSync(joinPath(folder, "cluster", "postmaster.pid"), lines.join("\n"));
  const { url } = await join(folder);
  expect(await ask(url, "SELECT 1 AS one")).toEqual({ one: 1 });
});

it("is one server for three processes that begin at once in an empty folder", async () => {
  const folder = makeServerFolder();
  const members = [startMember(folder), startMember(folder), startMember(folder)];
  const urls = await Promise.all(members.map(({ joined }) => joined));
  expect(new Set(urls).size).toBe(1);
  await Promise.all(members.map((member) => member.leave()));
  expect(findProcesses(folder)).toEqual([]);
});

it("begins anew when it was killed while it made the database", async () => {
  const folder = makeServerFolder();
  const member = startMember(folder);
  member.joined.catch(() => {});
  const isHalfMade = (name: string) => name.startsWith("initialising-");
  await vi.waitUntil(() => readdirSync(folder).some(isHalfMade), { ...WAIT, interval: 2 });
  await member.kill();
  expect(readdirSync(folder)).not.toContain("cluster");
  const { url } = await join(folder);
  expect(await ask(url, "SELECT 1 AS one")).toEqual({ one: 1 });
});

it("serves whoever joins at the moment when the last one leaves", async () => {
  const folder = makeServerFolder();
  let last = await join(folder);
  for (let round = 0; round < 12; round++) {
    const [next] = await Promise.all([join(folder), last.leave()]);
    expect(await ask(next.url, "SELECT 1 AS one")).toEqual({ one: 1 });
    last = next;
  }
  await last.leave();
  expect(findProcesses(folder)).toEqual([]);
});
