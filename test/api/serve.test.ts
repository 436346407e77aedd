import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { counterweight } from "../cli/command.ts";
import { makeFolder } from "../folder.ts";
import { writeSmall } from "./service-fixture.ts";

const BIN = fileURLToPath(new URL("../../src/cli/counterweight.mjs", import.meta.url));

function writeArgs(): string[] {
  const { scorecard, model, report } = writeSmall();
  return ["serve", "--scorecard", scorecard, "--model", model, "--report", report!];
}

/** The command in a process of its own, once it listens. */
async function startCommand(...args: readonly string[]) {
  const child = spawn(process.execPath, [BIN, ...writeArgs(), "--port", "0", ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const said = { stdout: "", stderr: "" };
  child.stderr!.on("data", (chunk) => (said.stderr += chunk));
  const listening = new Promise<string>((resolve, reject) => {
    child.stdout!.on("data", (chunk) => {
      said.stdout += chunk;
      const address = /http:\/\/\S+/.exec(said.stdout);
      if (address !== null) resolve(address[0]);
    });
    child.once("exit", () => reject(new Error(said.stderr)));
  });
  return { child, said, address: await listening };
}

function awaitExit(child: ChildProcess): Promise<number | string | null> {
  return new Promise((resolve) => child.once("exit", (code, signal) => resolve(code ?? signal)));
}

describe("counterweight serve", () => {
  it.each(["SIGTERM", "SIGINT"] as const)(
    "serves until %s, ends well and without a word on those who called",
    async (signal) => {
      const { child, said, address } = await startCommand();
      expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
      const lead = { id: "Ann", attributes: { employees: 500 }, activities: [] };
      const reply = await fetch(`${address}/v1/score`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ lead }),
      });
      expect(await reply.json()).toMatchObject({ lead: "Ann", rules: { score: 10 } });
      const refused = await fetch(`${address}/v1/score`, { method: "POST", body: "Ann" });
      expect(refused.status).toBe(415);
      const exit = awaitExit(child);
      child.kill(signal);
      expect(await exit).toBe(0);
      expect(said).toEqual({
        stdout: `Counterweight listens on ${address} until it is stopped with Ctrl+C.\n`,
        stderr: "",
      });
      await expect(fetch(address)).rejects.toThrow("fetch failed");
    },
  );

  it("refuses a port in use, in words", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void other.close());
    const { port } = other.address() as { port: number };
    const ended = await counterweight(...writeArgs(), "--port", String(port));
    expect(ended).toMatchObject({ exitCode: 2, stdout: "" });
    expect(ended.stderr).toMatch(new RegExp(`Port ${port} is in use.*\nWhat to do: .*--port`));
    expect(ended.stderr).not.toContain("    at ");
  });

  it("refuses to answer to other computers", async () => {
    const ended = await counterweight(...writeArgs(), "--host", "0.0.0.0");
    expect(ended).toMatchObject({ exitCode: 2, stdout: "" });
    expect(ended.stderr).toMatch(/no keys yet.*other computers.*\nWhat to do: .*127\.0\.0\.1/);
  });

  it("names the remedy where the model is not there yet", async () => {
    const model = join(makeFolder(), "model.json");
    const ended = await counterweight(...writeArgs(), "--model", model);
    expect(ended).toMatchObject({ exitCode: 2, stdout: "" });
    expect(ended.stderr).toMatch(/model\.json does not exist.*\nWhat to do: Run npm run calibrate/);
  });

  it("refuses a port that is none", async () => {
    const ended = await counterweight(...writeArgs(), "--port", "65536");
    expect(ended).toMatchObject({ exitCode: 2, stdout: "" });
    expect(ended.stderr).toContain("Expected a port from 0 to 65535.");
  });
  it("has an example in its help", async () => {
    const { exitCode, stdout } = await counterweight("serve", "--help");
    expect(exitCode).toBe(0);
    expect(stdout).toContain("$ counterweight serve");
  });
});
