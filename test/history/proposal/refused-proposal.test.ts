import { describe, expect, it } from "vitest";
import { headerTable, memoryTable, repeat } from "./memory-table.ts";
import { isWon, propose, refuse } from "./proposing.ts";
import { READY } from "./ready-scorecard.ts";

describe("an export that cannot be used", () => {
  it("is refused without an outcome, with the columns looked at and how to name one", () => {
    const refusal = refuse([
      memoryTable("deals.csv", {
        Id: repeat(40, (row) => `d${row}`),
        Phase: repeat(40, (row) => ["one", "two"][row % 2]!),
      }),
    ]);
    expect(refusal.code).toBe("outcome-missing");
    expect(refusal.message).toContain("2 were looked at, among them Phase, Id");
    expect(refusal.remedy).toContain('"by": "words"');
    expect(refusal.details).toEqual([
      { where: "deals.csv, column Phase", reason: "its 2 values do not tell won from lost" },
      { where: "deals.csv, column Id", reason: "its 40 values do not tell won from lost" },
    ]);
  });

  it("is refused where no column tells deals apart", () => {
    const refusal = refuse([
      memoryTable("deals.csv", {
        Outcome: repeat(40, (row) => (isWon(row) ? "won" : "lost")),
        City: repeat(40, (row) => ["Bern", "Oslo"][row % 2]!),
      }),
    ]);
    expect(refusal.code).toBe("column-missing");
  });

  it("is refused where days shall be counted from a creation that nothing tells", () => {
    const table = memoryTable("deals.csv", {
      Id: repeat(40, (row) => `d${row}`),
      Outcome: repeat(40, (row) => (isWon(row) ? "won" : "lost")),
    });
    expect(refuse([table], { asOfDays: 3 }).code).toBe("option-invalid");
  });

  it("gets the ready scorecard as it stands where it is a header line only", () => {
    const columns = [
      "Record ID",
      "Deal Name",
      "Deal Stage",
      "Is Closed Won",
      "Is Deal Closed?",
      "Create Date",
    ];
    const { mapping, scorecard } = propose([headerTable("deals.csv", columns)]);
    expect(scorecard).toEqual(READY);
    expect(mapping.deals).toMatchObject({ id: "Record ID", createdAt: "Create Date" });
  });
});
