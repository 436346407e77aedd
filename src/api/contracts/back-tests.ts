import { z } from "zod";
import { CELLS } from "../../scorecard/schema.ts";
import type { NamedVersion, ToldBackTest } from "../../workflows/back-testing/ask-back-test.ts";
import type { ToldDraft, ToldThreshold } from "../../workflows/back-testing/tell-draft.ts";
import type { WhatIfAnswer } from "../../workflows/back-testing/what-if-messages.ts";
import { slugSchema, writeTime, writeTimeIfAny } from "./versions.ts";

const namedSchema = z.strictObject({ slug: z.string(), version: z.int() });

const notEstimableSchema = z.strictObject({
  notEstimable: z.string().describe("Why the data cannot support this figure."),
});
const interval = { value: z.number(), low: z.number(), high: z.number() };
const intervalSchema = z
  .union([z.strictObject(interval), notEstimableSchema])
  .describe("With its 95 % interval.");
const shareSchema = z
  .union([z.strictObject({ ...interval, n: z.number() }), notEstimableSchema])
  .describe("A share with its 95 % interval, of n.");

const cellSchema = z.enum(CELLS as [string, ...string[]]);

const leadPassingShape = {
  counted: z.int().describe("Leads over it or not."),
  before: z.int(),
  after: z.int(),
  newly: z.int().describe("Over it under the draft and not now."),
  noLonger: z.int().describe("Over it now and not under the draft."),
};

const dealsPassingSchema = z.strictObject({
  passing: z.int(),
  won: z.int(),
  precision: shareSchema.describe("Win rate of the deals that pass."),
  winsMissed: z.int().describe("Won deals that do not pass."),
  shareOfWinsMissed: shareSchema,
});
const crossingSchema = z.strictObject({ deals: z.int(), won: z.int(), winRate: shareSchema });

const dealPassingSchema = z.strictObject({
  counted: z.int(),
  before: dealsPassingSchema,
  after: dealsPassingSchema,
  newlyPassing: crossingSchema,
  noLongerPassing: crossingSchema,
  winsMissed: z.int().describe("Won deals that pass now, and that the draft would have missed."),
  leadsSpared: z.int().describe("Lost deals that pass now, and that the draft would have spared."),
});

const loadSchema = z
  .enum(["above", "about", "below", "not-known"])
  .describe("Where the interval of leads a week lies from what sales can work.");

const thresholdSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  cuts: z
    .array(
      z.strictObject({
        scorecard: z.string(),
        before: z.number().nullable(),
        after: z.number().nullable(),
      }),
    )
    .describe("Points; null on a scorecard that has it only now or only under the draft."),
  leads: z.strictObject(leadPassingShape),
  perWeek: z
    .strictObject({ before: intervalSchema, after: intervalSchema, change: intervalSchema })
    .describe("Leads a week over it, in the year up to the newest lead."),
  weekly: z.array(
    z.strictObject({
      start: z.iso
        .datetime()
        .describe("Monday, UTC; the first and the last week are seldom whole."),
      before: z.number(),
      after: z.number(),
    }),
  ),
  capacity: z
    .strictObject({ leadsPerWeek: z.number(), before: loadSchema, after: loadSchema })
    .nullable()
    .describe("What sales can work (PUT /v1/settings/leads-per-week); null where nobody said."),
  deals: dealPassingSchema,
  segments: z
    .array(
      z.strictObject({
        scorecard: z.string().describe("Of the set, as it applies under the draft."),
        leads: z.strictObject(leadPassingShape),
        deals: dealPassingSchema,
      }),
    )
    .describe("The same by the scorecards of the set."),
});

const toldShape = {
  basis: z.strictObject({
    readAt: z.iso.datetime().describe("As of when leads and deals were read."),
    deals: z.strictObject({
      of: z.int().describe("Closed deals with a moment; more than counted where that is a sample."),
      leftOut: z.strictObject({
        open: z.int(),
        deleted: z.int(),
        "no-moment": z.int(),
        "decided-before-moment": z.int(),
      }),
      firstAsOf: z.iso.datetime().nullable(),
      lastAsOf: z.iso.datetime().nullable(),
    }),
  }),
  leads: z.strictObject({
    counted: z.int(),
    of: z.int().describe("All leads; more than counted where these are a sample."),
    moved: z.int().describe("Leads that change their cell."),
    moves: z.array(
      z.strictObject({
        from: cellSchema,
        to: cellSchema,
        leads: z.int(),
        examples: z.array(z.string()).describe("Ids of a few leads that move so."),
      }),
    ),
  }),
  deals: z.strictObject({
    counted: z.int(),
    won: z.int(),
    moved: z.int(),
    moves: z.array(
      z.strictObject({ from: cellSchema, to: cellSchema, deals: z.int(), won: z.int() }),
    ),
  }),
  thresholds: z.array(thresholdSchema),
  cautions: z.array(z.string()).describe("What the figures rest on, and what they cannot tell."),
};

