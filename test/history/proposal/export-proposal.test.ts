import { describe, expect, it } from "vitest";
import { scorecardSchema } from "../../../src/scorecard/schema.ts";
import { createRandom } from "../../../src/statistics/random.ts";
import { memoryTable, repeat } from "./memory-table.ts";
import { day, isWon, linesOf, N, propose } from "./proposing.ts";

describe("a table of leads without dates", () => {
  const random = createRandom(5);
  const table = memoryTable("Leads.csv", {
    "Prospect ID": repeat(N, (row) => `p-${row}`),
    "Lead Number": repeat(N, (row) => String(90_000 + row)),
    Converted: repeat(N, (row) => (isWon(row) ? "1" : "0")),
    "Lead Source": repeat(N, (row) => ["Website", "Fair", "Referral"][Math.floor(row / 3) % 3]!),
    Specialization: repeat(N, (row) => ["Select", "Law", "Finance"][Math.floor(row / 2) % 3]!),
    "Total Time Spent on Website": repeat(N, () => String(Math.floor(random() * 2000))),
    "Do Not Email": repeat(N, (row) => (row % 7 === 0 ? "Yes" : "No")),
    Magazine: repeat(N, () => "No"),
    "Contact Email": repeat(N, (row) => `lead${row}@example.org`),
    Tags: repeat(N, (row) => (isWon(row) ? "Will come" : row % 2 === 0 ? "Ringing" : null)),
    "Last Activity": repeat(N, (row) => ["Opened", "Clicked"][row % 2]!),
    "Activity Score": repeat(N, (row) => (row % 4 === 0 ? null : String(10 + (row % 9)))),
    "Activity Index": repeat(N, (row) => (row % 4 === 0 ? null : ["High", "Low"][row % 2]!)),
  });
  const proposal = propose([table]);

  it("finds the outcome, the id and the attributes, and what stands for a blank", () => {
    expect(proposal.mapping).toMatchObject({
      deals: {
        file: "Leads.csv",
        id: "Prospect ID",
        outcome: { by: "words", column: "Converted", won: ["1"], lost: ["0"] },
      },
      asOf: { moment: "created" },
      attributes: [
        { attribute: "leadSource", column: "Lead Source", type: "text" },
        { attribute: "Specialization", type: "text", missing: ["Select"] },
        { attribute: "timeOnSite", type: "number" },
        { attribute: "emailOptOut", type: "boolean" },
      ],
    });
  });

  it("leaves out what knows the outcome, with the reasons", () => {
    expect(proposal.mapping.excludedColumns).toEqual([
      {
        column: "Tags",
        from: "deals",
        type: "text",
        missing: [],
        reasons: ["name", "tells-outcome"],
        keep: false,
      },
      {
        column: "Last Activity",
        from: "deals",
        type: "text",
        missing: [],
        reasons: ["name"],
        keep: false,
      },
    ]);
  });

  it("takes a score in use for the rules, since the starter scorecard has one rated line only", () => {
    expect(proposal.mapping.existingScore).toEqual({
      columns: ["Activity Score"],
      from: "deals",
      use: "in-place",
    });
  });

  it("uses ready lines where they fit, and lines at 0 points for the rest", () => {
    const lines = linesOf(proposal);
    expect(lines).toContainEqual(["behavioral", "Source", "Came by themselves", 10]);
    expect(lines).toContainEqual(["behavioral", "Source", "Fair", 0]);
    expect(lines).toContainEqual(["demographic", "Specialization", "unknown", 0]);
    expect(lines.filter(([, , , points]) => points !== 0)).toHaveLength(1);
    expect(JSON.stringify(proposal.scorecard)).not.toContain("example.org");
  });

  it("has thresholds and matrix cuts that a person can read while hardly any line is rated", () => {
    expect(proposal.scorecard.thresholds.map(({ score }) => score)).toEqual([50, 75]);
    expect(proposal.scorecard.matrix.grades).toEqual({ A: 60, B: 40, C: 20 });
    expect(Object.keys(proposal.scorecard.matrix.nextActions)).toHaveLength(16);
    expect(scorecardSchema.parse(proposal.scorecard)).toEqual(proposal.scorecard);
  });

  it("says each choice in words", () => {
    const said = proposal.findings.join("\n");
    expect(said).toContain("Outcome: column Converted, 1 = won (200), 0 = lost (400).");
    expect(said).toContain("Left out: Tags — by its name, sales fills it in");
    expect(said).toContain("Not used, since they only name records: Lead Number.");
    expect(said).toMatch(/personal data.*: Contact Email\./);
    expect(said).toContain("every row has the same value: Magazine.");
    expect(said).toMatch(/Existing score: Activity Score;.*Activity Index/);
  });
});

