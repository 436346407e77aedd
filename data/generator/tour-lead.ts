import type { Activity } from "../../src/scorecard/lead.ts";
import type { Profile } from "./profile.ts";
import { DAY_MS, MINUTE_MS, type Timeline, toMinute } from "./timeline.ts";

/** The lead that docs and tests follow through every room. */
export const TOUR_LEAD = "L-0042";

/** It meets lines on both sides: overrated, underrated, negative, and of the wrong sign. */
export const tourProfile: Profile = {
  jobTitle: "Head of Operations",
  department: "Operations",
  employees: 340,
  annualRevenue: 41_000_000,
  industry: "Logistics",
  country: "Germany",
  leadSource: "Website",
  freeEmail: false,
  emailOptOut: true,
  technologies: ["SAP", "Power BI"],
  budgetConfirmed: null,
  seeksJob: false,
  interest: 0.8,
};

export const tourTimeline: Timeline = {
  createdAt: Date.UTC(2022, 11, 25, 9, 40),
  handedOverAt: Date.UTC(2023, 1, 14, 10, 15),
  endsAt: Date.UTC(2023, 3, 27, 15, 30),
};

/** Days before the hand-over, so that it fell silent for longer than the grace period. */
const STEPS: readonly (readonly [days: number, activity: Omit<Activity, "at">])[] = [
  [46, { type: "email-open", asset: "newsletter" }],
  [41, { type: "page-view", asset: "blog", minutes: 4 }],
  [38, { type: "whitepaper-download", asset: "guide", category: "services" }],
  [33, { type: "email-open", asset: "newsletter" }],
  [33, { type: "email-click", asset: "newsletter" }],
  [30, { type: "webinar", asset: "webinar", category: "services", minutes: 42 }],
  [27, { type: "page-view", asset: "product", category: "platform", minutes: 6 }],
  [22, { type: "page-view", asset: "pricing", category: "platform", minutes: 3 }],
  [20, { type: "page-view", asset: "pricing", category: "platform", minutes: 5 }],
  [20, { type: "page-view", asset: "careers", minutes: 1 }],
];

export const tourActivities: readonly Activity[] = [
  { type: "form-submit", at: tourTimeline.createdAt, asset: "contact" },
  ...STEPS.map(([days, activity], i) => ({
    ...activity,
    at: toMinute(tourTimeline.handedOverAt - days * DAY_MS + i * 7 * MINUTE_MS),
  })),
];
