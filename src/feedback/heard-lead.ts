/** One piece of feedback on a lead, beside what was known of the lead when it was given. */
export interface HeardLead {
  readonly leadId: string;
  readonly rep: string | null;
  readonly accepted: boolean;
  /** 1 to 5 where that was given. */
  readonly rating: number | null;
  readonly reason: string | null;
  /** Epoch milliseconds. */
  readonly at: number | null;
  /** Whether the rep saw the score; null where that was not kept. */
  readonly sawScore: boolean | null;
  /** Rule score in points at that moment, shown or not. */
  readonly score: number;
  /** Log-odds by a model that was not trained on this lead's deal; null where there is none. */
  readonly modelLogOdds: number | null;
  /** Null while the deal is open or there is none. */
  readonly won: boolean | null;
}

/** Feedback by whether the rep saw the score. */
export const sights = ["visible", "blind", "unknown"] as const;

export type Sight = (typeof sights)[number];

export function nameSight({ sawScore }: Pick<HeardLead, "sawScore">): Sight {
  if (sawScore === null) return "unknown";
  return sawScore ? "visible" : "blind";
}