describe("HubSpot deals with their contacts", () => {
  const deals = memoryTable("deals.csv", {
    "Record ID": repeat(N, (row) => String(1000 + row)),
    "Deal Name": repeat(N, (row) => `Deal ${row}`),
    "Deal Stage": repeat(N, (row) => (isWon(row) ? "Renewed" : "closedwon")),
    "Is Closed Won": repeat(N, (row) => String(isWon(row))),
    "Is Deal Closed?": repeat(N, (row) => String(row % 10 !== 1)),
    "Create Date": repeat(N, (row) => day(row)),
    "Close Date": repeat(N, (row) => day(row + 30)),
    "Deal owner": repeat(N, (row) => ["Team A", "Team B"][row % 2]!),
    "Deal Type": repeat(N, (row) => ["newbusiness", "existingbusiness"][Math.floor(row / 3) % 2]!),
    "Closed Lost Reason": repeat(N, (row) => (isWon(row) ? null : "price")),
    "Associated Contact IDs": repeat(N, (row) => `${5000 + row};${9000 + row}`),
  });
  const contacts = memoryTable("contacts.csv", {
    "Record ID": repeat(N, (row) => String(5000 + row)),
    "Job Title": repeat(N, (row) => `${row % 4 === 0 ? "Head" : "Clerk"} of area ${row}`),
    "Number of Employees": repeat(N, (row) => (row % 5 === 0 ? null : String((row * 7) % 900))),
    "Number of Pageviews": repeat(N, (row) => String(row % 50)),
    "Lifecycle Stage": repeat(N, (row) => (isWon(row) ? "customer" : "lead")),
    "Original Traffic Source": repeat(
      N,
      (row) => ["REFERRALS", "OFFLINE"][Math.floor(row / 3) % 2]!,
    ),
    "HubSpot Score": repeat(N, (row) => String(row % 80)),
  });
  const proposal = propose([contacts, deals]);

  it("joins them, and trusts the flags before the relabelled stage", () => {
    expect(proposal.mapping).toMatchObject({
      preset: "hubspot",
      deals: {
        file: "deals.csv",
        id: "Record ID",
        leadId: "Associated Contact IDs",
        outcome: { by: "flags", won: "Is Closed Won", closed: "Is Deal Closed?" },
        createdAt: "Create Date",
        closedAt: "Close Date",
      },
      leads: { file: "contacts.csv", id: "Record ID" },
    });
  });

  it("leaves out what HubSpot goes on counting, and what restates the outcome", () => {
    expect(
      proposal.mapping.excludedColumns.map(({ column, from }) => `${from}: ${column}`),
    ).toEqual([
      "deals: Deal Stage",
      "deals: Close Date",
      "deals: Closed Lost Reason",
      "leads: Number of Pageviews",
      "leads: Lifecycle Stage",
    ]);
  });

  it("finds words of a ready line even in job titles that nobody shares", () => {
    expect(linesOf(proposal)).toContainEqual(["demographic", "Job title", "Decides", 30]);
    expect(proposal.mapping.attributes).toContainEqual({
      attribute: "jobTitle",
      column: "Job Title",
      from: "leads",
      type: "text",
      missing: [],
    });
  });

  it("keeps the ready line on missing and adds none", () => {
    const employees = linesOf(proposal).filter(([, name]) => name === "Employees");
    expect(employees.map(([, , label, points]) => [label, points])).toEqual([
      ["250 and more", 12],
      ["unknown", 3],
    ]);
  });

  it("keeps ready characteristics' caps, and the score in use in place of three rated lines", () => {
    const title = proposal.scorecard.buckets[0]?.characteristics[0];
    expect(title).toMatchObject({ id: "title", cap: 30 });
    expect(proposal.mapping.existingScore).toMatchObject({ from: "leads", use: "in-place" });
  });
});

