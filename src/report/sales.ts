import { z } from "zod";
import { anchorings } from "../feedback/anchoring.ts";
import { sights } from "../feedback/heard-lead.ts";
import { voiceVerdicts } from "../feedback/voices.ts";
import { figure, interval, intervalSchema, orNotEstimable } from "./shapes.ts";

/** Schema of what calibration.json says of sales: its voice on lines, and feedback as a whole. */

const stance = z.enum(["more", "with", "less", "silent"]);

/** Three voices on a line: the points that a person set, what deals say and what sales says. */
export const voicesSchema = z.strictObject({
  /** Effective points by closed deals alone, before rounding and restraint. */
  deals: interval,
  /** Effective points by feedback alone, reps' leniency allowed for. */
  sales: interval,
  /** Pieces of feedback on leads with this line, and the known reps who gave them. */
  heard: z.number(),
  reps: z.number(),
  /** Share of these that the middle rep would have accepted. */
  accepted: interval,
  /** Where each voice stands to the points of today. */
  dealsStance: stance,
  salesStance: stance,
  verdict: z.enum(voiceVerdicts),
});

const sightSchema = z.strictObject({
  sight: z.enum(sights),
  heard: z.number(),
  accepted: z.number(),
  /** Cohen's kappa of accepted with being among as many leads by the score that was shown. */
  withScore: interval,
  /** The same by the model's log-odds, on feedback on judging deals. */
  withModel: interval,
  /** Feedback on leads with a closed deal, and its kappa of accepted with won. */
  closed: z.number(),
  withOutcome: interval,
  /** The first kappa less the one with the outcome, on closed deals; above 0 it follows the score. */
  scoreOverOutcome: interval,
});

const weightSchema = z.strictObject({
  /** What a piece of feedback counts in the fit, a deal counting 1; 0: it stays out. */
  weight: z.number(),
  /** Held-out deals of the training part by which it was chosen. */
  judged: z.number(),
  candidates: z.array(
    z.strictObject({
      weight: z.number(),
      logLoss: z.number(),
      /** Log loss less that without feedback, by pairs of deals; null for weight 0. */
      overNone: intervalSchema.nullable(),
    }),
  ),
});

export const feedbackSchema = z.strictObject({
  entries: z.number(),
  matched: z.number(),
  accepted: z.number(),
  /** How well each arm ranks accepted above rejected leads. */
  rulesAuc: interval,
  modelAuc: interval,
  /** Agreement of acceptance with the outcome of the deal (Cohen's kappa). */
  kappaWithOutcome: interval,
  /** Each rep's last word on each lead, given before its deal closed: all below rests on these. */
  heard: z.number(),
  reps: z.number(),
  /** Standard deviation, in log-odds, of how readily reps accept. */
  leniencySpread: figure,
  anchoring: z.strictObject({
    verdict: z.enum(anchorings),
    bySight: z.array(sightSchema),
    /** Kappa with the score of visible less that of blind feedback: what seeing the score does. */
    visibleOverBlind: interval,
  }),
  /** Whose words the points of sales rest on: blind ones alone where seeing the score moves them. */
  voiceFrom: z.enum(["all", "blind"]),
  weight: orNotEstimable(weightSchema),
});
