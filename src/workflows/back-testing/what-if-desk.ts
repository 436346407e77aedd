import { placeRows } from "../../recommendation/placed-rows.ts";
import { Refusal } from "../../refusal.ts";
import { compileScorecards } from "../../scorecard/compiled.ts";
import { findBasis, type NamedBasis } from "../../store/back-tests.ts";
import type { Database } from "../../store/database.ts";
import { NOTHING_LIVE } from "../live/scorers.ts";
import { refuseUnknownVersion } from "../versions/unknown-version.ts";
import { readRuleVersion } from "./back-test-version.ts";
import { pairRules, type Rules } from "./dose-rules.ts";
import { changeSet } from "./draft-changes.ts";
import { judgePopulation } from "./judged-draft.ts";
import { type ReadPopulation, readPopulation, refreshPopulation } from "./population.ts";
import { tellDraft } from "./tell-draft.ts";
import type { Loading, WhatIfAnswer, WhatIfQuestion } from "./what-if-messages.ts";

interface DeskOptions {
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly onLoading: (loading: Loading) => void;
  readonly mostDoses?: number | undefined;
}

export interface WhatIfDesk {
  answer(question: WhatIfQuestion): Promise<WhatIfAnswer | Refusal>;
}

/** Populations that are held at once. */
const HELD = 2;
/** Whether anything has changed is asked at most so often, and a tenth of the time at most. */
const LOOK_MS = 1_000;
const LOOK_TIMES = 10;
/** A population that nobody has looked at for so long is brought up to date before it answers. */
const OLDEST_MS = 30_000;

/** Leads and deals under a version, held in memory. */
interface Held {
  readonly rules: Rules;
  population: ReadPopulation;
  refreshing: Promise<void> | null;
  /** Milliseconds that the last look for changes took. */
  looked: number;
}

/**
 * Answers what a changed version would do, from the doses of all leads and deals, which are held in
 * memory as long as they are asked for, and brought up to date beside the answers.
 */
export function createWhatIfDesk(database: Database, options: DeskOptions): WhatIfDesk {
  const all = new Map<string, Promise<Held>>();
  const { now, onLoading: onProgress, mostDoses } = options;
  const reading = { now, onProgress, mostDoses };
  const load = async ({ live, basis }: NamedBasis): Promise<Held> => {
    const rules = pairRules(
      await readRuleVersion(database, live),
      await readRuleVersion(database, basis),
    );
    const population = await readPopulation(database, rules, reading);
    return { rules, population, refreshing: null, looked: 0 };
  };
  const find = (basis: NamedBasis): Promise<Held> => {
    const key = `${basis.live}/${basis.basis}/${basis.hash}`;
    const held = all.get(key) ?? load(basis);
    // Those that were asked for last stand last.
    all.delete(key);
    all.set(key, held);
    held.catch(() => all.delete(key));
    while (all.size > HELD) all.delete(all.keys().next().value!);
    return held;
  };
  const refresh = async (held: Held) => {
    const { rules, population } = held;
    const begun = now();
    held.population =
      (await refreshPopulation(database, rules, population, { now })) ??
      (await readPopulation(database, rules, reading));
    held.looked = now() - begun;
  };
  const bringUpToDate = async (held: Held) => {
    const age = now() - held.population.readAt;
    if (age < Math.max(LOOK_MS, LOOK_TIMES * held.looked)) return;
    held.refreshing ??= refresh(held).finally(() => (held.refreshing = null));
    if (age > OLDEST_MS) await held.refreshing;
    else held.refreshing.catch(() => {});
  };
  return {
    answer: async ({ basedOn, changes }) => {
      const basis = await findBasis(database, basedOn);
      if (basis === null) return NOTHING_LIVE;
      if (basis === "unknown") return refuseUnknownVersion("scorecard");
      const held = await find(basis);
      await bringUpToDate(held);
      const changed = changeSet(held.rules.draft.set, changes);
      if (changed instanceof Refusal) return changed;
      const { rules, population } = held;
      const compiled = compileScorecards(changed);
      const after = {
        leads: placeRows(compiled, population.leads),
        deals: placeRows(compiled, population.deals),
      };
      const cards = { live: rules.live, draft: { compiled } };
      const { live, draft } = rules;
      return {
        ...(await tellDraft(database, judgePopulation(population, cards, after))),
        comparedWith: { slug: live.slug, version: live.version },
        basedOn: { slug: draft.slug, version: draft.version },
        ageMs: Math.max(0, now() - population.readAt),
      };
    },
  };
}
