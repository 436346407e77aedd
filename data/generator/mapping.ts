import { type Mapping, mappingSchema } from "../../src/history/mapping.ts";
import { BLANK_WORD } from "./tables.ts";

const blank = [BLANK_WORD];

/** How the sample's columns are meant, with the one leaking column left out. */
export const mapping: Mapping = mappingSchema.parse({
  format: "counterweight/mapping@1",
  deals: {
    file: "deals.csv",
    id: "Deal ID",
    leadId: "Lead ID",
    outcome: {
      by: "words",
      column: "Stage",
      won: ["Closed Won"],
      lost: ["Closed Lost"],
      open: ["Qualification", "Proposal", "Negotiation"],
    },
    createdAt: "Created",
    closedAt: "Closed",
    handedOverAt: "Handed over",
    modifiedAt: "Last modified",
  },
  leads: { file: "leads.csv", id: "Lead ID" },
  activities: {
    file: "activities.csv",
    leadId: "Lead ID",
    at: "At",
    type: "Type",
    asset: "Asset",
    category: "Category",
    minutes: "Minutes",
  },
  feedback: { leadId: "Lead ID", verdict: "Verdict", reason: "Reason", rep: "Rep", at: "At" },
  attributes: [
    { attribute: "jobTitle", column: "Job title", from: "leads", type: "text" },
    { attribute: "department", column: "Department", from: "leads", type: "text", missing: blank },
    { attribute: "employees", column: "Employees", from: "leads", type: "number" },
    { attribute: "annualRevenue", column: "Annual revenue", from: "leads", type: "number" },
    { attribute: "industry", column: "Industry", from: "leads", type: "text", missing: blank },
    { attribute: "country", column: "Country", from: "leads", type: "text" },
    { attribute: "leadSource", column: "Lead source", from: "leads", type: "text", missing: blank },
    { attribute: "freeEmail", column: "Free e-mail", from: "leads", type: "boolean" },
    { attribute: "emailOptOut", column: "Email opt-out", from: "leads", type: "boolean" },
    { attribute: "technologies", column: "Technologies", from: "leads", type: "list" },
    { attribute: "budgetConfirmed", column: "Budget confirmed", from: "deals", type: "boolean" },
  ],
  excludedColumns: [
    {
      column: "Next step agreed",
      from: "deals",
      type: "text",
      reasons: ["name", "tells-outcome", "filled-for-one-outcome"],
    },
  ],
  asOf: { moment: "handed-over" },
});
