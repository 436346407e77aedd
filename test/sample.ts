import { fileURLToPath } from "node:url";

/** A file of the sample history. */
export function sample(name: string): string {
  return fileURLToPath(new URL(`../data/sample/${name}`, import.meta.url));
}

export const SAMPLE = {
  exports: [sample("deals.csv"), sample("leads.csv")],
  activities: sample("activities.csv"),
  feedback: sample("feedback.csv"),
  mapping: sample("mapping.json"),
  scorecard: sample("scorecard.json"),
  seed: 1,
} as const;
