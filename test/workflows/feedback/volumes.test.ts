import { expect, it } from "vitest";
import {
  countWeeks,
  estimateVolume,
  findWeeksBefore,
} from "../../../src/workflows/feedback/volumes.ts";
import { DAY } from "../../scorecard/cards.ts";

const period = findWeeksBefore(Date.UTC(2026, 2, 4, 15));

it("counts the eight weeks before today, or the whole ones since anything was scored", () => {
  expect(period).toEqual({ from: Date.UTC(2026, 0, 7), to: Date.UTC(2026, 2, 4) });
  expect(countWeeks(period, 0)).toBe(8);
  expect(countWeeks(period, period.to - 20 * DAY)).toBe(2);
  expect(countWeeks(period, period.to + DAY)).toBe(0);
  expect(countWeeks(period, null)).toBe(0);
});

it("gives leads a week with an interval, which none at all have too", () => {
  const times = Array.from({ length: 24 }, (_, i) => period.from + (i * 56 * DAY) / 24);
  const even = estimateVolume(times, period, 8);
  expect(even).toMatchObject({ value: 3 });
  expect(estimateVolume([period.from - 1, period.to], period, 8)).toMatchObject({
    value: 0,
    low: 0,
    high: expect.closeTo(3.84 / 8, 2),
  });
  expect(estimateVolume(times, period, 1)).toEqual({ notEstimable: expect.any(String) });
});
