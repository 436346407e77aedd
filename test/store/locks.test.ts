import { expect, test } from "vitest";
import { LOCKS } from "../../src/store/locks.ts";

test("no two advisory locks have one number", () => {
  const numbers = Object.values(LOCKS);
  expect(new Set(numbers).size).toBe(numbers.length);
});
