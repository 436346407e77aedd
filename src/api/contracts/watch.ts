import { z } from "zod";
import {
  type WatchFindings,
  type WatchSummary,
  watchFindingsSchema,
} from "../../workflows/watching/ask-watch.ts";
import { idPageQuery } from "./id-paging.ts";
import { pageOf } from "./paging.ts";
import { writeTime } from "./versions.ts";

const momentSchema = z.iso.datetime();

const alarmSchema = z.strictObject({
  subject: z
    .string()
    .describe("line:KEY, calibration:ARM, power:ARM, inflation or retraining; ARM: rules, model."),
  name: z.string(),
  reason: z.string().describe("What is wrong."),
  since: momentSchema,
});

const { lines, calibration, power, inflation, retraining, notes } = watchFindingsSchema.shape;

export const watchSchema = z.strictObject({
  at: momentSchema,
  lines: lines.describe(
    "How far the doses of the leads of late have moved from those of earlier deals: population stability index less what chance makes of it; moved where its whole interval lies above 0.1. qValue: the p-value, adjusted for the number of lines.",
  ),
  calibration: calibration.describe(
    "On deals that the live model did not learn from, by when they closed. shift: log-odds by which probabilities lie too low (above 0) or too high; slope: below 1 they are too extreme.",
  ),
  power: power.describe(
    "AUC of both arms by when deals closed, differences being the model less the rules; trend: AUC a year.",
  ),
  inflation: inflation.describe(
    "Points a year by which scores at the hand-over rise, and by which the same score comes to mean less.",
  ),
  retraining: retraining.describe(
    "Whether to train anew, and why; notes are worth a look, but no reason by themselves.",
  ),
  alarms: z.array(alarmSchema).describe("Those that stand."),
  notes: notes.describe("What the findings rest on."),
});

export const watchPageQuery = z.strictObject(idPageQuery);

const summarySchema = z.strictObject({
  at: momentSchema,
  alarms: z.array(alarmSchema).describe("Those that stood."),
  retraining: z.enum(["yes", "no", "not-yet-known"]),
});

export const watchPageSchema = pageOf(summarySchema);

type WatchAnswer = z.infer<typeof watchSchema>;

export function toWatchAnswer(findings: WatchFindings): WatchAnswer {
  const { at, alarms, ...figures } = findings;
  return {
    // Read-only lists are told as they are.
    ...(figures as unknown as Omit<WatchAnswer, "at" | "alarms">),
    at: writeTime(at),
    alarms: alarms.map(toAlarmAnswer),
  };
}

export function toSummaryAnswer({ at, alarms, retraining }: WatchSummary) {
  return { at: writeTime(at), alarms: alarms.map(toAlarmAnswer), retraining };
}

function toAlarmAnswer({ since, ...alarm }: WatchFindings["alarms"][number]) {
  return { ...alarm, since: writeTime(since) };
}
