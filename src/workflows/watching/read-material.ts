import { z } from "zod";
import { interval } from "../../report/shapes.ts";
import { type CompiledScorecards, doseLead } from "../../scorecard/compiled.ts";
import { sumScore } from "../../scorecard/score.ts";
import { type Estimable, type Interval, notEstimable } from "../../statistics/estimate.ts";
import type { Session } from "../../store/database.ts";
import { streamWaitingLeads, type WaitingLead } from "../../store/handed-over.ts";
import { countClosedDeals, streamClosedDeals } from "../../store/history.ts";
import type { LiveVersions } from "../../store/live.ts";
import {
  type ModelVersion,
  readCalibration,
  readModelVersion,
} from "../../store/model-versions.ts";
import { predictDoses } from "../../trainer/compiled-model.ts";
import { clusterByKey } from "../comparing/clusters.ts";
import type { Context } from "../context.ts";
import type { LiveScorer } from "../live/live-scorer.ts";
import { keepPace } from "../pace.ts";
import { type Columns, createColumns } from "./growing-columns.ts";
import {
  type DosedDeals,
  type DosedLeads,
  SPAN_DAYS,
  type TrainedModel,
  type WatchMaterial,
} from "./watch-material.ts";

export interface Reading {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: { text: string; done: number; total: number }) => void;
  /** Closed deals that are read at most. */
  readonly mostDeals?: number | undefined;
}

/** More tell no more, and take their time. */
const MOST_DEALS = 100_000;

const DAY = 86_400_000;

/**
 * Reads closed deals and leads that wait for an outcome, each dosed as it was known at its hand-over
 * under the live scorecard.
 */
export async function readMaterial(
  { scorers }: Pick<Context, "scorers">,
  session: Session,
  live: LiveVersions,
  reading: Reading,
): Promise<WatchMaterial> {
  const scorer = await scorers.of(session, live);
  const model =
    live.modelVersionId === null ? null : await readModelVersion(session, live.modelVersionId);
  const all = (await countClosedDeals(session, 1)).all;
  const everyNth = Math.max(1, Math.ceil(all / (reading.mostDeals ?? MOST_DEALS)));
  const deals = await doseDeals(session, scorer, model, { ...reading, everyNth, all });
  const waiting = await doseWaiting(session, scorer, { ...reading, everyNth });
  return {
    at: reading.at,
    lines: listLines(scorer.compiled),
    deals,
    waiting,
    model: model && (await describeModel(session, model)),
    everyNth,
  };
}

/** Lines by what people call them; by their characteristic too where two have one name. */
function listLines({ lines, scorecards }: CompiledScorecards): WatchMaterial["lines"] {
  const names = new Map<string, number>();
  for (const { line } of lines) names.set(line.label, (names.get(line.label) ?? 0) + 1);
  return scorecards.flatMap(({ firstLine, lineCount }, scorecard) =>
    lines.slice(firstLine, firstLine + lineCount).map(({ key, line, characteristic }) => ({
      key,
      label: names.get(line.label) === 1 ? line.label : `${characteristic.name}: ${line.label}`,
      scorecard,
    })),
  );
}

type Drawn = Reading & { readonly everyNth: number };

async function doseDeals(
  session: Session,
  scorer: LiveScorer,
  model: ModelVersion | null,
  { signal, onProgress, everyNth, all }: Drawn & { readonly all: number },
): Promise<DosedDeals> {
  const columns = createColumns(scorer.compiled.lines.length);
  const logOdds: number[] = [];
  const outcomes: number[] = [];
  const closed: number[] = [];
  const learned: number[] = [];
  const leadIds: string[] = [];
  const accounts: (string | null)[] = [];
  const pace = keepPace();
  const total = Math.ceil(all / everyNth);
  for await (const deals of streamClosedDeals(session, { leads: null, everyNth })) {
    for (const deal of deals) {
      const row = addLead(columns, scorer, deal);
      if (scorer.model !== null)
        logOdds.push(predictDoses(scorer.model, row.doses, row.scorecard).logOdds);
      outcomes.push(deal.outcome === "won" ? 1 : 0);
      closed.push(deal.closedAt ?? Number.NaN);
      learned.push(model !== null && mayHaveLearned(model, deal) ? 1 : 0);
      leadIds.push(deal.leadId);
      accounts.push(deal.account);
      await pace();
    }
    signal.throwIfAborted();
    onProgress({ text: "reading closed deals", done: outcomes.length, total });
  }
  return {
    ...columns.finish(),
    logOdds: scorer.model && Float64Array.from(logOdds),
    outcomes: Uint8Array.from(outcomes),
    closed: Float64Array.from(closed),
    learned: Uint8Array.from(learned),
    clusters: clusterByKey(leadIds, accounts),
  };
}

/** Whether a model may have learned from a deal: one of a later moment, or closed later, it did not. */
function mayHaveLearned(
  { trained, createdAt }: Pick<ModelVersion, "trained" | "createdAt">,
  { asOf, closedAt }: { readonly asOf: number; readonly closedAt: number | null },
): boolean {
  if (closedAt !== null && closedAt > createdAt) return false;
  return trained.lastAsOf === null || asOf <= Date.parse(trained.lastAsOf);
}

async function doseWaiting(
  session: Session,
  scorer: LiveScorer,
  { at, signal, everyNth }: Drawn,
): Promise<DosedLeads> {
  const columns = createColumns(scorer.compiled.lines.length);
  const pace = keepPace();
  const since = at - SPAN_DAYS * DAY;
  for await (const leads of streamWaitingLeads(session, { since, everyNth })) {
    for (const lead of leads) {
      addLead(columns, scorer, lead);
      await pace();
    }
    signal.throwIfAborted();
  }
  return columns.finish();
}

function addLead(
  columns: Columns,
  { compiled }: LiveScorer,
  { leadId: id, attributes, activities, asOf }: WaitingLead,
) {
  const { doses, scorecard } = doseLead(compiled, { id, attributes, activities }, asOf);
  const { total } = sumScore(compiled, doses, scorecard);
  columns.add({ doses, scorecard, total, handedOver: asOf });
  return { doses, scorecard };
}

const judgedSchema = z.object({
  arms: z.object({ model: z.object({ judge: z.object({ auc: interval }) }) }),
});

async function describeModel(session: Session, model: ModelVersion): Promise<TrainedModel> {
  const { id, slug, version, trained } = model;
  const kept = judgedSchema.safeParse(await readCalibration(session, id));
  const auc: Estimable<Interval> = kept.success
    ? kept.data.arms.model.judge.auc
    : notEstimable("no figures are kept of how the model ranked deals when it was trained");
  return { name: `${slug} ${version}`, deals: trained.deals, auc };
}
