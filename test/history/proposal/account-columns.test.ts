import { describe, expect, it } from "vitest";
import type { Table } from "../../../src/history/files/table.ts";
import type { Cells } from "./memory-table.ts";
import { memoryTable, repeat } from "./memory-table.ts";
import { day, isWon, N, propose } from "./proposing.ts";

const DEALS = {
  "Deal number": repeat(N, (row) => String(row)),
  Result: repeat(N, (row) => (isWon(row) ? "Won" : "Lost")),
  Created: repeat(N, (row) => day(row)),
  "Job Title": repeat(N, (row) => ["Director", "Clerk"][Math.floor(row / 3) % 2]!),
  "Lead Source": repeat(N, (row) => ["Website", "Fair"][Math.floor(row / 5) % 2]!),
};
const accounts = repeat(N, (row) => `001${Math.floor(row / 4)}`);

function dealsWith(columns: Readonly<Record<string, Cells>>): Table {
  return memoryTable("deals.csv", { ...DEALS, ...columns });
}

describe("the account of a lead", () => {
  it.each([
    "Account ID",
    "account_id",
    "accountid",
    "AccountId",
    "Account ID (18)",
    "Company ID",
    "Associated Company IDs",
    "property_associatedcompanyid",
    "Organization ID",
  ])("is told by %s, and nothing else is proposed for that", (header) => {
    const without = propose([memoryTable("deals.csv", DEALS)]);
    const { mapping, scorecard, findings } = propose([dealsWith({ [header]: accounts })]);
    expect(mapping.deals.accountId).toBe(header);
    expect({ ...mapping, deals: { ...mapping.deals, accountId: undefined } }).toEqual({
      ...without.mapping,
      deals: { ...without.mapping.deals, accountId: undefined },
    });
    expect(scorecard).toEqual(without.scorecard);
    expect(findings.filter((finding) => finding.includes(header))).toEqual([
      `Accounts: ${header} tells which leads belong to one company; it is no attribute.`,
    ]);
  });

  it("is told by numbers that know the outcome too, which are then no leak", () => {
    const accountId = repeat(N, (row) => String(row + (isWon(row) ? 100_000 : 0)));
    const { mapping } = propose([dealsWith({ accountid: accountId })]);
    expect(mapping.deals.accountId).toBe("accountid");
    expect(mapping.excludedColumns).toEqual([]);
    expect(mapping.attributes.map(({ column }) => column)).not.toContain("accountid");
  });

  it.each([
    ["a name", "Account Name", accounts],
    ["another record", "Campaign ID", accounts],
    ["what a lead became", "Converted Account ID", accounts],
    ["the seller's own", "Company ID", repeat(N, (row) => `C${row % 3}`)],
    ["one for all", "Company ID", repeat(N, () => "C1")],
    ["often said to be unknown", "Account ID", accounts.map((id, row) => (row % 5 ? id : "n/a"))],
    ["empty", "Account ID", repeat(N, () => null)],
  ])("is not told by %s", (_, header, cells) => {
    const { mapping } = propose([dealsWith({ [header]: cells })]);
    expect(mapping.deals.accountId).toBeUndefined();
  });

  it("is told by the file of leads as well", () => {
    const lead = repeat(N, (row) => `L${row}`);
    const leads = memoryTable("leads.csv", {
      "Lead ID": lead,
      Industry: repeat(N, (row) => ["Law", "Steel", "Retail"][Math.floor(row / 3) % 3]!),
      "Account ID": accounts,
    });
    const { mapping } = propose([dealsWith({ "Lead ID": lead }), leads]);
    expect(mapping.leads).toMatchObject({ file: "leads.csv", accountId: "Account ID" });
    expect(mapping.deals.accountId).toBeUndefined();
  });
});
