import { chmodSync } from "node:fs";
import { createServer } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { createTestDatabase, dropTestDatabase } from "../database.ts";
import {
  findProcesses,
  makeServerFolder,
  ask as question,
} from "../store/embedded/server-folder.ts";
import { counterweight } from "./command.ts";
import { counterweightOn, startCommand, startService } from "./connected-command.ts";

async function useDatabase(): Promise<string> {
  const url = await createTestDatabase();
  onTestFinished(() => dropTestDatabase(url));
  return url;
}

const KEY = /^cw_[\w-]+$/m;

async function ask(address: string, path: string, key: string): Promise<unknown> {
  const reply = await fetch(address + path, { headers: { authorization: `Bearer ${key}` } });
  return reply.json();
}

describe("counterweight serve", () => {
  it.each(["SIGTERM", "SIGINT"] as const)(
    "serves until %s, prints the first key once, and ends without a word on those who called",
    async (signal) => {
      const databaseUrl = await useDatabase();
      const first = await startService({ databaseUrl });
      expect(first.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
      await expect.poll(() => first.said.stdout).toMatch(KEY);
      const key = KEY.exec(first.said.stdout)![0];
      expect(await ask(first.address, "/v1/me", key)).toMatchObject({ role: "admin" });
      // npm hands on a signal that the terminal has sent to both of them.
      expect(await Promise.all([first.stop(signal), first.stop(signal)])).toEqual([0, 0]);
      expect(first.said.stderr).toBe("");
      expect(first.said.stdout.split("\n")).toHaveLength(4);
      await expect(fetch(first.address)).rejects.toThrow("fetch failed");
      const second = await startService({ databaseUrl });
      expect(await ask(second.address, "/v1/me", key)).toMatchObject({ role: "admin" });
      expect(await second.stop(signal)).toBe(0);
      expect(second.said.stdout).toBe(
        `Counterweight listens on ${second.address} until it is stopped with Ctrl+C.\n`,
      );
    },
  );

  it("serves one database from several processes, which make one first key", async () => {
    const databaseUrl = await useDatabase();
    const both = await Promise.all([startService({ databaseUrl }), startService({ databaseUrl })]);
    const keys = () => both.map(({ said }) => KEY.exec(said.stdout)?.[0]).filter(Boolean);
    await expect.poll(() => keys().length).toBe(1);
    for (const { address } of both)
      expect(await ask(address, "/v1/keys", keys()[0]!)).toMatchObject({ items: [{ id: 1 }] });
    expect(await Promise.all(both.map(({ stop }) => stop("SIGTERM")))).toEqual([0, 0]);
  });

  it("without DATABASE_URL keeps its own PostgreSQL, which ends with it and is found again", async () => {
    const cwd = makeServerFolder();
    // As root the database runs as another user, who must be able to enter the folder.
    chmodSync(cwd, 0o755);
    const first = await startService({ cwd });
    await expect.poll(() => first.said.stdout).toMatch(KEY);
    const key = KEY.exec(first.said.stdout)![0];
    expect(findProcesses(cwd).length).toBeGreaterThan(0);
    expect(await first.stop("SIGINT")).toBe(0);
    expect(findProcesses(cwd)).toEqual([]);
    const second = await startService({ cwd });
    expect(await ask(second.address, "/v1/me", key)).toMatchObject({ role: "admin" });
    expect(await second.stop("SIGTERM")).toBe(0);
    expect(first.said.stderr + second.said.stderr).toBe("");
  });

  it("stops while it loads the sample, leaving the database empty", async () => {
    const databaseUrl = await useDatabase();
    const { said, stop } = startCommand(["serve", "--port", "0", "--sample"], { databaseUrl });
    await expect.poll(() => said.stderr, { timeout: 30_000 }).toContain("reading the history");
    expect(await stop("SIGINT")).toBe(0);
    expect(said.stdout).toBe("");
    expect(said.stderr).not.toContain("a fault of its own");
    expect(await question(databaseUrl, "SELECT count(*)::int AS leads FROM lead")).toEqual({
      leads: 0,
    });
  });

  it("warns, in words, where other computers may call it", async () => {
    const databaseUrl = await useDatabase();
    const { said, stop } = await startService({ databaseUrl }, "--host", "0.0.0.0");
    await expect.poll(() => said.stderr).toMatch(/Other computers may call it by plain HTTP/);
    expect(await stop("SIGTERM")).toBe(0);
  });

  it("refuses a port in use, in words, and makes no key that nobody would see", async () => {
    const databaseUrl = await useDatabase();
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void other.close());
    const { port } = other.address() as { port: number };
    const ended = await counterweightOn(databaseUrl, "serve", "--port", String(port));
    expect(ended).toMatchObject({ exitCode: 2, stdout: "" });
    expect(ended.stderr).toMatch(new RegExp(`Port ${port} is in use.*\nWhat to do: .*--port`));
    expect(ended.stderr).not.toContain("    at ");
    expect(await question(databaseUrl, "SELECT count(*)::int AS keys FROM api_key")).toEqual({
      keys: 0,
    });
  });

  it.each([
    ["postgres://nobody:hidden@127.0.0.1:9/none", /nothing listens at its address/],
    ["mysql://nobody:hidden@127.0.0.1/none", /DATABASE_URL is not the address of a PostgreSQL/],
    ["nobody:hidden@127.0.0.1", /DATABASE_URL is not the address of a PostgreSQL/],
  ])("refuses the database %s, in words, without its password", async (url, words) => {
    const ended = await counterweightOn(url, "serve", "--port", "0");
    expect(ended).toMatchObject({ exitCode: 2, stdout: "" });
    expect(ended.stderr).toMatch(words);
    expect(ended.stderr).not.toContain("hidden");
  });

  it.each([
    [["--port", "65536"], "Expected a port from 0 to 65535."],
    [["--rate-limit", "some"], "Expected a whole number."],
    [["--proxy", "proxy.example"], "Expected an IP address or a network"],
    [["--proxy", "10.0.0.0/33"], "Expected an IP address or a network"],
  ])("refuses %o", async (args, words) => {
    const ended = await counterweight("serve", ...args);
    expect(ended).toMatchObject({ exitCode: 2, stdout: "" });
    expect(ended.stderr).toContain(words);
  });

  it("has an example in its help", async () => {
    const { exitCode, stdout } = await counterweight("serve", "--help");
    expect(exitCode).toBe(0);
    expect(stdout).toContain("$ counterweight serve");
  });
});
