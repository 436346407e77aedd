export * from "./feedback.ts";
export * from "./jobs.ts";
export * from "./leads.ts";
export * from "./opportunities.ts";
export * from "./people.ts";
export * from "./scorecards.ts";
export * from "./scores.ts";
export * from "./webhooks.ts";
