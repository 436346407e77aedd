/**
 * What is known of an attribute: text, number, yes/no, or a list of texts (multi-select fields).
 * Dates are ISO 8601 text. `null` or an absent key means unknown, which is never the same as zero.
 */
export type AttributeValue = string | number | boolean | readonly string[] | null;

/** Something a lead did. `at` is milliseconds since 1970-01-01 UTC; `minutes` is time spent. */
export interface Activity {
  readonly type: string;
  readonly at: number;
  readonly asset?: string | undefined;
  readonly category?: string | undefined;
  readonly minutes?: number | undefined;
}

export interface Lead {
  readonly id: string;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  /** In any order: dosing sorts by time. */
  readonly activities: readonly Activity[];
}
