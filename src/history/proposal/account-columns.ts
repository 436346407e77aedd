import type { CandidateColumn } from "./candidate-columns.ts";
import { toHeaderKey } from "./header-words.ts";

/** Columns that name the account of a lead by its id, by the file that has them. */
export type AccountColumns = Readonly<Partial<Record<"deals" | "leads", CandidateColumn>>>;

/** A name of a company is none: companies are called alike, and one is written in several ways. */
const ACCOUNT_ID =
  /^(primary|associated)*(account|company|organi[sz]ation){1,2}ids?(18)?(primary)?$/;
/** Whoever names fewer companies than this tells more of the seller than of the leads. */
const MOST_ROWS_EACH = 20;

/**
 * Of each file the column that is clearly an account's id, by its header and by how many it names; of
 * several the one that is filled most. A column where words stand for a blank is none: leads of unknown
 * accounts would be taken for those of one. Cost O(columns).
 */
export function findAccounts(candidates: readonly CandidateColumn[]): AccountColumns {
  const fitting = candidates
    .filter(({ column, profile: { type, missing, filled, distinct } }) => {
      if (!ACCOUNT_ID.test(toHeaderKey(column)) || type === "date" || missing.length > 0)
        return false;
      return distinct > 1 && distinct * MOST_ROWS_EACH >= filled;
    })
    .toSorted((a, b) => a.profile.filled - b.profile.filled);
  return Object.fromEntries(fitting.map((candidate) => [candidate.from, candidate]));
}
