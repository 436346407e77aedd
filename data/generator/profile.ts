import { drawNormal } from "../../src/statistics/random.ts";
import { drawLogNormal, isDrawn, pick, pickEvenly, type Random, sampleOf } from "./draw.ts";

type Seniority = "c-level" | "director" | "manager" | "staff" | "unknown";

/** Who a lead is, as known when sales took it over. `null` is not known. */
export interface Profile {
  readonly jobTitle: string | null;
  readonly department: string | null;
  readonly employees: number | null;
  readonly annualRevenue: number | null;
  readonly industry: string | null;
  readonly country: string | null;
  readonly leadSource: string | null;
  readonly freeEmail: boolean;
  readonly emailOptOut: boolean;
  readonly technologies: readonly string[];
  readonly budgetConfirmed: boolean | null;
  /** Wants a job rather than the product. */
  readonly seeksJob: boolean;
  /** How lively it is on site and mail, standard normal. It acts on outcomes through doses only. */
  readonly interest: number;
}

const DEPARTMENTS = [
  "Operations",
  "IT",
  "Finance",
  "Marketing",
  "Sales",
  "Logistics",
  "Customer Service",
];
const C_TITLES = ["CEO", "CTO", "CFO", "CIO", "COO", "Founder", "Owner", "Chief Digital Officer"];
const TECHNOLOGIES = ["Salesforce", "HubSpot", "SAP", "Snowflake", "Power BI", "Shopify"];

/** Draws one lead's profile. */
export function drawProfile(random: Random): Profile {
  const seniority = pick<Seniority>(random, [
    ["c-level", 15],
    ["director", 21],
    ["manager", 27],
    ["staff", 30],
    ["unknown", 7],
  ]);
  const department = pickEvenly(random, DEPARTMENTS);
  const seeksJob = isDrawn(random, seniority === "staff" ? 0.16 : 0.04);
  const employees = Math.max(2, Math.round(drawLogNormal(random, 140, 1.5)));
  const revenue = Math.round((employees * drawLogNormal(random, 120_000, 0.5)) / 10_000) * 10_000;
  return {
    jobTitle: drawTitle(random, seniority, department),
    department: isDrawn(random, 0.1) ? null : department,
    employees: isDrawn(random, 0.18) ? null : employees,
    annualRevenue: isDrawn(random, 0.55) ? null : revenue,
    industry: drawIndustry(random),
    country: drawCountry(random),
    leadSource: drawLeadSource(random),
    freeEmail: isDrawn(random, seniority === "director" ? 0.05 : 0.16),
    emailOptOut: isDrawn(random, 0.1),
    technologies: isDrawn(random, 0.6)
      ? []
      : sampleOf(random, TECHNOLOGIES, 1 + Math.floor(3 * random())),
    budgetConfirmed: pick<boolean | null>(random, [
      [true, 30],
      [false, 40],
      [null, 30],
    ]),
    seeksJob,
    interest: drawNormal(random),
  };
}

function drawTitle(random: Random, seniority: Seniority, department: string): string | null {
  switch (seniority) {
    case "c-level":
      return pickEvenly(random, C_TITLES);
    case "director":
      return pickEvenly(random, [
        `Head of ${department}`,
        `VP ${department}`,
        `Vice President, ${department}`,
        `${department} Director`,
      ]);
    case "manager":
      return pickEvenly(random, [
        `${department} Manager`,
        `Manager, ${department}`,
        `Senior ${department} Manager`,
      ]);
    case "staff":
      return `${department} ${pickEvenly(random, ["Analyst", "Specialist", "Coordinator", "Engineer"])}`;
    case "unknown":
      return null;
  }
}

function drawIndustry(random: Random): string | null {
  return pick<string | null>(random, [
    ["Software", 18],
    ["Financial services", 13],
    ["Logistics", 11],
    ["Manufacturing", 17],
    ["Retail", 12],
    ["Healthcare", 9],
    ["Media", 6],
    ["Education", 5],
    ["Public sector", 4],
    [null, 5],
  ]);
}

function drawCountry(random: Random): string | null {
  return pick<string | null>(random, [
    ["Germany", 20],
    ["United Kingdom", 13],
    ["France", 10],
    ["United States", 17],
    ["Netherlands", 11],
    ["Poland", 8],
    ["Spain", 7],
    ["Sweden", 6],
    ["Canada", 5],
    [null, 3],
  ]);
}

function drawLeadSource(random: Random): string | null {
  return pick<string | null>(random, [
    ["Website", 34],
    ["Paid search", 17],
    ["Trade show", 11],
    ["Outbound list", 11],
    ["Referral", 13],
    ["Partner", 8],
    [null, 6],
  ]);
}
