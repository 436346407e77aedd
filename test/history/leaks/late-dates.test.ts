import { describe, expect, it } from "vitest";
import { liesAfterOutcome } from "../../../src/history/leaks/late-dates.ts";

const DAY = 86_400_000;
const START = Date.UTC(2023, 0, 1);
const N = 1000;
const createdAt = Array.from({ length: N }, (_, i) => START + i * DAY);
const closedAt = createdAt.map((at, i) => at + (10 + (i % 30)) * DAY);
const at = (time: (deal: number) => number | null) =>
  createdAt.map((_, i) => {
    const value = time(i);
    return value === null ? null : new Date(value).toISOString();
  });
const isLate = (time: (deal: number) => number | null) =>
  liesAfterOutcome(at(time), { createdAt, closedAt });

describe("liesAfterOutcome", () => {
  it("finds dates of which a tenth comes two days after the close", () => {
    const late = (every: number) => (i: number) =>
      i % every === 0 && i < N / 2 ? closedAt[i]! + 2 * DAY : i < N / 2 ? createdAt[i]! : null;
    expect(isLate(late(10))).toBe(true);
    expect(isLate(late(11))).toBe(false);
  });

  it("finds dates that fall on the day of the close", () => {
    expect(isLate((i) => closedAt[i]! - DAY / 2)).toBe(true);
    expect(isLate((i) => closedAt[i]! - 2 * DAY)).toBe(false);
  });

  it("leaves a first visit and the creation", () => {
    expect(isLate((i) => createdAt[i]! - 20 * DAY)).toBe(false);
    expect(isLate((i) => createdAt[i]!)).toBe(false);
  });

  it("leaves the creation of deals that are closed within three days", () => {
    const soon = createdAt.map((created) => created + DAY);
    expect(
      liesAfterOutcome(
        at((i) => createdAt[i]!),
        { createdAt, closedAt: soon },
      ),
    ).toBe(false);
  });

  it("leaves planned dates, which lie ahead of everything for the newest deals", () => {
    expect(isLate((i) => createdAt[i]! + 90 * DAY)).toBe(false);
  });

  it("says nothing of texts, of blanks, or of fewer than 30 dates", () => {
    expect(
      liesAfterOutcome(
        createdAt.map(() => "soon"),
        { createdAt, closedAt },
      ),
    ).toBe(false);
    expect(isLate(() => null)).toBe(false);
    expect(isLate((i) => (i < 29 ? closedAt[i]! + 5 * DAY : null))).toBe(false);
    expect(isLate((i) => (i < 30 ? closedAt[i]! + 5 * DAY : null))).toBe(true);
  });

  it("says nothing without the close", () => {
    const unknown = { createdAt, closedAt: closedAt.map(() => null) };
    expect(
      liesAfterOutcome(
        at((i) => closedAt[i]! + 9 * DAY),
        unknown,
      ),
    ).toBe(false);
  });
});
