import { z } from "zod";
import type { DryRun } from "../../workflows/versions/dry-run.ts";
import type { ListedPublication, Released } from "../../workflows/versions/publications.ts";
import { idPageQuery, rowIdSchema } from "./id-paging.ts";
import { pageOf } from "./paging.ts";
import { textSchema } from "./text.ts";
import { writeTime, writeTimeIfAny } from "./versions.ts";

const MOST_PER_MINUTE = 100_000;

const perMinuteSchema = z
  .int()
  .min(1)
  .max(MOST_PER_MINUTE)
  .optional()
  .describe("Events that go out in a minute; all at once when left out.");

const EVENTS = ["send", "hold", "drop"] as const;

const plan = {
  events: z
    .enum(EVENTS)
    .optional()
    .describe(
      "What becomes of the events that it causes. send, which it is when left out: webhooks are told; hold: they are told once somebody releases them; drop: they are not told.",
    ),
  perMinute: perMinuteSchema,
  note: textSchema.optional().describe("Why it is published."),
};

/** A body that may be left out; nothing is then asked for but what goes without saying. */
function optionalBody<T extends z.ZodRawShape>(shape: T) {
  return z
    .strictObject(shape)
    .nullish()
    .transform((body) => body ?? ({} as NonNullable<typeof body>));
}

export const planSchema = optionalBody(plan);

export const publishingSchema = optionalBody({
  ...plan,
  force: z
    .boolean()
    .optional()
    .describe("Publish it even where another version is live than the one it was drafted from."),
  dryRun: z.boolean().optional().describe("Only tell what it would cause, and change nothing."),
});

export const releasingSchema = optionalBody({ perMinute: perMinuteSchema });

/** Beside a change of what is live that would be made or was. */
export const experimentsRunningSchema = z
  .array(z.strictObject({ id: z.int(), name: z.string() }))
  .describe(
    "Experiments that run: it changes what they compare in the middle. Stop them first, and start others afterwards.",
  );

const nameSchema = z.strictObject({ slug: z.string(), version: z.int() });

export const dryRunSchema = z.strictObject({
  dryRun: z.literal(true),
  slug: z.string(),
  version: z.int(),
  leads: z.int(),
  changingCell: z.int().describe("Leads that would change their cell."),
  events: z.int().describe("Events that would fire."),
  deliveries: z.int().describe("Deliveries of them to webhooks, unless they are dropped."),
  kinds: z
    .array(
      z.strictObject({
        kind: z.enum(["threshold", "watermark", "cell"]),
        subject: z.string(),
        direction: z.enum(["up", "down", "move"]),
        name: z.string(),
        events: z.int(),
      }),
    )
    .describe("Each kind of event, most first."),
  experimentsRunning: experimentsRunningSchema,
  refusal: z
    .strictObject({
      code: z.string(),
      detail: z.string(),
      remedy: z.string(),
      details: z.array(z.strictObject({ where: z.string(), reason: z.string() })),
    })
    .nullable()
    .describe("Why it may not be published yet; null where it may."),
});

const publicationSchema = z.strictObject({
  id: z.int(),
  scorecard: nameSchema,
  model: nameSchema.nullable(),
  replacedScorecard: nameSchema.nullable().describe("What was live before."),
  replacedModel: nameSchema.nullable(),
  events: z.enum(EVENTS),
  perMinute: z.int().nullable(),
  releasedAt: z.iso.datetime().nullable(),
  note: z.string().nullable(),
  publishedBy: z.string(),
  publishedAt: z.iso.datetime(),
  caused: z.int().describe("Events that it has caused so far."),
  held: z.int().describe("Deliveries of them that wait to be released."),
  waiting: z.int().describe("Deliveries that are yet to go out."),
  delivered: z.int(),
});

export const publicationAnswerSchema = publicationSchema;
export const publicationPageSchema = pageOf(publicationSchema);
export const publicationPageQuery = z.strictObject(idPageQuery);
export const publicationParams = z.strictObject({ id: rowIdSchema });
export const releasedSchema = publicationSchema.extend({
  released: z.int().describe("Events that go out now, one by one."),
});

export function toDryRunAnswer({
  version: { slug, version },
  refusal,
  kinds,
  experimentsRunning,
  ...counts
}: DryRun): z.infer<typeof dryRunSchema> {
  return {
    dryRun: true,
    slug,
    version,
    ...counts,
    kinds: [...kinds],
    experimentsRunning: [...experimentsRunning],
    refusal: refusal && {
      code: refusal.code,
      detail: refusal.message,
      remedy: refusal.remedy,
      details: [...refusal.details],
    },
  };
}

export function toPublicationAnswer({
  releasedAt,
  publishedAt,
  ...rest
}: ListedPublication): z.infer<typeof publicationSchema> {
  return {
    ...rest,
    releasedAt: writeTimeIfAny(releasedAt),
    publishedAt: writeTime(publishedAt),
  };
}

export function toReleasedAnswer({
  publication,
  released,
}: Released): z.infer<typeof releasedSchema> {
  return { ...toPublicationAnswer(publication), released };
}