export const backTestSchema = z.strictObject({
  ...namedSchema.shape,
  backTestedAt: z.iso.datetime(),
  documentHash: z.string().describe("SHA-256 of the document that was back-tested."),
  comparedWith: namedSchema.describe("The version that scored when it was made."),
  isCurrent: z.boolean().describe("Whether it is of this document, against what is live now."),
  ...toldShape,
});

export const whatIfAnswerSchema = z.strictObject({
  basedOn: namedSchema,
  comparedWith: namedSchema.describe("The version that scores now."),
  ageMs: z
    .number()
    .describe("Milliseconds since leads and deals were last brought up to date in memory."),
  ...toldShape,
});

export const loadingSchema = z.strictObject({
  loading: z
    .strictObject({ done: z.int(), total: z.int() })
    .describe("Leads and deals read so far; ask again."),
});

export const startedSchema = z.strictObject({
  job: z.int().describe("GET /v1/jobs/{id} tells how far it has come."),
});

const MOST_CHANGES = 2000;
const LARGEST = 1e9;

const valuesOf = (value: z.ZodNumber) =>
  z
    .record(z.string().max(500), value)
    .refine(
      (values) => Object.keys(values).length <= MOST_CHANGES,
      `expected at most ${MOST_CHANGES} changes`,
    )
    .optional();
const points = z.number().min(-LARGEST).max(LARGEST);

export const whatIfSchema = z.strictObject({
  basedOn: z
    .strictObject({ slug: slugSchema, version: z.int().min(1).max(2_147_483_647) })
    .optional()
    .describe("The version that is changed; what is live when left out."),
  points: valuesOf(z.int().min(-LARGEST).max(LARGEST)).describe("By key of the line."),
  stars: valuesOf(z.int().min(0).max(5)).describe("By key of the line."),
  weights: valuesOf(z.number().min(0).max(100)).describe(
    "Per cent, by id of the bucket, behind its scorecard's and a slash where several have it.",
  ),
  thresholds: valuesOf(points).describe(
    "By id of the threshold, behind its scorecard's and a slash where several have it.",
  ),
  matrix: z
    .record(
      z.string().max(500),
      z.strictObject({
        grades: z.strictObject({ A: points, B: points, C: points }).partial().optional(),
        bands: z.strictObject({ "1": points, "2": points, "3": points }).partial().optional(),
      }),
    )
    .optional()
    .describe("Cuts of grades and bands, by id of the scorecard."),
  doses: z
    .unknown()
    .optional()
    .describe("Always refused: make a draft with other rules of dosing, and back-test it."),
});

export function toBackTestAnswer(told: ToldBackTest): z.infer<typeof backTestSchema> {
  const { slug, version, backTestedAt, documentHash, comparedWith, isCurrent } = told;
  return {
    slug,
    version,
    backTestedAt: writeTime(backTestedAt),
    documentHash,
    comparedWith: nameVersion(comparedWith),
    isCurrent,
    ...toTold(told),
  };
}

export function toWhatIfAnswer(answer: WhatIfAnswer): z.infer<typeof whatIfAnswerSchema> {
  const { basedOn, comparedWith, ageMs } = answer;
  return {
    basedOn: nameVersion(basedOn),
    comparedWith: nameVersion(comparedWith),
    ageMs,
    ...toTold(answer),
  };
}

function nameVersion({ slug, version }: NamedVersion): NamedVersion {
  return { slug, version };
}

function toTold({ basis, leads, deals, thresholds, cautions }: ToldDraft) {
  const { of, leftOut, firstAsOf, lastAsOf } = basis.deals;
  return {
    basis: {
      readAt: writeTime(basis.readAt),
      deals: {
        of,
        leftOut,
        firstAsOf: writeTimeIfAny(firstAsOf),
        lastAsOf: writeTimeIfAny(lastAsOf),
      },
    },
    leads: {
      ...leads,
      moves: leads.moves.map((move) => ({ ...move, examples: [...move.examples] })),
    },
    deals: { ...deals, moves: [...deals.moves] },
    thresholds: thresholds.map(toThreshold),
    cautions: [...cautions],
  };
}

function toThreshold(threshold: ToldThreshold): z.infer<typeof thresholdSchema> {
  return {
    ...threshold,
    cuts: [...threshold.cuts],
    weekly: threshold.weekly.map((week) => ({ ...week, start: writeTime(week.start) })),
    segments: [...threshold.segments],
  };
}
