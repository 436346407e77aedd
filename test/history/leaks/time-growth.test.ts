import { describe, expect, it } from "vitest";
import { growsWithTime } from "../../../src/history/leaks/time-growth.ts";
import type { AttributeValue } from "../../../src/scorecard/lead.ts";
import { createRandom } from "../../../src/statistics/random.ts";

const DAY = 86_400_000;
const N = 1000;
const random = createRandom(3);
const outcomes = Uint8Array.from({ length: N }, () => Number(random() < 0.3));
const createdAt = Array.from({ length: N }, () => Math.floor(700 * random()) * DAY);
const lengthDays = Array.from(outcomes, (won) => (won === 1 ? 40 : 20) + 60 * random());
const closedAt = createdAt.map((at, i) => at + lengthDays[i]! * DAY);
const dates = { createdAt, closedAt };
const grows = (value: (deal: number) => AttributeValue, of = dates) =>
  growsWithTime(
    Array.from({ length: N }, (_, i) => value(i)),
    outcomes,
    of,
  );

describe("growsWithTime", () => {
  it("finds the deal's length, and a count that comes with it at a rate of its own", () => {
    expect(grows((i) => lengthDays[i]!)).toBe(true);
    expect(grows((i) => Math.floor((lengthDays[i]! / 10) * (0.5 + random())))).toBe(true);
  });

  it("finds a count that goes on to the export", () => {
    expect(grows((i) => Math.floor((800 - createdAt[i]! / DAY) * (0.3 + random())))).toBe(true);
  });

  it("leaves a number that is larger for won deals, which also take longer", () => {
    expect(grows((i) => random() + outcomes[i]! * 3)).toBe(false);
  });

  it("leaves what has nothing to do with time, and a running number", () => {
    expect(grows(() => random())).toBe(false);
    expect(grows((i) => createdAt[i]!)).toBe(false);
  });

  it("leaves what only deals of one outcome have in step with time", () => {
    expect(grows((i) => (outcomes[i] === 1 ? lengthDays[i]! : random()))).toBe(false);
  });

  it("says nothing of texts, of constants, and of deals without dates", () => {
    const unknown = { createdAt: createdAt.map(() => null), closedAt };
    expect(grows((i) => String(lengthDays[i]))).toBe(false);
    expect(grows(() => 5)).toBe(false);
    expect(grows((i) => lengthDays[i]!, unknown as never)).toBe(false);
  });

  it("accuses hardly a number of chance in short histories", () => {
    const found = Array.from({ length: 300 }, () => {
      const few = Array.from({ length: 100 }, (_, i) => i % 2);
      const values = few.map(() => random());
      return growsWithTime(values, Uint8Array.from(few), dates);
    });
    expect(found.filter(Boolean).length).toBeLessThanOrEqual(1);
  });
});
