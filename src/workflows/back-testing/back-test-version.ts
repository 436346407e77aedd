import { type PlacedRows, placeRows } from "../../recommendation/placed-rows.ts";
import { Refusal } from "../../refusal.ts";
import { saveBackTest } from "../../store/back-tests.ts";
import type { Session } from "../../store/database.ts";
import { countLeads } from "../../store/dosed-leads.ts";
import { countClosedDeals, countLeftOut, freezeReading } from "../../store/history.ts";
import { readLive } from "../../store/live.ts";
import { readScorecardVersion } from "../../store/versions.ts";
import type { Context } from "../context.ts";
import { NOTHING_LIVE } from "../live/scorers.ts";
import { readStored } from "../versions/make-live.ts";
import { hashDocument } from "./document-hash.ts";
import { compileVersion, pairRules, type Rules, type RuleVersion } from "./dose-rules.ts";
import { type DoseTable, dropDoses, joinPlaced, joinTables } from "./dose-table.ts";
import { doseDeals, doseLeads } from "./dosed-store.ts";
import { type JudgedDraft, judgePopulation } from "./judged-draft.ts";

/** What is kept of a back-test with the version that it was made for. */
export interface BackTestDocument extends JudgedDraft {
  readonly format: "counterweight/back-test@1";
  /** Of the document that was back-tested. */
  readonly documentHash: string;
  /** The version that scored when it was made. */
  readonly comparedWith: { readonly slug: string; readonly version: number };
}

interface Following {
  readonly onProgress: (progress: { done: number; total: number; text: string }) => void;
  readonly signal: AbortSignal;
  /** Told what was made, in the transaction that keeps it, at its end. */
  readonly onKept: (session: Session, result: BackTested) => Promise<void>;
}

/** A back-test in few words. */
export type BackTested = Readonly<Record<"scorecard", string>> &
  Readonly<Record<"version" | "leads" | "leadsMoved" | "deals", number>>;

/** Scores all stored leads and closed deals by a version, and keeps what that gave with the version. */
export async function backTestVersion(
  { database, now }: Context,
  scorecardVersionId: number,
  { onProgress, signal, onKept }: Following,
): Promise<BackTested | Refusal> {
  const readAt = now();
  const judged = await database.transact(async (session) => {
    await freezeReading(session);
    const rules = await readRules(session, scorecardVersionId);
    if (rules instanceof Refusal) return rules;
    return { rules, ...(await judgeStored(session, rules, readAt, { onProgress, signal })) };
  });
  if (judged instanceof Refusal) return judged;
  const { rules, basis, figures } = judged;
  const { live, draft } = rules;
  const document: BackTestDocument = {
    format: "counterweight/back-test@1",
    documentHash: hashDocument(draft.set),
    comparedWith: { slug: live.slug, version: live.version },
    basis,
    figures,
  };
  return database.transact(async (session) => {
    await saveBackTest(session, draft.id, { backTest: document, backTestedAt: now() });
    const { leads, deals } = figures;
    const result = {
      scorecard: draft.slug,
      version: draft.version,
      leads: leads.counted,
      leadsMoved: leads.moved,
      deals: deals.counted,
    };
    await onKept(session, result);
    return result;
  });
}

async function readRules(session: Session, draftId: number): Promise<Rules | Refusal> {
  const live = await readLive(session);
  if (live === null) return NOTHING_LIVE;
  return pairRules(
    await readRuleVersion(session, live.scorecardVersionId),
    await readRuleVersion(session, draftId),
  );
}

export async function readRuleVersion(session: Session, id: number): Promise<RuleVersion> {
  const version = await readScorecardVersion(session, id);
  return compileVersion(version, readStored(version.document));
}

async function judgeStored(
  session: Session,
  rules: Rules,
  readAt: number,
  { onProgress, signal }: Pick<Following, "onProgress" | "signal">,
): Promise<JudgedDraft> {
  const of = {
    leads: (await countLeads(session, 1)).all,
    deals: (await countClosedDeals(session, 1)).all,
  };
  const total = of.leads + of.deals;
  const place = async (tables: AsyncIterable<DoseTable>, text: string, before: number) => {
    let done = before;
    const parts: { table: DoseTable; after: PlacedRows }[] = [];
    for await (const table of tables) {
      signal.throwIfAborted();
      parts.push({ table: dropDoses(table), after: placeRows(rules.draft.compiled, table) });
      onProgress({ text, done: (done += table.keys.length), total });
    }
    return {
      table: joinTables(
        parts.map(({ table }) => table),
        0,
      ),
      after: joinPlaced(parts.map(({ after }) => after)),
    };
  };
  const leads = await place(
    doseLeads(session, rules, { everyNth: 1, now: readAt }),
    "scoring leads by the draft",
    0,
  );
  const deals = await place(
    doseDeals(session, rules, { leads: null, everyNth: 1 }),
    "scoring past deals by the draft",
    of.leads,
  );
  return judgePopulation(
    {
      leads: leads.table,
      deals: deals.table,
      of,
      leftOut: await countLeftOut(session),
      readAt,
    },
    rules,
    { leads: leads.after, deals: deals.after },
  );
}
