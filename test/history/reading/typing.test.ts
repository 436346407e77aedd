import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dateReading, readDate } from "../../../src/history/typing/date-text.ts";
import { findDecimalMark, readNumber } from "../../../src/history/typing/number-text.ts";
import { readBoolean, readList } from "../../../src/history/typing/typing.ts";

function readAlone(text: string): number | undefined {
  return readNumber(text, findDecimalMark([text]));
}

describe("numbers", () => {
  it.each([
    ["0", 0],
    ["1,234.50", 1234.5],
    ["1.234,50", 1234.5],
    ["1 234,50", 1234.5],
    ["1\u202f234,50", 1234.5],
    ["1'234.50", 1234.5],
    ["12,34,567.00", 1234567],
    ["1,234", 1234],
    ["1.234", 1.234],
    ["12,5", 12.5],
    ["0,125", 0.125],
    ["€1.234.567", 1234567],
    ["$ 12", 12],
    ["US$ 12", 12],
    ["USD 1,234", 1234],
    ["12 EUR", 12],
    ["45 %", 45],
    ["(12)", -12],
    ["($1,000.00)", -1000],
    ["12-", -12],
    ["\u22125", -5],
    ["$-5", -5],
    ["-$5", -5],
    [".5", 0.5],
    ["5.", 5],
    ["1.5e3", 1500],
    ["1e+22", 1e22],
  ])("reads %s as %d", (text, value) => {
    expect(readAlone(text)).toBe(value);
  });

  it.each(["abc", "-", "$", "1,23,4", "1..2", "12 apples", "(12", "1,2,3", "Infinity", "0x10"])(
    "does not read %s",
    (text) => {
      expect(readAlone(text)).toBeUndefined();
    },
  );

  it("reads an ambiguous number as the rest of its column does", () => {
    expect(readNumber("1.234", findDecimalMark(["1.234", "12,50"]))).toBe(1234);
    expect(readNumber("1,234", findDecimalMark(["1,234", "0,5"]))).toBe(1.234);
    expect(readNumber("12,50", findDecimalMark(["12,50", "0.5"]))).toBeUndefined();
  });

  it("reads back what any locale's thousands and decimals write", () => {
    const number = fc.integer({ min: -1e12, max: 1e12 }).map((cents) => cents / 100);
    fc.assert(
      fc.property(
        number,
        fc.constantFrom("en-US", "de-DE", "fr-FR", "de-CH", "en-IN"),
        (value, locale) => {
          const text = value.toLocaleString(locale, { minimumFractionDigits: 2 });
          expect(readAlone(text)).toBeCloseTo(value, 6);
        },
      ),
    );
  });
});

describe("dates", () => {
  const read = (
    text: string,
    dateOrder: "year-first" | "day-first" | "month-first" | "epoch-ms" = "year-first",
    utcOffset = "+00:00",
  ) => {
    const at = readDate(text, dateReading({ dateOrder, utcOffset }));
    return at === undefined ? undefined : new Date(at).toISOString();
  };

  it.each([
    ["2025-01-02", "2025-01-02T00:00:00.000Z"],
    ["2025/1/2", "2025-01-02T00:00:00.000Z"],
    ["2025-01-02 03:04", "2025-01-02T03:04:00.000Z"],
    ["2025-01-02 03:04:05.678901", "2025-01-02T03:04:05.678Z"],
    ["2025-01-02T03:04:05Z", "2025-01-02T03:04:05.000Z"],
    ["2025-01-02T03:04:05+02:00", "2025-01-02T01:04:05.000Z"],
    ["2025-01-02T03:04:05.000+0530", "2025-01-01T21:34:05.000Z"],
    ["2025-01-02 03:04:05+00", "2025-01-02T03:04:05.000Z"],
    ["20250102", "2025-01-02T00:00:00.000Z"],
    ["2 Jan 2025", "2025-01-02T00:00:00.000Z"],
    ["02-January-2025", "2025-01-02T00:00:00.000Z"],
    ["Jan 2, 2025, 12:30 AM", "2025-01-02T00:30:00.000Z"],
    ["1735787045000", "2025-01-02T03:04:05.000Z"],
    ["1735787045", "2025-01-02T03:04:05.000Z"],
  ])("reads %s in any order", (text, iso) => {
    for (const order of ["year-first", "day-first", "month-first"] as const)
      expect(read(text, order)).toBe(iso);
  });

  it("reads days and months in the mapping's order, and not at all without one", () => {
    expect(read("3/4/2025", "day-first")).toBe("2025-04-03T00:00:00.000Z");
    expect(read("3/4/2025", "month-first")).toBe("2025-03-04T00:00:00.000Z");
    expect(read("3/4/2025")).toBeUndefined();
    expect(read("31.12.24, 13:05", "day-first")).toBe("2024-12-31T13:05:00.000Z");
    expect(read("12/31/99 1:05 PM", "month-first")).toBe("1999-12-31T13:05:00.000Z");
    expect(read("31/12/2024", "month-first")).toBeUndefined();
  });

  it("reads any whole number as epoch time where the mapping says so", () => {
    expect(read("0", "epoch-ms")).toBe("1970-01-01T00:00:00.000Z");
    expect(read("1735787045000.0", "epoch-ms")).toBe("2025-01-02T03:04:05.000Z");
    expect(read("12345")).toBeUndefined();
  });

  it("puts times without an offset, and the midnight of bare dates, in the mapping's offset", () => {
    expect(read("2025-01-02", "year-first", "+02:00")).toBe("2025-01-01T22:00:00.000Z");
    expect(read("2025-01-02 10:00", "year-first", "-05:30")).toBe("2025-01-02T15:30:00.000Z");
    expect(read("2025-01-02T10:00:00Z", "year-first", "+02:00")).toBe("2025-01-02T10:00:00.000Z");
    expect(read("1735787045000", "year-first", "+02:00")).toBe("2025-01-02T03:04:05.000Z");
  });

  it.each([
    "2025-02-30",
    "2025-13-01",
    "2025-01-02 25:00",
    "2025-01-02 13:00 PM",
    "5 Foo 2025",
    "soon",
    "2025-01/02",
  ])("does not read %s", (text) => {
    expect(read(text)).toBeUndefined();
  });

  it("reads back every instant from its ISO text", () => {
    const instant = fc.date({ min: new Date(0), max: new Date("2099-01-01"), noInvalidDate: true });
    fc.assert(
      fc.property(instant, (date) => {
        expect(read(date.toISOString())).toBe(date.toISOString());
        expect(read(String(date.getTime()), "epoch-ms")).toBe(
          new Date(date.getTime() < 1e11 ? date.getTime() * 1000 : date.getTime()).toISOString(),
        );
      }),
    );
  });
});

describe("yes and no, and lists", () => {
  it.each(["true", "True", "1", "YES", " y ", "1.0"])("reads %s as true", (text) => {
    expect(readBoolean(text)).toBe(true);
  });
  it.each(["false", "FALSE", "0", "no", "0.0"])("reads %s as false", (text) => {
    expect(readBoolean(text)).toBe(false);
  });
  it("does not take any other word for no", () => {
    expect(readBoolean("maybe")).toBeUndefined();
    expect(readBoolean("2")).toBeUndefined();
  });
  it("reads lists between semicolons and of JSON", () => {
    expect(readList(" web; email ;;")).toEqual(["web", "email"]);
    expect(readList('["a;b", "c"]')).toEqual(["a;b", "c"]);
    expect(readList("[draft]; x")).toEqual(["[draft]", "x"]);
  });
});
