export const TEAMS = [
  "sales",
  "marketing",
  "revops",
  "data-science",
  "management",
  "other",
] as const;

/** When people met on a version of a scorecard, and who agreed to it. */
export interface Meeting {
  /** ISO 8601. */
  readonly heldAt: string;
  readonly attendees: {
    readonly name: string;
    readonly team: (typeof TEAMS)[number];
    readonly agreed: boolean;
  }[];
  readonly note: string | null;
}
