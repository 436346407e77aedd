import { z } from "zod";

const columnSchema = z.string().min(1, "expected the name of a column");

/** Words of the outcome column, compared without case and surrounding space. */
const outcomeSchema = z.discriminatedUnion("by", [
  z.strictObject({
    by: z.literal("words"),
    column: columnSchema,
    won: z.array(z.string()).min(1, "expected at least one word that means won"),
    lost: z.array(z.string()).min(1, "expected at least one word that means lost"),
    /** A blank is open, never lost; a word that is in none of the lists rejects its row. */
    open: z.array(z.string()).default([]),
  }),
  z.strictObject({
    by: z.literal("flags"),
    won: columnSchema,
    /** Closed and not won is lost; not closed is open. Give `closed`, `lost` or both. */
    closed: columnSchema.optional(),
    lost: columnSchema.optional(),
  }),
]);

const attributeTypes = ["text", "number", "boolean", "date", "list"] as const;

const attributeSchema = z.strictObject({
  /** Name that the scorecard's conditions use. */
  attribute: z.string().min(1),
  column: columnSchema,
  from: z.enum(["deals", "leads"]).default("deals"),
  type: z.enum(attributeTypes),
  /** Words that stand for a blank, such as Select. */
  missing: z.array(z.string()).default([]),
});

const leakReasons = [
  "name",
  "tells-outcome",
  "filled-for-one-outcome",
  "decides-alone",
  "after-outcome",
  "grows-with-time",
  "trailing-digits",
] as const;

const excludedColumnSchema = z.strictObject({
  column: columnSchema,
  from: z.enum(["deals", "leads"]).default("deals"),
  type: z.enum(attributeTypes),
  missing: z.array(z.string()).default([]),
  reasons: z.array(z.enum(leakReasons)).min(1),
  /** Set to true to overrule: the column is then an attribute like any other. */
  keep: z.boolean().default(false),
});

/** The moment as of which each lead is scored; nothing later may touch its doses. */
const asOfSchema = z.discriminatedUnion("moment", [
  z.strictObject({ moment: z.literal("created") }),
  z.strictObject({ moment: z.literal("handed-over") }),
  z.strictObject({ moment: z.literal("days-after-creation"), days: z.number().nonnegative() }),
]);

const dateOrders = ["year-first", "day-first", "month-first", "epoch-ms"] as const;

export const mappingSchema = z.strictObject({
  format: z.literal("counterweight/mapping@1"),
  preset: z.enum(["salesforce", "hubspot"]).optional(),
  deals: z.strictObject({
    /** File as it was called when the mapping was made; another name with the same columns will do. */
    file: z.string(),
    id: columnSchema,
    /** Column that names the lead, when deals and leads or activities are separate files. */
    leadId: columnSchema.optional(),
    /** Column that names the company of the lead by its id: leads of one account go together. */
    accountId: columnSchema.optional(),
    outcome: outcomeSchema,
    createdAt: columnSchema.optional(),
    closedAt: columnSchema.optional(),
    handedOverAt: columnSchema.optional(),
    /** Rows where this flag is true are set aside. */
    deleted: columnSchema.optional(),
    /** Of rows with one id, the one with the latest value here stands; without it, the last row. */
    modifiedAt: columnSchema.optional(),
  }),
  leads: z
    .strictObject({
      file: z.string(),
      id: columnSchema,
      /** As in deals; where both tell of a lead, the deal's stands. */
      accountId: columnSchema.optional(),
    })
    .optional(),
  activities: z
    .strictObject({
      file: z.string(),
      leadId: columnSchema,
      at: columnSchema,
      type: columnSchema,
      asset: columnSchema.optional(),
      category: columnSchema.optional(),
      minutes: columnSchema.optional(),
    })
    .optional(),
  feedback: z
    .strictObject({
      leadId: columnSchema,
      verdict: columnSchema,
      reason: columnSchema.optional(),
      rep: columnSchema.optional(),
      at: columnSchema.optional(),
    })
    .optional(),
  attributes: z.array(attributeSchema),
  excludedColumns: z.array(excludedColumnSchema).default([]),
  /** A score that somebody already computes: the sum of these columns is the rules arm. */
  existingScore: z
    .strictObject({
      columns: z.array(columnSchema).min(1),
      from: z.enum(["deals", "leads"]).default("deals"),
      /** in-place: it is the rules arm; beside: it is judged as one more arm. */
      use: z.enum(["in-place", "beside"]),
    })
    .optional(),
  asOf: asOfSchema.default({ moment: "created" }),
  /** Deals created less than this many days before the newest date of the export are set aside. */
  maturityDays: z.number().positive().optional(),
  /** How dates that could be read in two ways are meant. */
  dateOrder: z.enum(dateOrders).default("year-first"),
  /** Offset of times that carry none, such as +01:00. */
  utcOffset: z
    .string()
    .regex(/^[+-]\d\d:\d\d$/, "expected an offset such as +01:00")
    .default("+00:00"),
});

export type Mapping = z.infer<typeof mappingSchema>;
export type AttributeMapping = z.infer<typeof attributeSchema>;
export type AttributeType = (typeof attributeTypes)[number];
export type LeakReason = (typeof leakReasons)[number];
