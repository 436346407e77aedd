import { z } from "zod";
import type { PastScores, StoredActivity } from "../../workflows/live/lead-history.ts";
import { EVENT_CAUSES } from "../../workflows/live/list-events.ts";
import { pageOf } from "./paging.ts";
import { modelSchema, rulesSchema, type ScoreAnswer } from "./score.ts";
import { scoreSummarySchema, toSummaryAnswer } from "./score-summary.ts";

export const ledgerAnswerSchema = z.strictObject({
  lead: z.string(),
  asOf: z.iso.datetime(),
  rules: rulesSchema.pick({ scorecard: true, version: true, score: true, ledger: true }),
  model: modelSchema.pick({ logOdds: true, intercept: true, contributions: true }).nullable(),
});

/** What the two scores of an answer are made of. */
export function toLedgerAnswer(answer: ScoreAnswer): z.infer<typeof ledgerAnswerSchema> {
  const { lead, asOf, model } = answer;
  const { scorecard, version, score, ledger } = answer.rules;
  return {
    lead,
    asOf,
    rules: { scorecard, version, score, ledger },
    model: model && {
      logOdds: model.logOdds,
      intercept: model.intercept,
      contributions: model.contributions,
    },
  };
}

const versionSchema = z.strictObject({ slug: z.string(), version: z.int() });

const pastScoresSchema = scoreSummarySchema.extend({
  cause: z.enum(EVENT_CAUSES).describe("Why they changed."),
  scorecardVersion: versionSchema,
  modelVersion: versionSchema.nullable(),
});

export const historyPageSchema = pageOf(pastScoresSchema);

export function toPastAnswer(past: PastScores): z.infer<typeof pastScoresSchema> {
  const { cause, scorecardVersion, modelVersion } = past;
  return { ...toSummaryAnswer(past), cause, scorecardVersion, modelVersion };
}

const storedActivitySchema = z.strictObject({
  key: z.string(),
  type: z.string(),
  asset: z.string().nullable(),
  category: z.string().nullable(),
  minutes: z.number().nullable(),
  at: z.iso.datetime(),
  receivedAt: z.iso.datetime(),
});

export const activityPageSchema = pageOf(storedActivitySchema);

export function toActivityAnswer(stored: StoredActivity): z.infer<typeof storedActivitySchema> {
  const { key, type, asset, category, minutes, at, receivedAt } = stored;
  return {
    key,
    type,
    asset,
    category,
    minutes,
    at: new Date(at).toISOString(),
    receivedAt: new Date(receivedAt).toISOString(),
  };
}
