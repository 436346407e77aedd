import type { RefusalMessage } from "../training/calibration-task.ts";
import type { DraftChanges } from "./draft-changes.ts";
import type { ToldDraft } from "./tell-draft.ts";

/** What if a version were changed so? */
export interface WhatIfQuestion {
  /** Null: what is live. */
  readonly basedOn: { readonly slug: string; readonly version: number } | null;
  readonly changes: DraftChanges;
}

export interface WhatIfAnswer extends ToldDraft {
  readonly comparedWith: { readonly slug: string; readonly version: number };
  readonly basedOn: { readonly slug: string; readonly version: number };
  /** Milliseconds since it was last seen that nothing has changed, or all that had was read. */
  readonly ageMs: number;
}

/** How far the reading of all leads and deals has come. */
export interface Loading {
  readonly done: number;
  readonly total: number;
}

export interface ToThread {
  readonly id: number;
  readonly question: WhatIfQuestion;
}

export type FromThread =
  | { readonly kind: "loading"; readonly loading: Loading }
  | { readonly kind: "answered"; readonly id: number; readonly answer: WhatIfAnswer }
  | { readonly kind: "refused"; readonly id: number; readonly refusal: RefusalMessage }
  | { readonly kind: "failed"; readonly id: number; readonly code: string };
