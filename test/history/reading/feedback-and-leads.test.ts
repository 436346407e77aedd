import { describe, expect, it } from "vitest";
import { readFeedback, readLeads } from "../../../src/history/reading/reading.ts";
import { expectRead, makeExportFolder, makeMapping } from "./export-folder.ts";

const folder = makeExportFolder();

describe("readFeedback", () => {
  it("takes 4 and 5 as accepted, 3 and less as rejected, and words as they say", async () => {
    const path = folder.write(
      "feedback.csv",
      `Lead ID,Rating,Reason_Code,Owner,Date
1,5,fit,kim,2025-01-02
2,4,,,
3,3,,,
4,1,,,
5,Accepted,,,
6,rejected,too small,,
7,YES,,,
8,no,,,
9,6,,,
10,maybe,,,
,5,,,
11,5,,,someday
1,2,,sam,
`,
    );
    const { entries, rejected } = expectRead(await readFeedback(path, makeMapping()));
    expect(entries.map((entry) => [entry.leadId, entry.accepted, entry.rating])).toEqual([
      ["1", true, 5],
      ["2", true, 4],
      ["3", false, 3],
      ["4", false, 1],
      ["5", true, null],
      ["6", false, null],
      ["7", true, null],
      ["8", false, null],
      ["1", false, 2],
    ]);
    expect(entries[0]).toEqual({
      leadId: "1",
      accepted: true,
      rating: 5,
      reason: "fit",
      rep: "kim",
      at: Date.parse("2025-01-02"),
    });
    expect(rejected.map((row) => [row.line, row.column])).toEqual([
      [10, "Rating"],
      [11, "Rating"],
      [12, "Lead ID"],
      [13, "Date"],
    ]);
  });

  it("takes the columns that the mapping names before those it knows", async () => {
    const path = folder.write("named.csv", "id,verdict,who,says\n1,yes,2,no\n");
    const mapping = makeMapping({ feedback: { leadId: "Who", verdict: "Says" } });
    const { entries } = expectRead(await readFeedback(path, mapping));
    expect(entries).toEqual([
      { leadId: "2", accepted: false, rating: null, reason: null, rep: null, at: null },
    ]);
  });
});

describe("readLeads", () => {
  const mapping = makeMapping({
    deals: { leadId: "lead", deleted: "gone" },
    leads: { file: "leads.csv", id: "ConvertedOpportunityId" },
    activities: { file: "events.csv", leadId: "lead", at: "at", type: "type" },
    attributes: [
      { attribute: "amount", column: "Amount", from: "deals", type: "number", missing: [] },
      { attribute: "industry", column: "Industry", from: "leads", type: "text", missing: [] },
      { attribute: "title", column: "Title", from: "leads", type: "text", missing: [] },
    ],
    existingScore: { columns: ["Score"], from: "deals", use: "beside" },
    asOf: { moment: "days-after-creation", days: 1 },
  });
  const open =
    "lead,Amount,Score,created,gone\nL1,10,3,2025-01-01,\nL2,,,,\nL3,1,1,2025-01-01,true\n,1,1,2025-01-01,\nL1,20,4,2025-01-02,no\n";

  it("needs no outcome, and takes the mapping's moment where its column is there", async () => {
    const activities = folder.write(
      "web.csv",
      "lead,at,type\nL1,2025-01-02,visit\nL1,2025-01-04,visit\nL2,2025-01-04,call\n",
    );
    const path = folder.write("open.csv", open);
    const { leads, rejected } = expectRead(await readLeads([path], mapping, { activities }));
    expect(leads.map(({ lead, asOf, existingScore }) => [lead.id, asOf, existingScore])).toEqual([
      ["L2", null, null],
      ["L1", Date.parse("2025-01-03"), 4],
    ]);
    expect({ ...leads[1]!.lead.attributes }).toEqual({ amount: 20 });
    expect(leads.map(({ lead }) => lead.activities.length)).toEqual([1, 1]);
    expect(rejected.map((row) => [row.line, row.reason])).toEqual([
      [2, "another row with this id stands"],
      [4, "deleted"],
      [5, "no id"],
    ]);
  });

  it("takes the moment that is asked for before the mapping's", async () => {
    const path = folder.write("open.csv", open);
    const asOf = Date.parse("2025-06-01");
    const { leads } = expectRead(await readLeads([path], mapping, { asOf }));
    expect(leads.map((lead) => lead.asOf)).toEqual([asOf, asOf]);
  });

  it("scores leads of a mapping without dates of creation at moment 0, as their history is", async () => {
    const undated = makeMapping({ deals: { createdAt: undefined, handedOverAt: "handed" } });
    const path = folder.write("undated.csv", "id,handed\n1,2025-01-01\n");
    const { leads } = expectRead(await readLeads([path], undated, {}));
    expect(leads.map((lead) => lead.asOf)).toEqual([0]);
  });

  it("rejects a lead whose moment rests on a date that cannot be read, unless a moment is given", async () => {
    const handed = makeMapping({
      deals: { leadId: "lead", handedOverAt: "handed" },
      leads: { file: "leads.csv", id: "Id" },
      attributes: [
        { attribute: "title", column: "Title", from: "leads", type: "text", missing: [] },
      ],
      asOf: { moment: "handed-over" },
    });
    const deals = folder.write(
      "handed.csv",
      "lead,created,handed\nL1,2025-01-01,2025-01-09\nL2,2025-01-01,soon\nL3,someday,\n",
    );
    const people = folder.write("people.csv", "Id,Title\nL1,CEO\nL2,CTO\nL3,CFO\nL4,COO\n");
    for (const [paths, others] of [
      [[deals], []],
      [[deals, people], [["L4", null]]],
    ] as const) {
      const { leads, rejected } = expectRead(await readLeads(paths, handed));
      expect(leads.map(({ lead, asOf }) => [lead.id, asOf])).toEqual([
        ["L1", Date.parse("2025-01-09")],
        ["L3", null],
        ...others,
      ]);
      expect(rejected).toEqual([
        {
          file: "handed.csv",
          line: 3,
          column: "handed",
          reason: "not a date in the mapping's date order",
        },
      ]);
    }
    const asked = expectRead(await readLeads([deals], handed, { asOf: 0 }));
    expect([asked.leads.length, asked.rejected.length]).toEqual([3, 0]);
  });

  it("reads a file like the mapping's leads, by their own ids while none is converted", async () => {
    const path = folder.write(
      "fresh.csv",
      "Id,ConvertedOpportunityId,Industry,Title\nL7,,Retail,CEO\nL8,,Energy,\n",
    );
    const { leads } = expectRead(await readLeads([path], mapping, {}));
    expect(leads.map(({ lead, asOf }) => [lead.id, { ...lead.attributes }, asOf])).toEqual([
      ["L7", { industry: "Retail", title: "CEO" }, null],
      ["L8", { industry: "Energy" }, null],
    ]);
  });

  it("reads what both files tell from a file that has it all", async () => {
    const path = folder.write("flat.csv", "lead,Amount,Score,Industry,Title\nL1,10,3,Retail,CEO\n");
    const { leads } = expectRead(await readLeads([path], mapping, {}));
    expect({ ...leads[0]!.lead.attributes }).toEqual({
      amount: 10,
      industry: "Retail",
      title: "CEO",
    });
  });
});
