import { describe, expect, it } from "vitest";
import { findLeakName } from "../../../src/history/leaks/leak-names.ts";

const LEAKS = [
  "Closed Lost Reason",
  "Closed Won Reason",
  "Loss Reason",
  "Dead deal reason",
  "Days to close",
  "hs_days_to_close",
  "Probability (%)",
  "Probability",
  "Deal probability",
  "ForecastCategoryName",
  "Forecast amount",
  "ExpectedRevenue",
  "Weighted amount",
  "IsWon",
  "is_closed",
  "Is Deal Closed?",
  "Is Closed (numeric)",
  "ConvertedDate",
  "converted_opportunity_id",
  "IsConverted",
  "StageName",
  "Stage",
  "Lead Status",
  "Lifecycle Stage",
  "Last Activity",
  "Last Notable Activity",
  "Last Contacted",
  "LastModifiedDate",
  "Last Modified Date",
  "notes_last_updated",
  "Number of Sales Activities",
  "Number of times contacted",
  "num_contacted_notes",
  "n_events",
  "Number of events",
  "Sales Stage Change Count",
  "Elapsed Days In Sales Stage",
  "Total Days Identified Through Closing",
  "Total Days Identified Through Qualified",
  "Ratio Days Validated To Total Days",
  "Tags",
  "Lead Quality",
  "Lead Profile",
  "Lead Rating",
  "Call Disposition",
  "outcome_at",
  "Close Date",
  "CloseDate",
  "last_event",
  "Next Step",
  "HasOpenActivity",
  "Date entered Customer (Lifecycle Stage Pipeline)",
];

const HONEST = [
  "Lead Source",
  "Lead Origin",
  "TotalVisits",
  "Total Time Spent on Website",
  "Page Views Per Visit",
  "Number of Pageviews",
  "Do Not Email",
  "Country",
  "Marital Status",
  "Employment Status",
  "What is your current occupation",
  "What matters most to you in choosing a course",
  "Receive More Updates About Our Courses",
  "Get updates on DM Content",
  "Update me on Supply Chain Content",
  "A free copy of Mastering The Interview",
  "I agree to pay the amount through cheque",
  "Through Recommendations",
  "Supplies Group",
  "Route To Market",
  "Opportunity Amount USD",
  "Client Size By Revenue (USD)",
  "Revenue From Client Past Two Years (USD)",
  "Competitor Type",
  "Deal Size Category (USD)",
  "amount_req",
  "first_event",
  "NumberOfEmployees",
  "AnnualRevenue",
  "Industry",
  "Job Title",
  "Opportunity Type",
  "Create Date",
  "First Conversion Date",
  "Annual contract value",
  "HubSpot Score",
  "Budget",
  "Timeframe",
];

describe("findLeakName", () => {
  it.each(LEAKS)("names %s", (column) => {
    expect(findLeakName(column, undefined)).toEqual(expect.any(String));
  });

  it.each(HONEST)("says nothing against %s", (column) => {
    expect(findLeakName(column, undefined)).toBeNull();
  });

  it.each(["Number of Pageviews", "Number of Sessions", "Marketing emails opened"])(
    "names %s in HubSpot's exports only, where it goes on counting",
    (column) => {
      expect(findLeakName(column, "hubspot")).toMatch(/HubSpot/);
      expect(findLeakName(column, "salesforce")).toBeNull();
    },
  );

  it("names Rating in Salesforce's exports only", () => {
    expect(findLeakName("Rating", "salesforce")).not.toBeNull();
    expect(findLeakName("Rating", undefined)).toBeNull();
  });
});
