import { describe, expect, it } from "vitest";
import { createAttempts } from "../../../src/workflows/access/attempts.ts";

function makeAttempts() {
  const clock = { at: 0 };
  const attempts = createAttempts({ now: () => clock.at, most: 2, windowMs: 10_000 });
  return { clock, attempts };
}

describe("tries", () => {
  it("are let through up to the most, then wait for the end of the window", () => {
    const { clock, attempts } = makeAttempts();
    expect([attempts.begin("a"), attempts.begin("a")]).toEqual([null, null]);
    clock.at = 1500;
    expect(attempts.begin("a")).toBe(9);
    expect(attempts.begin("b")).toBeNull();
    clock.at = 10_000;
    expect(attempts.begin("a")).toBeNull();
    expect(attempts.count("a")).toBe(1);
  });

  it("that are forgiven or cleared do not count", () => {
    const { attempts } = makeAttempts();
    for (let i = 0; i < 5; i++) {
      expect(attempts.begin("a")).toBeNull();
      attempts.forgive("a");
    }
    attempts.begin("a");
    attempts.begin("a");
    attempts.clear("a");
    expect([attempts.count("a"), attempts.begin("a")]).toEqual([0, null]);
    attempts.forgive("never tried");
    expect(attempts.count("never tried")).toBe(0);
  });

  it("of many do not grow the memory, at the cost of the oldest", () => {
    const { attempts } = makeAttempts();
    attempts.begin("first");
    for (let i = 0; i < 10_000; i++) attempts.begin(`other ${i}`);
    expect(attempts.count("first")).toBe(0);
    expect(attempts.count("other 9999")).toBe(1);
  });
});
