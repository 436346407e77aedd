import { describe, expect, it } from "vitest";
import { readForImport, readHistory } from "../../../src/history/reading/reading.ts";
import { readMapping } from "../../../src/workflows/documents.ts";
import { SAMPLE } from "../../sample.ts";
import { expectRead, expectRefusal, makeExportFolder, makeMapping } from "./export-folder.ts";

const folder = makeExportFolder();
const at = (text: string) => Date.parse(text);

const mapping = makeMapping({
  deals: { leadId: "lead", handedOverAt: "handed", deleted: "gone", modifiedAt: "modified" },
  leads: { file: "leads.csv", id: "Lead" },
  activities: { file: "events.csv", leadId: "lead", at: "at", type: "type" },
  attributes: [
    { attribute: "title", column: "Title", from: "leads", type: "text", missing: [] },
    { attribute: "budget", column: "Budget", from: "deals", type: "number", missing: [] },
  ],
  excludedColumns: [
    {
      column: "Won because",
      from: "deals",
      type: "text",
      missing: [],
      reasons: ["name"],
      keep: false,
    },
  ],
  asOf: { moment: "handed-over" },
});

const DEALS = `id,lead,stage,created,handed,closed,Budget,Won because,gone,modified
D1,L1,Closed Won,2025-01-01,2025-01-10,2025-02-01,5,price,,2025-01-01
D2,L1,Open,2025-03-01,2025-03-05,2025-12-31,7,,,2025-01-01
D3,L2,Closed Lost,2025-01-05,2025-01-06,2025-01-07,,,,2025-01-01
D3,L2,Open,2025-01-05,2025-01-06,,,,,2024-01-01
D4,L9,Closed Lost,2025-01-03,2025-01-04,2025-01-05,1,,,2025-01-01
D5,L1,Closed Lost,2025-01-03,2025-01-04,2025-01-05,1,,yes,2025-01-01
D6,L1,no such word,2025-01-03,2025-01-04,2025-01-05,1,,,2025-01-01
`;
const LEADS = "Lead,Title\nL1,CEO\nL2,\nL3,CTO\n,CFO\n";
const EVENTS = `lead,at,type
L1,2025-06-01,visit
L1,2024-12-24,visit
L1,2024-12-24,visit
L3,2025-02-02,visit
L8,2025-02-02,visit
L3,1625-02-02,visit
L3,,visit
`;

function readAll() {
  const paths = [folder.write("deals.csv", DEALS), folder.write("leads.csv", LEADS)];
  const activities = folder.write("events.csv", EVENTS);
  const feedback = folder.write("said.csv", "lead,verdict,at\nL1,yes,2025-01-11\nL8,no,\nL3,?,\n");
  return readForImport(paths, mapping, { activities, feedback });
}

describe("readForImport", () => {
  it("gives every lead, activity and deal, whatever the moment and the outcome", async () => {
    const { leads, leftOut, rejected } = expectRead(await readAll());
    expect(leads.map(({ id }) => id)).toEqual(["L1", "L2", "L3", "L9"]);
    const [first, second, third, fourth] = leads;
    expect(first!.activities.map((activity) => activity.at)).toEqual(
      ["2024-12-24", "2024-12-24", "2025-06-01"].map(at),
    );
    expect(first!.deals).toEqual([
      {
        id: "D1",
        outcome: "won",
        openedAt: at("2025-01-01"),
        handedOverAt: at("2025-01-10"),
        closedAt: at("2025-02-01"),
      },
      {
        id: "D2",
        outcome: "open",
        openedAt: at("2025-03-01"),
        handedOverAt: at("2025-03-05"),
        closedAt: null,
      },
    ]);
    expect(first!.feedback.map(({ accepted, at }) => [accepted, at])).toEqual([
      [true, at("2025-01-11")],
    ]);
    expect(second!.deals.map(({ outcome }) => outcome)).toEqual(["lost"]);
    expect(third!.deals).toEqual([]);
    expect(fourth!.deals.map(({ id }) => id)).toEqual(["D4"]);
    expect(leftOut).toEqual({ deletedDeals: 1, activities: 2, feedback: 1 });
    expect(rejected.map(({ file, line, column }) => [file, line, column])).toEqual([
      ["deals.csv", 8, "stage"],
      ["events.csv", 8, "at"],
      ["leads.csv", 5, "Lead"],
      ["said.csv", 4, "verdict"],
    ]);
  });

  it("knows a lead from its first moment, and what further deals tell from theirs on", async () => {
    const { leads } = expectRead(await readAll());
    const known = (i: number) =>
      leads[i]!.known.map(({ knownFrom, attributes }) => [knownFrom, { ...attributes }]);
    expect(known(0)).toEqual([
      [at("2024-12-24"), { title: "CEO", budget: 5 }],
      [at("2025-03-05"), { title: "CEO", budget: 7 }],
    ]);
    expect(known(1)).toEqual([[at("2025-01-05"), {}]]);
    expect(known(2)).toEqual([[at("2025-02-02"), { title: "CTO" }]]);
    expect(known(3)).toEqual([[at("2025-01-03"), { budget: 1 }]]);
  });

  it("takes the deal itself for the lead when there is no file of leads", async () => {
    const path = folder.write("alone.csv", "id,stage,created,closed\na,Open,2025-01-02,\nb,,,\n");
    const { leads } = expectRead(await readForImport([path], makeMapping()));
    expect(leads.map(({ id, deals, known }) => [id, deals[0]!.id, known[0]!.knownFrom])).toEqual([
      ["a", "a", at("2025-01-02")],
      ["b", "b", null],
    ]);
  });

  it("rejects an id that no index can hold", async () => {
    const long = "x".repeat(2001);
    const text = `id,stage,created,closed\n${long},Open,2025-01-02,\nb,Open,2025-01-02,\nc,Open,2025-01-02,\n`;
    const { leads, rejected } = expectRead(
      await readForImport([folder.write("long.csv", text)], makeMapping()),
    );
    expect(leads.map(({ id }) => id)).toEqual(["b", "c"]);
    expect(rejected.map(({ line, column }) => [line, column])).toEqual([[2, "id"]]);
  });

  it("refuses files of which none of the deals has a lead", async () => {
    const paths = [
      folder.write("deals.csv", DEALS),
      folder.write("leads.csv", "Lead,Title\nother,CEO\n"),
    ];
    expect(expectRefusal(await readForImport(paths, mapping)).code).toBe("file-unrecognised");
  });

  it("tells the same deals of the sample as readHistory, with the same leads", async () => {
    const sampleMapping = expectRead(await readMapping(SAMPLE.mapping));
    const { activities, feedback, exports } = SAMPLE;
    const all = expectRead(await readForImport(exports, sampleMapping, { activities, feedback }));
    const history = expectRead(await readHistory(exports, sampleMapping, { activities }));
    const told = new Map(
      all.leads.flatMap((lead) => lead.deals.map((deal) => [deal.id, { lead, deal }] as const)),
    );
    for (const { id, outcome, asOf, lead } of history.deals) {
      const found = told.get(id)!;
      const known = found.lead.known.findLast(({ knownFrom }) => knownFrom! <= asOf)!;
      const done = found.lead.activities.filter((activity) => activity.at <= asOf);
      expect([found.lead.id, found.deal.outcome, found.deal.handedOverAt]).toEqual([
        lead.id,
        outcome,
        asOf,
      ]);
      expect(known.attributes).toEqual(lead.attributes);
      expect(done).toEqual(lead.activities);
    }
    expect([...told.values()].filter(({ deal }) => deal.outcome === "open")).toHaveLength(
      history.open,
    );
  });
});
