import { type DraftFigures, judgeDraft } from "../../recommendation/draft-figures.ts";
import type { PlacedRows } from "../../recommendation/placed-rows.ts";
import type { LeftOut } from "../../store/history.ts";
import { listCards, type RuleVersion } from "./dose-rules.ts";
import type { DoseTable } from "./dose-table.ts";

/** Stored leads and closed deals as they were read. */
export interface Population {
  readonly leads: DoseTable;
  readonly deals: DoseTable;
  /** How many there are in all; more than in the tables where these are samples. */
  readonly of: { readonly leads: number; readonly deals: number };
  readonly leftOut: LeftOut;
  /** Epoch milliseconds. */
  readonly readAt: number;
}

/** What the figures rest on. Times are epoch milliseconds. */
export interface Basis {
  readonly readAt: number;
  readonly deals: {
    /** Closed deals with a moment; more than are counted where these are a sample. */
    readonly of: number;
    readonly leftOut: LeftOut;
    /** Moments of the first and the last; null where there are none. */
    readonly firstAsOf: number | null;
    readonly lastAsOf: number | null;
  };
}

export interface JudgedDraft {
  readonly basis: Basis;
  readonly figures: DraftFigures;
}

/** What a draft would do with the leads and deals that are stored. */
export function judgePopulation(
  { leads, deals, of, leftOut, readAt }: Population,
  cards: { readonly live: RuleVersion; readonly draft: Pick<RuleVersion, "compiled"> },
  after: { readonly leads: PlacedRows; readonly deals: PlacedRows },
): JudgedDraft {
  const moments = deals.times;
  const isNone = moments.length === 0;
  return {
    basis: {
      readAt,
      deals: {
        of: of.deals,
        leftOut,
        firstAsOf: isNone ? null : moments.reduce((a, b) => Math.min(a, b)),
        lastAsOf: isNone ? null : moments.reduce((a, b) => Math.max(a, b)),
      },
    },
    figures: judgeDraft({
      cards: { before: listCards(cards.live), after: listCards(cards.draft) },
      leads: {
        ids: leads.keys,
        times: leads.times,
        before: leads.before,
        after: after.leads,
        of: of.leads,
        readAt,
      },
      deals: { outcomes: deals.outcomes, before: deals.before, after: after.deals },
    }),
  };
}
