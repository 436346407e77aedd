import { describe, expect, it } from "vitest";
import { headerTable, memoryTable, repeat } from "./memory-table.ts";
import { day, isWon, propose, refuse } from "./proposing.ts";
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
    expect(refusal.remedy).toContain("--outcome <column>");
    expect(refusal.details).toEqual([
      { where: "deals.csv, column Phase", reason: "its 2 values do not tell won from lost" },
      { where: "deals.csv, column Id", reason: "its 40 values do not tell won from lost" },
    ]);
  });

  it("is refused where no column tells deals apart, with what is true of each", () => {
    const refusal = refuse([
      memoryTable("deals.csv", {
        Outcome: repeat(40, (row) => (isWon(row) ? "won" : "lost")),
        City: repeat(40, (row) => ["Bern", "Oslo"][row % 2]!),
        Amount: repeat(40, (row) => String(1000 + row)),
        Created: repeat(40, (row) => day(row)),
        Weight: repeat(40, (row) => `${row}.5`),
      }),
    ]);
    expect(refusal.code).toBe("column-missing");
    expect(refusal.remedy).toContain("--id <column>");
    expect(refusal.details.map(({ reason }) => reason)).toEqual([
      "several rows share a value: 2 different in 40 rows",
      "several rows share a value: 2 different in 40 rows",
      "it is a measure by its name",
      "it is a date",
      "it is a number, not an id",
    ]);
  });

  it("is refused where a person names a column that no file has", () => {
    const table = memoryTable("deals.csv", { Id: ["1", "2"], Outcome: ["won", "lost"] });
    for (const named of [{ id: "Nr" }, { outcome: { column: "Nr" } }]) {
      const refusal = refuse([table], named);
      expect(refusal.code).toBe("option-invalid");
      expect(refusal.details[0]!.reason).toContain("Id, Outcome");
    }
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
