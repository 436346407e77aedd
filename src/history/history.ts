import type { AttributeValue, Lead } from "../scorecard/lead.ts";
import type { Estimable } from "../statistics/estimate.ts";
import type { LeakReason } from "./mapping.ts";

/** One closed deal with its lead as it was known at `asOf`. Times are epoch milliseconds. */
export interface Deal {
  readonly id: string;
  readonly outcome: "won" | "lost";
  readonly createdAt: number | null;
  readonly closedAt: number | null;
  /** When the export has no dates at all, 0 for every deal. */
  readonly asOf: number;
  /** No activity of the lead is later than `asOf`. */
  readonly lead: Lead;
  /** The company that the lead belongs to, by its id; null where nobody tells. */
  readonly account: string | null;
  /** Who works the lead; null where nobody tells, and in a history of files. */
  readonly rep: string | null;
  /** Sum of the columns of the mapping's existing score; null where any of them is blank. */
  readonly existingScore: number | null;
  /** Values of the columns that were left out as leaks, kept to show what they would have done. */
  readonly excluded: Readonly<Record<string, AttributeValue>>;
}

export interface RejectedRow {
  readonly file: string;
  /** Line of the file, 1 is the header. */
  readonly line: number;
  readonly column: string;
  /** Names the fault without repeating the value. */
  readonly reason: string;
}

/** Cells of a column that could not be read by its type, and count as unknown. */
export interface UnreadableCells {
  readonly file: string;
  readonly column: string;
  readonly cells: number;
  readonly firstLine: number;
  /** Names the fault without repeating the value. */
  readonly reason: string;
}

export interface Duplicate {
  readonly id: string;
  readonly rows: number;
  /** The rule by which one row was kept. */
  readonly rule: string;
}

export interface ExcludedColumn {
  readonly column: string;
  readonly reasons: readonly LeakReason[];
  /** How well the column alone tells the outcome, cross-fitted, in [0.5, 1]. */
  readonly auc: Estimable<number>;
  readonly explanation: string;
  readonly kept: boolean;
}

export interface SetAside {
  readonly reason: "deleted" | "immature" | "decided-before-moment" | "no-moment";
  readonly deals: number;
}

export interface History {
  /** Closed deals only, sorted by asOf, then id; file order where there are no dates. */
  readonly deals: readonly Deal[];
  readonly dated: boolean;
  readonly open: number;
  readonly setAside: readonly SetAside[];
  readonly rejected: readonly RejectedRow[];
  readonly unreadable: readonly UnreadableCells[];
  /** Closed deals that found no row in the file of leads; 0 where there is no such file. */
  readonly dealsWithoutLead: number;
  readonly duplicates: readonly Duplicate[];
  readonly excludedColumns: readonly ExcludedColumn[];
  /** Attribute names that the mapping supplies; lines on others are not measured. */
  readonly attributes: readonly string[];
  /** Whether activities were read at all; without them activity lines are not measured. */
  readonly hasActivities: boolean;
}

/** What a sales person said of one lead. */
export interface FeedbackEntry {
  readonly leadId: string;
  readonly accepted: boolean;
  /** 1 to 5 where that was given. */
  readonly rating: number | null;
  readonly reason: string | null;
  readonly rep: string | null;
  readonly at: number | null;
  readonly comment?: string | null;
  /** Whether the rep saw the score, and what it was in points; not there where nobody knows. */
  readonly sawScore?: boolean | null;
  readonly shownScore?: number | null;
  /** The lead as it was known at `at`, where none of the history's deals tells of it. */
  readonly lead?: Lead | null;
}
