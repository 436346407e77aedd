import { expect, test } from "vitest";
import { describeFault } from "../../src/cli/fault.ts";

test("a fault is told with its time, its place and the database's code, and without its message", () => {
  const cause = Object.assign(new Error("ann@example.org"), { code: "40P01" });
  const error = new Error("Failed query: ann@example.org", { cause });
  const text = describeFault(error, { at: Date.UTC(2025, 2, 1), place: "GET /v1/leads/:id" });
  expect(text).toMatch(
    /^counterweight: a fault of its own, not of the input: 2025-03-01T00:00:00\.000Z GET \/v1\/leads\/:id Error 40P01\n {4}at /,
  );
  expect(text).not.toContain("ann@");
  expect(describeFault("ann@example.org", { at: 0 })).toMatch(
    /1970-01-01T00:00:00\.000Z unknown\n$/,
  );
});
