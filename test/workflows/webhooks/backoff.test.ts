import * as fc from "fast-check";
import { expect, it } from "vitest";
import { chooseRetryDelay } from "../../../src/workflows/webhooks/backoff.ts";

const MINUTE = 60_000;

it("waits from 5 seconds to a day, then gives up", () => {
  const waits = Array.from({ length: 9 }, (_, index) => chooseRetryDelay(index + 1, 0.5));
  expect(waits).toEqual([
    5000,
    30_000,
    2 * MINUTE,
    10 * MINUTE,
    60 * MINUTE,
    360 * MINUTE,
    1440 * MINUTE,
    null,
    null,
  ]);
});

it("spreads each wait evenly over a fifth to either side", () => {
  const attempt = fc.integer({ min: 1, max: 7 });
  fc.assert(
    fc.property(attempt, fc.double({ min: 0, max: 0.999_999, noNaN: true }), (attempts, random) => {
      const delay = chooseRetryDelay(attempts, random)!;
      const wait = chooseRetryDelay(attempts, 0.5)!;
      expect(Number.isInteger(delay)).toBe(true);
      expect(Math.abs(delay / wait - (0.8 + 0.4 * random))).toBeLessThan(1e-3);
    }),
  );
});
