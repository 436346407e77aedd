import { describe, expect, it } from "vitest";
import type { History } from "../../../src/history/history.ts";
import { readHistory } from "../../../src/history/reading/reading.ts";
import { expectRead, type MappingInput, makeExportFolder, makeMapping } from "./export-folder.ts";

const folder = makeExportFolder();
const DAY_MS = 86_400_000;

const DEALS = `id,stage,created,closed
b,Closed Won,2025-01-02,2025-02-01
a,closed lost ,2025-01-02,2025-01-20
c,Open,2025-01-01,
d,Closed Lost,2025-01-01,2025-01-01
`;

async function read(content: string, mapping: MappingInput = {}): Promise<History> {
  return expectRead(await readHistory([folder.write("deals.csv", content)], makeMapping(mapping)));
}

function at(iso: string): number {
  return Date.parse(iso);
}

describe("readHistory", () => {
  it("gives closed deals by moment and then id, and counts open ones", async () => {
    const history = await read(DEALS);
    expect(history.deals.map((deal) => [deal.id, deal.outcome])).toEqual([
      ["d", "lost"],
      ["a", "lost"],
      ["b", "won"],
    ]);
    expect(history.deals[2]).toMatchObject({
      createdAt: at("2025-01-02"),
      closedAt: at("2025-02-01"),
      asOf: at("2025-01-02"),
      lead: { id: "b", activities: [] },
      existingScore: null,
    });
    expect([history.open, history.dated, history.hasActivities]).toEqual([1, true, false]);
  });

  it("keeps the order of the file where the export has no dates", async () => {
    const history = await read("id,stage\nz,Closed Won\na,Closed Lost\n", {
      deals: { createdAt: undefined, closedAt: undefined },
    });
    expect(history.deals.map((deal) => [deal.id, deal.asOf])).toEqual([
      ["z", 0],
      ["a", 0],
    ]);
    expect(history.dated).toBe(false);
  });

  it("counts a blank outcome as open and rejects a word it does not know", async () => {
    const history = await read(`${DEALS}e,,2025-01-01,\nf,Negotiation,2025-01-01,\n`);
    expect(history.open).toBe(2);
    expect(history.rejected).toEqual([
      { file: "deals.csv", line: 7, column: "stage", reason: expect.stringContaining("neither") },
    ]);
  });

  it("reads outcomes from flags: closed and not won is lost, not closed is open", async () => {
    const flags = `id,won,closed,lost
1,True,1,
2,false,yes,
3,No,0,false
4,,,TRUE
5,,,
6,true,true,true
7,true,no,
8,perhaps,1,
9,yes,yes,
10,yes,yes,
`;
    const history = await read(flags, {
      deals: {
        outcome: { by: "flags", won: "won", closed: "closed", lost: "lost" },
        createdAt: undefined,
        closedAt: undefined,
      },
    });
    expect(history.deals.map((deal) => [deal.id, deal.outcome])).toEqual([
      ["1", "won"],
      ["2", "lost"],
      ["4", "lost"],
      ["9", "won"],
      ["10", "won"],
    ]);
    expect(history.open).toBe(2);
    expect(history.rejected.map((row) => row.line)).toEqual([7, 8, 9]);
  });

  it("types attributes and leaves out what is not known", async () => {
    const text = `id,stage,created,size,ok,since,tags,Title,score a,score b,Reason
1,Closed Won,2025-01-01,"1,200",Yes,03.04.2024,web;email, CEO ,10,5,late
2,Closed Lost,2025-01-02,Select,,,,SELECT,10,,
3,Closed Lost,2025-01-03,many,perhaps,soon,,,1,2,
`;
    const history = await read(text, {
      deals: { closedAt: undefined },
      attributes: [
        {
          attribute: "employees",
          column: "SIZE",
          from: "deals",
          type: "number",
          missing: ["select"],
        },
        { attribute: "ok", column: "ok", from: "deals", type: "boolean", missing: [] },
        { attribute: "since", column: "since", from: "deals", type: "date", missing: [] },
        { attribute: "tags", column: "tags", from: "deals", type: "list", missing: [] },
        { attribute: "title", column: "Title", from: "deals", type: "text", missing: ["Select"] },
      ],
      excludedColumns: [
        {
          column: "Reason",
          from: "deals",
          type: "text",
          missing: [],
          reasons: ["name"],
          keep: false,
        },
        {
          column: "score a",
          from: "deals",
          type: "number",
          missing: [],
          reasons: ["name"],
          keep: true,
        },
        {
          column: "not in the file",
          from: "deals",
          type: "text",
          missing: [],
          reasons: ["name"],
          keep: false,
        },
      ],
      existingScore: { columns: ["score a", "score b"], from: "deals", use: "beside" },
      dateOrder: "day-first",
    });
    const [first, second, third] = history.deals;
    expect({ ...first!.lead.attributes }).toEqual({
      employees: 1200,
      ok: true,
      since: "2024-04-03T00:00:00.000Z",
      tags: ["web", "email"],
      title: "CEO",
      "score a": 10,
    });
    expect({ ...second!.lead.attributes }).toEqual({ "score a": 10 });
    expect([first, second, third].map((deal) => deal!.existingScore)).toEqual([15, null, 3]);
    expect({ ...first!.excluded }).toEqual({ Reason: "late" });
    expect(history.excludedColumns.map((e) => [e.column, e.kept])).toEqual([
      ["Reason", false],
      ["score a", true],
      ["not in the file", false],
    ]);
    expect(history.attributes).toEqual(["employees", "ok", "since", "tags", "title", "score a"]);
    expect(history.unreadable.map((u) => [u.column, u.cells, u.firstLine])).toEqual([
      ["size", 1, 4],
      ["ok", 1, 4],
      ["since", 1, 4],
    ]);
    expect(history.rejected).toEqual([]);
  });

  it("rejects rows without an id or with an unreadable date of creation, by their line", async () => {
    const history = await read(`id,stage,created,closed
1,Closed Won,2025-01-01,
2,"Closed Lost",2025-01-02,never
"3
",Closed Lost,2025-01-02,
,Closed Won,2025-01-01,
5,Closed Won,someday,
6,Closed Won,2025-01-01,
7,Closed Won,2025-01-01,
`);
    expect(history.rejected).toEqual([
      { file: "deals.csv", line: 6, column: "id", reason: "no id" },
      {
        file: "deals.csv",
        line: 7,
        column: "created",
        reason: expect.stringContaining("not a date"),
      },
    ]);
    expect(history.unreadable).toMatchObject([{ column: "closed", cells: 1, firstLine: 3 }]);
    expect(history.deals.map((deal) => deal.id)).toEqual(["1", "6", "7", "2", "3"]);
  });

  it("keeps the last of the rows with one id, or the one modified last, and names them", async () => {
    const rows = `id,stage,created,closed,modified
1,Closed Won,2025-01-01,,2025-03-01
1,Open,2025-01-01,,2025-02-01
2,Closed Lost,2025-01-01,,
2,Closed Lost,2025-01-01,,
3,Closed Lost,2025-01-01,,2025-02-01
3,Closed Won,2025-01-01,,2025-02-01
4,Closed Lost,2025-01-01,,2025-02-01
`;
    const last = await read(rows);
    expect([last.open, last.deals.map((deal) => deal.id + deal.outcome)]).toEqual([
      1,
      ["2lost", "3won", "4lost"],
    ]);
    expect(last.duplicates).toEqual([
      { id: "1", rows: 2, rule: "the last row of deals.csv stands" },
      { id: "2", rows: 2, rule: "copies in deals.csv, alike in all columns read; one stands" },
      { id: "3", rows: 2, rule: "the last row of deals.csv stands" },
    ]);
    const modified = await read(rows, { deals: { modifiedAt: "modified" } });
    expect(modified.deals.map((deal) => deal.id + deal.outcome)).toEqual([
      "1won",
      "2lost",
      "3won",
      "4lost",
    ]);
    expect(modified.duplicates[0]!.rule).toBe(
      "the row with the latest modified of deals.csv stands",
    );
  });

  it("sets aside deleted deals, deals without a moment, and deals too young to have closed", async () => {
    const history = await read(
      `id,stage,created,closed,gone
1,Closed Won,2025-01-01,2025-01-05,false
2,Closed Lost,2025-01-02,2025-01-05,
3,Closed Won,2025-01-03,2025-01-05,TRUE
4,Closed Won,,2025-01-05,
5,Open,2025-01-04,2031-01-01,true
6,Closed Won,2025-03-01,2025-03-31,
7,Closed Won,2025-03-02,2025-03-03,
8,Open,2025-03-03,2030-01-01,
`,
      { deals: { deleted: "gone" }, maturityDays: 30 },
    );
    expect(history.deals.map((deal) => deal.id)).toEqual(["1", "2", "6"]);
    expect(history.setAside).toEqual([
      { reason: "deleted", deals: 2 },
      { reason: "no-moment", deals: 1 },
      { reason: "immature", deals: 1 },
    ]);
    expect(history.open).toBe(1);
  });

  it("takes the moment some days after creation and sets aside deals decided by then", async () => {
    const history = await read(
      `${DEALS}e,Closed Won,2025-01-01,2025-01-04\nf,Closed Won,2025-01-01,2025-01-05\ng,Closed Won,2025-01-01,\n`,
      { asOf: { moment: "days-after-creation", days: 3 } },
    );
    expect(history.deals.map((deal) => [deal.id, deal.asOf])).toEqual([
      ["f", at("2025-01-04")],
      ["a", at("2025-01-05")],
      ["b", at("2025-01-05")],
    ]);
    expect(history.setAside).toEqual([
      { reason: "decided-before-moment", deals: 2 },
      { reason: "no-moment", deals: 1 },
    ]);
  });

  it("takes the hand-over as the moment, in the mapping's offset", async () => {
    const history = await read(
      "id,stage,handed,closed\n1,Closed Won,2025-01-05,2025-01-06\n2,Closed Lost,2025-01-04 12:00,2025-01-06\n3,Closed Won,,2025-01-06\n",
      {
        deals: { createdAt: undefined, handedOverAt: "handed" },
        asOf: { moment: "handed-over" },
        utcOffset: "+01:00",
      },
    );
    expect(history.deals.map((deal) => deal.asOf)).toEqual([
      at("2025-01-04T11:00:00Z"),
      at("2025-01-05") - DAY_MS / 24,
    ]);
    expect(history.setAside).toEqual([{ reason: "no-moment", deals: 1 }]);
  });
});
