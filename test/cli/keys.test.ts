import { describe, expect, it, onTestFinished } from "vitest";
import { createTestDatabase, dropTestDatabase } from "../database.ts";
import { counterweight } from "./command.ts";
import { counterweightOn } from "./connected-command.ts";

async function useDatabase(): Promise<string> {
  const url = await createTestDatabase();
  onTestFinished(() => dropTestDatabase(url));
  return url;
}

describe("counterweight keys", () => {
  it("makes a key that it prints alone, lists it without it, and revokes it", async () => {
    const url = await useDatabase();
    const keys = (...args: readonly string[]) => counterweightOn(url, "keys", ...args);
    const made = await keys(
      "create",
      "--role",
      "sales",
      "--name",
      "CRM \u001b[31m",
      "--expires",
      "30",
    );
    expect(made).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^cw_[\w-]{43}\n$/) });
    expect(made.stderr).toBe("Key 1 of the role sales, shown only now:\n");
    const key = made.stdout.trim();
    const listed = await keys("list");
    const end = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
    expect(listed.stdout).toMatch(
      new RegExp(
        `^id +begins +role.*\n1 +${key.slice(0, 11)} +sales +until ${end} +never +CRM \\[31m\n$`,
      ),
    );
    expect(listed.stdout).not.toContain(key);
    expect(await keys("revoke", "1")).toMatchObject({ exitCode: 0, stdout: "Key 1 is revoked.\n" });
    expect((await keys("list")).stdout).toMatch(/revoked \d{4}-\d\d-\d\d/);
    const again = await keys("revoke", "1");
    expect(again).toMatchObject({ exitCode: 2, stdout: "" });
    expect(again.stderr).toMatch(/no such key.*\nWhat to do: /);
  });

  it.each([
    [["--name", "x"], "--role"],
    [["--role", "owner", "--name", "x"], "Allowed choices are admin, revops"],
    [["--role", "sales"], "--name"],
    [["--role", "sales", "--name", " "], "Expected a name"],
    [["--role", "sales", "--name", "x", "--expires", "0"], "Expected 1 to 36500 days"],
  ])("refuses %o", async (args, words) => {
    const ended = await counterweight("keys", "create", ...args);
    expect(ended).toMatchObject({ exitCode: 2, stdout: "" });
    expect(ended.stderr).toContain(words);
  });
});
