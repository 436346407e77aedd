import { describe, expect, it } from "vitest";
import { profileColumn } from "../../../src/history/proposal/column-profile.ts";
import { detectDateOrder } from "../../../src/history/proposal/date-order.ts";
import { findMeaning } from "../../../src/history/proposal/meanings.ts";
import { memoryTable, repeat } from "./memory-table.ts";

const N = 200;

function profile(column: string, cell: (row: number) => string | null) {
  const table = memoryTable("deals.csv", { [column]: repeat(N, cell) });
  return profileColumn(table, column, { order: "day-first", offsetMs: 0 });
}
const of = (texts: readonly (string | null)[]) => (row: number) => texts[row % texts.length]!;

describe("profileColumn", () => {
  it.each([
    ["number", "Amount", of(["1,200.50", "300", "-4", "17"])],
    ["number", "TotalVisits", of(["0", "1", "2", "14"])],
    ["boolean", "Do Not Email", of(["Yes", "No"])],
    ["boolean", "Returning", of(["0", "1"])],
    ["date", "Created", of(["2024-01-02", "2024-05-06 10:11:12"])],
    ["date", "First contact", of(["31/12/2023", "1/2/2024"])],
    ["date", "createdate", of(["1577836800000", "1609459200000"])],
    ["number", "Serial", of(["1577836800000", "1609459200000"])],
    ["list", "Interests", of(["a;b", "b", "c;a", "a"])],
    ["text", "Industry", of(["Software", "Steel; and iron", "Law"])],
    ["text", "Index", of(["01.High", "02.Medium"])],
  ])("takes for %s: %s", (type, column, cell) => {
    expect(profile(column, cell).type).toBe(type);
  });

  it("takes Select, N/A and a dash for blanks, as they are written, but not Unknown or None", () => {
    const { missing } = profile(
      "Specialization",
      of(["Select", "N/A", "-", "Unknown", "None", "Law"]),
    );
    expect([...missing].toSorted()).toEqual(["-", "N/A", "Select"]);
  });

  it("takes NA for a blank except among places", () => {
    expect(profile("Industry", of(["NA", "Law"])).missing).toEqual(["NA"]);
    expect(profile("Region", of(["NA", "EMEA"])).missing).toEqual([]);
  });

  it("takes words among numbers for blanks", () => {
    const found = profile("Employees", (row) => (row % 40 === 0 ? "unknown" : String(row)));
    expect(found).toMatchObject({ type: "number", missing: ["unknown"], filled: 195 });
  });

  it.each([
    ["identifier", "Prospect ID", (row: number) => `0061G00000N3${row}`],
    ["identifier", "Lead Number", (row: number) => String(660000 + row)],
    ["identifier", "AccountId", of(["a", "b"])],
    ["identifier", "Associated Ticket IDs", of(["1", "2;3"])],
    ["personal", "First Name", of(["Ada", "Bo"])],
    ["personal", "Phone", (row: number) => String(4930000000 + row)],
    ["personal", "Reach at", (row: number) => `someone${row}@example.org`],
    ["personal", "Gender", of(["f", "m"])],
    ["owner", "Deal owner", of(["Team A", "Team B"])],
    ["free-text", "Notes", (row: number) => `called on day ${row}`],
    ["constant", "Magazine", of(["No"])],
    ["empty", "Fax", of([null])],
    ["technical", "_fivetran_synced", of(["2024-01-01", "2024-01-02"])],
    ["date", "First conversion date", of(["2024-01-01", "2024-01-02"])],
    ["attribute", "Do Not Email", of(["Yes", "No"])],
    ["attribute", "Total Time Spent on Website", (row: number) => String(row * 7)],
    ["attribute", "AnnualRevenue", (row: number) => String(1e6 + 1234 * row)],
    ["attribute", "Country", of(["India", "Chile", null])],
  ] as const)("uses as %s: %s", (use, column, cell) => {
    expect(profile(column, cell).use).toBe(use);
  });
});

describe("detectDateOrder", () => {
  const detect = (...dates: string[]) =>
    detectDateOrder([memoryTable("deals.csv", { Created: dates, Note: dates.map(() => "x") })]);

  it("sees the day where a number is above 12", () => {
    expect(detect("03/04/2024", "13/04/2024")).toMatchObject({
      order: "day-first",
      finding: /day comes first/,
    });
    expect(detect("03/04/2024", "04/13/2024")).toMatchObject({ order: "month-first" });
  });

  it("guesses, and says so, where no number tells", () => {
    expect(detect("03/04/2024")).toMatchObject({ order: "month-first", finding: /no date tells/ });
    expect(detect("03.04.2024")).toMatchObject({ order: "day-first", finding: /no date tells/ });
  });

  it("has nothing to say of ISO dates", () => {
    expect(detect("2024-04-13")).toEqual({ order: "year-first", finding: null });
  });

  it("knows epoch milliseconds", () => {
    expect(detect("1577836800000", "1609459200000")).toMatchObject({ order: "epoch-ms" });
  });
});

describe("findMeaning", () => {
  it.each([
    ["Title", "text", "jobTitle"],
    ["property_jobtitle", "text", "jobTitle"],
    ["NumberOfEmployees", "number", "employees"],
    ["Client Size By Employee Count", "text", "employees"],
    ["LeadSource", "text", "leadSource"],
    ["Original Traffic Source", "text", "leadSource"],
    ["Unsubscribed from all email", "boolean", "emailOptOut"],
    ["HasOptedOutOfEmail", "boolean", "emailOptOut"],
    ["Do Not Email", "boolean", "emailOptOut"],
    ["Country/Region", "text", "country"],
    ["amount_req", "number", "amount"],
    ["Employment Seniority", "text", "seniority"],
  ] as const)("takes %s (%s) for %s", (header, type, attribute) => {
    expect(findMeaning(header, type)?.attribute).toBe(attribute);
  });

  it("does not take a column of another type for what its name says", () => {
    expect(findMeaning("Title", "number")).toBeNull();
    expect(findMeaning("Shoe size", "number")).toBeNull();
  });
});
