import { type Scorecard, scorecardSchema } from "../../src/scorecard/schema.ts";
import {
  all,
  characteristic,
  count,
  countPage,
  hasWord,
  isMissing,
  isOneOf,
  isTrue,
  isWithin,
  line,
  tookWhitePaperWithin,
  when,
} from "./scorecard-notation.ts";

const platform = { category: "platform" };
const services = { category: "services" };

const demographic = [
  characteristic("job-title", "Job title", [
    line(
      "title-c-level",
      18,
      "C-level, founder or owner",
      when(hasWord("jobTitle", "chief", "ceo", "cfo", "cio", "coo", "cto", "founder", "owner")),
    ),
    line(
      "title-director",
      8,
      "VP, head or director",
      when(hasWord("jobTitle", "vp", "vice president", "head", "director")),
    ),
    line("title-manager", 4, "Manager", when(hasWord("jobTitle", "manager", "supervisor"))),
    line(
      "title-staff-white-paper",
      6,
      "Staff who took a white paper in the last 30 days",
      when(
        all(
          hasWord("jobTitle", "analyst", "specialist", "engineer", "coordinator"),
          tookWhitePaperWithin(30),
        ),
      ),
    ),
  ]),
  characteristic("email-address", "E-mail address", [
    line("free-email", -8, "Address at a free e-mail provider", when(isTrue("freeEmail"))),
  ]),
];

const firmographic = [
  characteristic("company-size", "Company size", [
    line(
      "employees-50-199",
      5,
      "50 to 199 employees",
      when(isWithin("employees", { from: 50, to: 200 })),
    ),
    line(
      "employees-200-999",
      10,
      "200 to 999 employees",
      when(isWithin("employees", { from: 200, to: 1000 })),
    ),
    line(
      "employees-1000-up",
      8,
      "1,000 employees or more",
      when(isWithin("employees", { from: 1000 })),
    ),
    line("employees-unknown", 2, "Number of employees unknown", when(isMissing("employees"))),
  ]),
  characteristic("industry", "Industry", [
    line(
      "industry-target",
      8,
      "Software, financial services or logistics",
      when(isOneOf("industry", "Software", "Financial services", "Logistics")),
    ),
  ]),
];

const geographic = [
  characteristic("country", "Country", [
    line(
      "country-home",
      6,
      "Germany, France or United Kingdom",
      when(isOneOf("country", "Germany", "France", "United Kingdom")),
    ),
  ]),
];

const source = [
  characteristic("lead-source", "Lead source", [
    line(
      "source-recommended",
      8,
      "Referral or partner",
      when(isOneOf("leadSource", "Referral", "Partner")),
    ),
  ]),
];

const qualification = [
  characteristic("budget", "Budget", [
    line(
      "budget-confirmed",
      8,
      "Budget confirmed before the hand-over",
      when(isTrue("budgetConfirmed")),
    ),
  ]),
];

const behavioral = [
  characteristic("demo", "Demo", [
    {
      ...line("demo-request", 6, "Asked for a demo", count("demo-request", { cap: 1 })),
      ...platform,
    },
  ]),
  characteristic("page-visits", "Page visits", [
    {
      ...line(
        "pricing-page",
        2,
        "Visit to the pricing page, up to 3",
        countPage("pricing", { cap: 3 }),
      ),
      ...platform,
    },
    {
      ...line(
        "product-pages",
        2,
        "Visit to a product page: repeats count 80 % of the one before, half lost in 30 days",
        countPage("product", { repeatFading: 0.8, halfLifeDays: 30, cap: 4 }),
      ),
      ...platform,
    },
    line("careers-page", 0, "Visit to the careers page, up to 2", countPage("careers", { cap: 2 })),
  ]),
  characteristic("content", "Content", [
    {
      ...line(
        "white-paper",
        10,
        "Downloaded a white paper, up to 2",
        count("whitepaper-download", { cap: 2 }),
      ),
      ...services,
    },
    {
      ...line("webinar", 6, "Attended a webinar, up to 2", count("webinar", { cap: 2 })),
      ...services,
    },
  ]),
  characteristic("email", "E-mail", [
    line("email-open", 2, "Opened an e-mail, up to 5", count("email-open", { cap: 5 })),
    line("email-click", 3, "Clicked in an e-mail, up to 3", count("email-click", { cap: 3 })),
    line("email-opt-out", -3, "Opted out of e-mail", when(isTrue("emailOptOut"))),
  ]),
  characteristic("recency", "Recency", [
    line("active-within-7-days", 5, "Active in the last 7 days", {
      kind: "recency",
      match: {},
      fromDays: 0,
      toDays: 7,
    }),
    line("inactive", -3, "Each month of silence after the first 14 days, up to 3", {
      kind: "inactivity",
      match: {},
      graceDays: 14,
      capMonths: 3,
    }),
  ]),
];

/** The hand-weighted scorecard of the sample, wrong on purpose: truth.ts says where. */
export const scorecard: Scorecard = scorecardSchema.parse({
  format: "counterweight/scorecard@1",
  id: "sample-b2b-software",
  name: "B2B software (sample)",
  version: 3,
  description: "Generated example. Some of its points are wrong on purpose: see README.md.",
  buckets: [
    { id: "demographic", name: "Demographic", axis: "fit", characteristics: demographic },
    { id: "firmographic", name: "Firmographic", axis: "fit", characteristics: firmographic },
    { id: "geographic", name: "Geographic", axis: "fit", characteristics: geographic },
    { id: "source", name: "Source", axis: "fit", characteristics: source },
    { id: "qualification", name: "Qualification", axis: "fit", characteristics: qualification },
    { id: "behavioral", name: "Behavioral", axis: "engagement", characteristics: behavioral },
  ],
  categories: [
    {
      id: "platform",
      name: "Platform",
      watermarks: [{ score: 8, action: "Have a platform specialist join the first call" }],
    },
    {
      id: "services",
      name: "Services",
      watermarks: [{ score: 16, action: "Offer a scoping call on services" }],
    },
  ],
  matrix: {
    grades: { A: 30, B: 20, C: 10 },
    bands: { "1": 30, "2": 18, "3": 8 },
    nextActions: {
      A1: "Call within the hour",
      A2: "Call today and offer a demo",
      A3: "Write a personal e-mail and call within three days",
      A4: "Find a second contact in the company",
      B1: "Call today",
      B2: "Call within two days and ask about need and timeline",
      B3: "Invite to the next product webinar",
      B4: "Add to the industry e-mail programme",
      C1: "Call within two days and check the budget",
      C2: "Send a customer story of the same size of company",
      C3: "Keep in the monthly e-mail programme",
      C4: "Leave to marketing; look again in three months",
      D1: "Ask by e-mail what they are working on before any call",
      D2: "Point to the self-service trial",
      D3: "Keep in the newsletter only",
      D4: "No action",
    },
  },
  thresholds: [
    { id: "mql", name: "Marketing-qualified (MQL)", score: 35 },
    { id: "sql", name: "Sales-qualified (SQL)", score: 50 },
    { id: "hot", name: "Hot", score: 65 },
  ],
});