describe("Salesforce opportunities with the leads that they came from", () => {
  const opportunities = memoryTable("opportunity.csv", {
    Id: repeat(N, (row) => `006${1000 + row}`),
    Name: repeat(N, (row) => `Opportunity ${row}`),
    StageName: repeat(N, (row) => (isWon(row) ? "Closed Won" : "Closed Lost")),
    IsWon: repeat(N, (row) => String(isWon(row))),
    IsClosed: repeat(N, () => "true"),
    CloseDate: repeat(N, (row) => day(row + 20)),
    CreatedDate: repeat(N, (row) => day(row)),
    IsDeleted: repeat(N, (row) => String(row % 50 === 7)),
    OwnerId: repeat(N, (row) => `005${row % 4}`),
    Probability: repeat(N, (row) => (isWon(row) ? "100" : "0")),
    Type: repeat(N, (row) => ["New", "Existing"][Math.floor(row / 3) % 2]!),
  });
  const leads = memoryTable("lead.csv", {
    Id: repeat(N, (row) => `00Q${row}`),
    ConvertedOpportunityId: repeat(N, (row) => (row % 4 === 0 ? null : `006${1000 + row}`)),
    IsConverted: repeat(N, (row) => String(row % 4 !== 0)),
    Company: repeat(N, (row) => `Company ${row}`),
    Industry: repeat(N, (row) => ["Law", "Steel", "Retail"][Math.floor(row / 3) % 3]!),
    Rating: repeat(N, (row) => ["Hot", "Cold"][row % 2]!),
    OwnerId: repeat(N, (row) => `005${row % 4}`),
  });
  const proposal = propose([leads, opportunities]);

  it("joins them by the opportunity that a lead became", () => {
    expect(proposal.mapping).toMatchObject({
      preset: "salesforce",
      deals: {
        file: "opportunity.csv",
        id: "Id",
        outcome: { by: "flags", won: "IsWon", closed: "IsClosed" },
        deleted: "IsDeleted",
      },
      leads: { file: "lead.csv", id: "ConvertedOpportunityId" },
    });
    expect(proposal.mapping.deals.leadId).toBeUndefined();
    expect(proposal.findings[1]).toContain("found for 75 % of the deals");
  });

  it("uses what was known of the lead, and neither owner, rating nor name", () => {
    expect(proposal.mapping.attributes.map(({ attribute }) => attribute)).toEqual([
      "customerType",
      "industry",
    ]);
  });
});

describe("a scorecard with enough rated lines", () => {
  const table = memoryTable("deals.csv", {
    "Deal number": repeat(N, (row) => String(row)),
    Result: repeat(N, (row) => (isWon(row) ? "Won" : "Lost")),
    "Job Title": repeat(N, (row) => ["Director", "Clerk"][Math.floor(row / 3) % 2]!),
    Employees: repeat(N, (row) => (row % 5 === 0 ? null : String((row * 7) % 900))),
    "Lead Source": repeat(N, (row) => ["Website", "Fair"][Math.floor(row / 3) % 2]!),
    "Lead Score": repeat(N, (row) => String(row % 80)),
  });

  it("scales thresholds and cuts by the points that can be reached, and keeps the score beside", () => {
    const { mapping, scorecard } = propose([table]);
    expect(mapping.existingScore?.use).toBe("beside");
    // 30 + 12 + 10 of 60 points: 30 · 52/60 = 26, 45 · 52/60 = 39.
    expect(scorecard.thresholds.map(({ score }) => score)).toEqual([26, 39]);
    expect(scorecard.matrix.grades).toEqual({ A: 30, B: 20, C: 10 });
    // 10 of 18 points of engagement: 15, 10 and 5 · 10/18.
    expect(scorecard.matrix.bands).toEqual({ "1": 8, "2": 6, "3": 3 });
  });
});
