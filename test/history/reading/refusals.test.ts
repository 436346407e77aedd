import { describe, expect, it } from "vitest";
import { readFeedback, readHistory, readLeads } from "../../../src/history/reading/reading.ts";
import {
  expectRefusal,
  type MappingInput,
  makeExportFolder,
  makeMapping,
} from "./export-folder.ts";

const folder = makeExportFolder();
const DEALS =
  "id,stage,created,closed\n1,Closed Won,2025-01-01,2025-02-01\n2,Closed Lost,2025-01-02,2025-02-01\n";

async function refuse(
  files: Readonly<Record<string, string>>,
  mapping: MappingInput = {},
  options: { activities?: string } = {},
) {
  const paths = Object.entries(files).map(([name, content]) => folder.write(name, content));
  return expectRefusal(await readHistory(paths, makeMapping(mapping), options));
}

const withActivities: MappingInput = {
  activities: { file: "events.csv", leadId: "lead", at: "at", type: "type" },
};

describe("readHistory refuses", () => {
  it("a file that is not there", async () => {
    const refusal = expectRefusal(await readHistory([folder.path("none.csv")], makeMapping()));
    expect(refusal.code).toBe("file-missing");
    expect(expectRefusal(await readHistory([], makeMapping())).code).toBe("file-missing");
  });

  it("a missing column, naming the nearest", async () => {
    const refusal = await refuse({ "deals.csv": DEALS.replace("closed", "Closed_At (UTC)") });
    expect(refusal.code).toBe("column-missing");
    expect(refusal.details).toEqual([
      { where: 'deals.csv, column "closed"', reason: 'the nearest name is "Closed_At (UTC)"' },
    ]);
  });

  it("a missing column of accounts, in either file", async () => {
    const ofDeals = await refuse({ "deals.csv": DEALS }, { deals: { accountId: "account" } });
    expect([ofDeals.code, ofDeals.details[0]!.where]).toEqual([
      "column-missing",
      'deals.csv, column "account"',
    ]);
    const leads = { file: "leads.csv", id: "lead", accountId: "account" };
    const files = { "deals.csv": DEALS, "leads.csv": "lead\n1\n" };
    const ofLeads = await refuse(files, { deals: { leadId: "id" }, leads });
    expect([ofLeads.code, ofLeads.details[0]!.where]).toEqual([
      "column-missing",
      'leads.csv, column "account"',
    ]);
  });

  it("a file that is none of the mapping's, naming the columns it lacks", async () => {
    const refusal = await refuse({ "other.csv": "a,stage,created,closed\n1,2,3,4\n" });
    expect(refusal.code).toBe("file-unrecognised");
    expect(refusal.message).toContain('lacks "id"');
  });

  it("two files that could each be the deals", async () => {
    const refusal = await refuse({ "one.csv": DEALS, "two.csv": DEALS });
    expect([refusal.code, refusal.message]).toEqual([
      "file-unrecognised",
      expect.stringContaining("one.csv and two.csv"),
    ]);
  });

  it("a file more than the mapping asks for", async () => {
    const refusal = await refuse({ "deals.csv": DEALS, "two.csv": DEALS });
    expect([refusal.code, refusal.details[0]!.where]).toEqual(["file-unrecognised", "two.csv"]);
  });

  it("activities that the mapping does not describe", async () => {
    const activities = folder.write("events.csv", "lead,at,type\n1,2025-01-01,visit\n");
    expect((await refuse({ "deals.csv": DEALS }, {}, { activities })).code).toBe(
      "file-unrecognised",
    );
  });

  it("activities, and leads, of which none belongs to a deal", async () => {
    const events = await refuse(
      { "deals.csv": DEALS, "events.csv": "lead,at,type\n9,2025-01-01,visit\n" },
      withActivities,
    );
    expect([events.code, events.message]).toEqual([
      "file-unrecognised",
      expect.stringContaining("belong together"),
    ]);
    const leads = await refuse(
      { "deals.csv": DEALS, "leads.csv": "Id,Industry\n9,Retail\n" },
      {
        leads: { file: "leads.csv", id: "Id" },
        attributes: [
          { attribute: "i", column: "Industry", from: "leads", type: "text", missing: [] },
        ],
      },
    );
    expect([leads.code, leads.message]).toEqual([
      "file-unrecognised",
      expect.stringContaining("belong together"),
    ]);
  });

  it("to go on without the file of leads that attributes come from", async () => {
    const refusal = await refuse(
      { "deals.csv": DEALS },
      {
        leads: { file: "leads.csv", id: "Id" },
        attributes: [
          { attribute: "i", column: "Industry", from: "leads", type: "text", missing: [] },
        ],
      },
    );
    expect([refusal.code, refusal.remedy]).toEqual([
      "file-missing",
      expect.stringContaining("leads.csv"),
    ]);
  });

  it("a moment that rests on a column which the mapping does not name", async () => {
    const cases: readonly MappingInput[] = [
      { asOf: { moment: "handed-over" } },
      { deals: { createdAt: undefined }, asOf: { moment: "days-after-creation", days: 1 } },
      { deals: { createdAt: undefined }, ...withActivities },
    ];
    for (const mapping of cases) {
      const files = { "deals.csv": DEALS, "events.csv": "lead,at,type\n1,2025-01-01,visit\n" };
      const wanted = mapping.activities === undefined ? { "deals.csv": DEALS } : files;
      expect((await refuse(wanted, mapping)).code).toBe("mapping-invalid");
    }
  });

  it("deals of which none is won or lost", async () => {
    const refusal = await refuse({
      "deals.csv": "id,stage,created,closed\n1,Open,2025-01-01,\n2,,2025-01-01,\n",
    });
    expect([refusal.code, refusal.exitCode]).toEqual(["outcome-missing", 2]);
  });

  it("outcome words that the mapping does not know, without repeating them", async () => {
    const refusal = await refuse({ "deals.csv": DEALS.replace("Closed Won", "Ada Lovelace") });
    expect([refusal.code, refusal.message]).toEqual([
      "rows-broken",
      expect.stringContaining("1 of 2"),
    ]);
    expect(JSON.stringify(refusal)).not.toContain("Ada");
  });

  it("dates of another order", async () => {
    const refusal = await refuse({
      "deals.csv": DEALS.replaceAll(/2025-01-0(\d)/g, "31/1$1/2025"),
    });
    expect([refusal.code, refusal.remedy]).toEqual([
      "rows-broken",
      expect.stringContaining("date order"),
    ]);
  });

  it("deals of one outcome only, with their counts", async () => {
    const refusal = await refuse({ "deals.csv": DEALS.replace("Closed Lost", "Closed Won") });
    expect([refusal.code, refusal.exitCode]).toEqual(["one-class", 3]);
    expect(refusal.message).toContain("2 won and 0 lost");
  });

  it("deals that are all set aside, and a file without rows", async () => {
    const aside = await refuse(
      { "deals.csv": DEALS.replaceAll("2025-02-01", "2025-01-02") },
      {
        asOf: { moment: "days-after-creation", days: 9 },
      },
    );
    expect([aside.code, aside.details[0]!.reason]).toEqual([
      "too-few-deals",
      "2 set aside: decided-before-moment",
    ]);
    expect((await refuse({ "deals.csv": "id,stage,created,closed\n" })).code).toBe(
      "outcome-missing",
    );
  });
});

describe("readFeedback and readLeads refuse", () => {
  it("missing columns", async () => {
    const path = folder.write("f.csv", "lead_id,rating given\n1,5\n");
    const feedback = expectRefusal(await readFeedback(path, makeMapping()));
    expect([feedback.code, feedback.details[0]!.reason]).toEqual([
      "column-missing",
      'the nearest name is "lead_id"',
    ]);
    const mapped = makeMapping({ feedback: { leadId: "lead_id", verdict: "rating" } });
    expect(expectRefusal(await readFeedback(path, mapped)).code).toBe("column-missing");
    expect(expectRefusal(await readLeads([path], makeMapping(), {})).code).toBe("column-missing");
  });
});
