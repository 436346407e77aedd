import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  countByWeek,
  estimateChangePerWeek,
  estimatePerWeek,
  layOutWeeks,
} from "../../src/recommendation/weeks.ts";
import { createRandom } from "../../src/statistics/random.ts";
import { demand } from "../statistics/deals.ts";

const DAY = 24 * 3_600_000;
const at = (iso: string) => Date.parse(iso);

/** One deal at noon of each of the days after Monday 1 January 2024. */
const onDays = (days: readonly number[]) =>
  demand(layOutWeeks(Float64Array.from(days, (day) => at("2024-01-01T12:00Z") + day * DAY)));
const ones = (n: number) => new Float64Array(n).fill(1);

describe("the weeks of a history", () => {
  it("begin on Monday, UTC, and leave no gap", () => {
    const times = Float64Array.of(
      at("2024-01-21T23:59:59Z"),
      at("2024-01-03T10:00Z"),
      at("2024-01-22T00:00Z"),
    );
    const weeks = demand(layOutWeeks(times));
    expect(Array.from(weeks.starts, (start) => new Date(start).toISOString().slice(0, 10))).toEqual(
      ["2024-01-01", "2024-01-08", "2024-01-15", "2024-01-22"],
    );
    expect([...weeks.weekOf]).toEqual([2, 0, 3]);
  });

  it("hold dates before 1970 too", () => {
    const weeks = demand(
      layOutWeeks(Float64Array.of(at("1969-12-01T00:00Z"), at("1969-12-31T00:00Z"))),
    );
    expect(weeks.starts[0]).toBe(at("1969-12-01T00:00Z"));
    expect([...weeks.weekOf]).toEqual([0, 4]);
  });

  it("are as long, on average, as the period from which deals were drawn evenly", () => {
    const random = createRandom(7);
    let sum = 0;
    for (let draw = 0; draw < 2000; draw++)
      sum += onDays(Array.from({ length: 6 }, () => random() * 3650)).length;
    expect(sum / 2000 / (3650 / 7)).toBeCloseTo(1, 1.5);
  });

  it("cannot be told without dates or from less than two weeks", () => {
    expect(layOutWeeks(null)).toEqual({
      notEstimable: "The deals have no dates, so leads a week cannot be told.",
    });
    const tooShort = {
      notEstimable: "The deals span less than 2 weeks, too short to tell leads a week.",
    };
    expect(layOutWeeks(Float64Array.of(0, 13 * DAY))).toEqual(tooShort);
    expect(layOutWeeks(Float64Array.of(5))).toEqual(tooShort);
    expect(layOutWeeks(Float64Array.of())).toEqual(tooShort);
  });

  it("refuse a time that is not finite", () => {
    expect(() => layOutWeeks(Float64Array.of(0, Number.NaN))).toThrow(RangeError);
  });
});

describe("leads a week", () => {
  it("have the score interval of a Poisson mean: 10 deals give 5.43 to 18.41", () => {
    const weeks = onDays([0, 2, 4, 7, 9, 11, 14, 16, 18, 20]);
    const { value, low, high } = estimatePerWeek(weeks, ones(10));
    expect(value * weeks.length).toBeCloseTo(10, 12);
    expect(low * weeks.length).toBeCloseTo(5.432, 3);
    expect(high * weeks.length).toBeCloseTo(18.41, 2);
  });

  it("have an interval from 0 where none passes", () => {
    const weeks = onDays([0, 9, 20]);
    const { value, low, high } = estimatePerWeek(weeks, new Float64Array(3));
    expect([value, low]).toEqual([0, 0]);
    expect(high * weeks.length).toBeCloseTo(1.96 ** 2, 2);
  });

  it("are less sure where weeks are uneven: 8 every other week, φ = 5.33", () => {
    const days = [0, 2, 4, 6, 8].flatMap((week) => Array.from({ length: 8 }, () => week * 7));
    const weeks = onDays([...days, 63]);
    const uneven = estimatePerWeek(weeks, ones(41));
    const even = estimatePerWeek(onDays(Array.from({ length: 41 }, (_, i) => i * 1.575)), ones(41));
    const width = ({ low, high }: typeof uneven) => high - low;
    // Whole weeks hold 0 8 0 8 0 8 0 8: mean 4, variance 128 / 7, φ = 32 / 7.
    const c = (32 / 7) * 1.959963984540054 ** 2;
    expect(width(uneven) * weeks.length).toBeCloseTo(2 * Math.sqrt(c * 41 + c ** 2 / 4), 9);
    expect(width(uneven)).toBeGreaterThan(1.9 * width(even));
  });

  const history = fc
    .array(
      fc.record({
        day: fc.integer({ min: 0, max: 80 }),
        before: fc.constantFrom(0, 1),
        after: fc.constantFrom(0, 1),
      }),
      { minLength: 1, maxLength: 40 },
    )
    .map((deals) => ({
      weeks: onDays([0, 80, ...deals.map(({ day }) => day)]),
      before: Float64Array.of(0, 1, ...deals.map(({ before }) => before)),
      after: Float64Array.of(1, 1, ...deals.map(({ after }) => after)),
    }));

  it("add up: weeks to all, and the change to after less before", () => {
    fc.assert(
      fc.property(history, ({ weeks, before, after }) => {
        const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);
        expect(total(countByWeek(weeks, after))).toBe(total(after));
        const change = estimateChangePerWeek(weeks, before, after);
        const [was, is] = [estimatePerWeek(weeks, before), estimatePerWeek(weeks, after)];
        expect(change.value).toBeCloseTo(is.value - was.value, 12);
        expect(change.low).toBeLessThan(change.value);
        expect(was.low).toBeLessThanOrEqual(was.value);
        expect(was.value).toBeLessThan(was.high);
      }),
    );
  });

  it("change by nothing, for sure, where no deal differs", () => {
    const weeks = onDays([0, 20, 40]);
    expect(estimateChangePerWeek(weeks, ones(3), ones(3))).toEqual({ value: 0, low: 0, high: 0 });
  });
});
