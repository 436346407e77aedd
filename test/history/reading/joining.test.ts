import { describe, expect, it } from "vitest";
import { readForImport, readHistory } from "../../../src/history/reading/reading.ts";
import { expectRead, type MappingInput, makeExportFolder, makeMapping } from "./export-folder.ts";

const folder = makeExportFolder();

describe("readHistory over several files", () => {
  const LEADS = "Lead,Industry,Title\nL1,Retail,CEO\nL2,Energy,\nL2,Energy,CTO\n";
  const JOINED =
    "id,stage,created,closed,lead\n1,Closed Won,2025-01-01,,L1\n2,Closed Lost,2025-01-02,,L2\n3,Closed Lost,2025-01-03,,L9\n";
  const DEALS = `id,stage,created,closed
b,Closed Won,2025-01-02,
a,Closed Lost,2025-01-02,
d,Closed Lost,2025-01-01,
`;
  const joining: MappingInput = {
    deals: { leadId: "lead" },
    leads: { file: "contacts.csv", id: "Lead" },
    attributes: [
      { attribute: "industry", column: "industry", from: "leads", type: "text", missing: [] },
      { attribute: "title", column: "Title", from: "leads", type: "text", missing: [] },
    ],
  };

  it("joins each deal's lead, whatever the order and the names of the files", async () => {
    const paths = [folder.write("people.csv", LEADS), folder.write("sales.csv", JOINED)];
    const history = expectRead(await readHistory(paths, makeMapping(joining)));
    expect(history.deals.map(({ lead }) => [lead.id, { ...lead.attributes }])).toEqual([
      ["L1", { industry: "Retail", title: "CEO" }],
      ["L2", { industry: "Energy", title: "CTO" }],
      ["L9", {}],
    ]);
    expect(history.dealsWithoutLead).toBe(1);
    expect(history.duplicates).toEqual([
      { id: "L2", rows: 2, rule: "the last row of people.csv stands" },
    ]);
  });

  it("joins converted leads by the id of their opportunity", async () => {
    const paths = [
      folder.write("deals.csv", DEALS),
      folder.write(
        "contacts.csv",
        "Id,ConvertedOpportunityId,Industry\nL1,b,Retail\nL2,,Energy\nL3,d,Trade\n",
      ),
    ];
    const mapping = makeMapping({
      ...joining,
      deals: { leadId: "Id" },
      leads: { file: "contacts.csv", id: "ConvertedOpportunityId" },
      attributes: joining.attributes!.slice(0, 1),
    });
    const history = expectRead(await readHistory(paths, mapping));
    expect(history.deals.map(({ lead }) => lead.attributes["industry"])).toEqual([
      "Trade",
      undefined,
      "Retail",
    ]);
  });

  it("tells each deal's account: its own, else its lead's, of several the first", async () => {
    const deals = `id,stage,created,closed,lead,Account ID
1,Closed Won,2025-01-01,,L1,A1
2,Closed Lost,2025-01-02,,L2,
3,Closed Lost,2025-01-03,,L3, A3;A4
4,Closed Lost,2025-01-04,,L4,${"x".repeat(201)}
`;
    const leads = "Lead,Industry,Title,company\nL1,,,A9\nL2,,,A2\nL3,,,\nL4,,,\n";
    const paths = [folder.write("deals.csv", deals), folder.write("contacts.csv", leads)];
    const mapping = makeMapping({
      ...joining,
      deals: { leadId: "lead", accountId: "account id" },
      leads: { file: "contacts.csv", id: "Lead", accountId: "Company" },
    });
    const history = expectRead(await readHistory(paths, mapping));
    expect(history.deals.map(({ account, rep }) => [account, rep])).toEqual([
      ["A1", null],
      ["A2", null],
      ["A3", null],
      [null, null],
    ]);
    expect(history.attributes).toEqual(["industry", "title"]);
    expect(history.unreadable).toEqual([
      {
        file: "deals.csv",
        column: "Account ID",
        cells: 1,
        firstLine: 5,
        reason: "an id of more than 200 characters",
      },
    ]);
    const { leads: kept } = expectRead(await readForImport(paths, mapping));
    expect(kept.map(({ id, account }) => [id, account])).toEqual([
      ["L1", "A1"],
      ["L2", "A2"],
      ["L3", "A3"],
      ["L4", null],
    ]);
  });

  it("finds a lead among several ids between semicolons, on either side", async () => {
    const deals = folder.write(
      "deals.csv",
      "id,stage,created,closed,lead\n1,Closed Won,2025-01-01,,L8;L1\n2,Closed Lost,2025-01-02,,L3\n",
    );
    const contacts = folder.write(
      "contacts.csv",
      "Lead,Industry,Title\nL1,Retail,\nL2;L3,Energy,\n",
    );
    const history = expectRead(await readHistory([deals, contacts], makeMapping(joining)));
    expect(history.deals.map(({ lead }) => [lead.id, lead.attributes["industry"]])).toEqual([
      ["L1", "Retail"],
      ["L3", "Energy"],
    ]);
  });
});
