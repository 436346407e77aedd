import { describe, expect, it } from "vitest";
import { toHeaderKey, toHeaderWords } from "../../../src/history/proposal/header-words.ts";
import { recogniseFile } from "../../../src/history/proposal/presets.ts";

describe("toHeaderWords", () => {
  it.each([
    ["IsClosedWon", "is closed won"],
    ["hs_is_closed_won", "is closed won"],
    ["property_hs_is_closed_won", "is closed won"],
    ["Is Closed Won", "is closed won"],
    ["Probability (%)", "probability"],
    ["Lead_Score__c", "lead score"],
    ["TotalVisits", "total visits"],
    ["Merged Deal IDs", "merged deal ids"],
    ["ARRToRenew", "arr to renew"],
    ["Größe", "größe"],
  ])("reads %s as %s", (header, words) => {
    expect(toHeaderWords(header)).toBe(words);
  });

  it("runs together to what HubSpot calls its properties", () => {
    expect(toHeaderKey("Deal Name")).toBe(toHeaderKey("property_dealname"));
  });
});

describe("recogniseFile", () => {
  it.each([
    [
      "API names",
      ["Id", "StageName", "IsWon", "IsClosed", "CloseDate", "CreatedDate", "IsDeleted"],
    ],
    [
      "labels",
      [
        "Opportunity ID",
        "Stage",
        "Won",
        "Closed",
        "Close Date",
        "Created Date",
        "Deleted",
        "Lead Source",
        "Fiscal Period",
      ],
    ],
    [
      "snake case",
      ["id", "stage_name", "is_won", "is_closed", "close_date", "created_date", "is_deleted"],
    ],
  ])("knows Salesforce opportunities by %s", (_, columns) => {
    const found = recogniseFile(columns, undefined);
    expect(found).toMatchObject({ preset: "salesforce", kind: "deals" });
    const { id, stage, won, closed, closedAt, createdAt, deleted } = found!.columns;
    expect([id, stage, won, closed, closedAt, createdAt, deleted]).toEqual(columns.slice(0, 7));
  });

  it("knows Salesforce leads and where they became deals", () => {
    const columns = [
      "Id",
      "Company",
      "Industry",
      "LeadSource",
      "Status",
      "IsConverted",
      "ConvertedOpportunityId",
      "CreatedDate",
    ];
    expect(recogniseFile(columns, undefined)).toMatchObject({
      preset: "salesforce",
      kind: "leads",
      columns: { dealId: "ConvertedOpportunityId", won: "IsConverted" },
    });
  });

  it.each([
    [
      "labels",
      [
        "Record ID",
        "Deal Name",
        "Deal Stage",
        "Is Closed Won",
        "Is closed lost",
        "Is Deal Closed?",
        "Create Date",
        "Close Date",
      ],
    ],
    [
      "internal names",
      [
        "hs_object_id",
        "dealname",
        "dealstage",
        "hs_is_closed_won",
        "hs_is_closed_lost",
        "hs_is_closed",
        "createdate",
        "closedate",
      ],
    ],
    [
      "a pipeline's names",
      [
        "deal_id",
        "property_dealname",
        "property_dealstage",
        "property_hs_is_closed_won",
        "property_hs_is_closed_lost",
        "property_hs_is_closed",
        "property_createdate",
        "property_closedate",
      ],
    ],
  ])("knows HubSpot deals by %s", (_, columns) => {
    const found = recogniseFile(columns, undefined);
    expect(found).toMatchObject({ preset: "hubspot", kind: "deals" });
    const { id, stage, won, lost, closed, createdAt, closedAt } = found!.columns;
    expect([id, stage, won, lost, closed, createdAt, closedAt]).toEqual(
      columns.filter((column) => !/deal.?name/i.test(column)),
    );
  });

  it("knows HubSpot contacts", () => {
    const columns = [
      "Record ID",
      "First Name",
      "Job Title",
      "Lifecycle Stage",
      "Number of Pageviews",
      "Associated Deal IDs",
    ];
    expect(recogniseFile(columns, undefined)).toMatchObject({
      preset: "hubspot",
      kind: "leads",
      columns: { dealId: "Associated Deal IDs" },
    });
  });

  it("knows neither in a table of one's own, unless told", () => {
    const columns = ["case_id", "reg_date", "outcome", "Stage"];
    expect(recogniseFile(columns, undefined)).toBeNull();
    expect(recogniseFile(columns, "salesforce")).toMatchObject({ columns: { stage: "Stage" } });
  });
});
