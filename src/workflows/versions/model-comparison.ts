import { z } from "zod";
import { Refusal } from "../../refusal.ts";
import { interval } from "../../report/shapes.ts";
import { compileScorecards, doseLead } from "../../scorecard/compiled.ts";
import { estimateAuc } from "../../statistics/auc.ts";
import { type Estimable, isEstimated, notEstimable } from "../../statistics/estimate.ts";
import { estimateMean, logLosses } from "../../statistics/log-loss.ts";
import { readClosedDeals, type StoredDeal } from "../../store/history.ts";
import { readLive } from "../../store/live.ts";
import {
  findModelVersion,
  type ModelVersion,
  readCalibration,
  readModelVersion,
} from "../../store/model-versions.ts";
import type { VersionName } from "../../store/versions.ts";
import { compileModel, predictDoses } from "../../trainer/compiled-model.ts";
import { modelSchema } from "../../trainer/model.ts";
import { type ArmScores, compareArms, trimInterval } from "../calibration/arms.ts";
import type { Context } from "../context.ts";
import { keepPace } from "../pace.ts";
import type { ComparedFigures, ModelComparison, ModelJudge } from "./compared-figures.ts";
import { readStored } from "./make-live.ts";
import { refuseUnknownVersion } from "./unknown-version.ts";

/** A model beside the live one, on deals that neither learnt from; it decides nothing. */
export async function compareWithLive(
  context: Context,
  { slug, version }: VersionName,
): Promise<ModelComparison | Refusal> {
  const { database } = context;
  const candidate = await findModelVersion(database, slug, version);
  if (candidate === null) return refuseUnknownVersion("model");
  const liveId = (await readLive(database))?.modelVersionId ?? null;
  if (liveId === null) return { live: null, figures: notEstimable("No model is live.") };
  const live = await readModelVersion(database, liveId);
  const name = { slug: live.slug, version: live.version };
  if (live.id === candidate.id)
    return { live: name, figures: notEstimable("It is the live model itself.") };
  const same = await readSameDeals(context, candidate, live);
  return { live: name, figures: same ?? (await judgeLaterDeals(context, candidate, live)) };
}

/** What two calibrations must have in common to have judged on the same deals, and what they found. */
const judgedSchema = z.object({
  seed: z.number(),
  split: z.object({
    kind: z.string(),
    train: z.number(),
    judge: z.number(),
    cutoff: z.string().nullable(),
  }),
  arms: z.object({
    model: z.object({
      judge: z.object({
        deals: z.number(),
        won: z.number(),
        auc: interval,
        logLoss: interval,
      }),
    }),
  }),
});

async function readSameDeals(
  { database }: Context,
  candidate: ModelVersion,
  live: ModelVersion,
): Promise<ComparedFigures | null> {
  if (candidate.historyHash === null || candidate.historyHash !== live.historyHash) return null;
  const [ours, theirs] = await Promise.all(
    [candidate, live].map(async ({ id }) =>
      judgedSchema.safeParse(await readCalibration(database, id)),
    ),
  );
  if (!ours!.success || !theirs!.success) return null;
  const [a, b] = [ours!.data, theirs!.data];
  const isSameSplit =
    a.split.kind === b.split.kind &&
    a.split.train === b.split.train &&
    a.split.judge === b.split.judge &&
    a.split.cutoff === b.split.cutoff &&
    (a.split.cutoff !== null || a.seed === b.seed);
  if (!isSameSplit) return null;
  const { deals, won } = a.arms.model.judge;
  return {
    basis: "same-deals",
    deals,
    won,
    candidate: pickJudge(a.arms.model.judge),
    live: pickJudge(b.arms.model.judge),
    difference: { auc: UNPAIRED, logLoss: UNPAIRED },
  };
}

const UNPAIRED = notEstimable(
  "Calibrations keep what they found over all deals, not deal by deal.",
);

function pickJudge({ auc, logLoss }: ModelJudge): ModelJudge {
  return { auc, logLoss };
}

const LEAST_DEALS = 20;

async function judgeLaterDeals(
  { database }: Context,
  candidate: ModelVersion,
  live: ModelVersion,
): Promise<Estimable<ComparedFigures>> {
  const deals = await readClosedDeals(database, findLearnt([candidate, live]));
  const outcomes = Uint8Array.from(deals, ({ outcome }) => (outcome === "won" ? 1 : 0));
  const won = outcomes.filter((outcome) => outcome === 1).length;
  if (deals.length < LEAST_DEALS || won === 0 || won === deals.length)
    return notEstimable(
      `The two were not judged on the same deals, and of those that neither learnt from there are ${deals.length}, ${won} of them won: at least ${LEAST_DEALS} with wins and losses are needed.`,
    );
  const ours = await scoreDeals(candidate, deals);
  const theirs = await scoreDeals(live, deals);
  const { deltaAuc, deltaLogLoss } = compareArms(ours, theirs, outcomes);
  return {
    basis: "later-deals",
    deals: deals.length,
    won,
    candidate: judge(ours, outcomes),
    live: judge(theirs, outcomes),
    difference: {
      auc: isEstimated(deltaAuc) ? trimInterval(deltaAuc) : deltaAuc,
      logLoss: deltaLogLoss,
    },
  };
}

/** Up to when models may have learnt: a deal of a later moment, or closed later, taught none of them. */
function findLearnt(versions: readonly ModelVersion[]) {
  const moments = versions.map(({ trained }) => trained.lastAsOf);
  const asOf = moments.includes(null) ? null : Math.max(...moments.map((at) => Date.parse(at!)));
  return { asOf, closedAt: Math.max(...versions.map(({ createdAt }) => createdAt)) };
}

async function scoreDeals(
  { slug, version, document, fittedOn }: ModelVersion,
  deals: readonly StoredDeal[],
): Promise<ArmScores & { readonly probabilities: Float64Array }> {
  const compiled = compileScorecards(readStored(fittedOn));
  const model = compileModel(modelSchema.parse(document));
  const scores = new Float64Array(deals.length);
  const probabilities = new Float64Array(deals.length);
  const pace = keepPace();
  for (const [i, { leadId: id, attributes, activities, asOf }] of deals.entries()) {
    const { doses, scorecard } = doseLead(compiled, { id, attributes, activities }, asOf);
    const { logOdds, probability } = predictDoses(model, doses, scorecard);
    scores[i] = logOdds;
    probabilities[i] = probability;
    await pace();
  }
  return { arm: `${slug}/${version}`, label: `Model ${version}`, scores, probabilities };
}

function judge(
  { scores, probabilities }: ArmScores & { readonly probabilities: Float64Array },
  outcomes: Uint8Array,
): ModelJudge {
  return {
    auc: trimInterval(estimateAuc(scores, outcomes)),
    logLoss: trimInterval(estimateMean(logLosses(probabilities, outcomes))),
  };
}
