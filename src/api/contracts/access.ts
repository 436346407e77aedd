import { z } from "zod";
import type { AuditEntry } from "../../workflows/access/audit.ts";
import { ROLES } from "../../workflows/access/caller.ts";
import type { OwnRecord } from "../../workflows/access/describe-caller.ts";
import type { KeyRecord } from "../../workflows/access/keys.ts";
import type { PersonRecord } from "../../workflows/access/people.ts";
import { textSchema, timeSchema } from "./text.ts";

const roleSchema = z.enum(ROLES);
const LONGEST_NAME = 100;
const LONGEST_EMAIL = 254;
// What is longer is refused in words by the rule for passwords; this spares it work.
const LONGEST_PASSWORD = 4096;

const shortName = textSchema.min(1, "expected text").max(LONGEST_NAME);
const emailSchema = z.email("expected an email address").max(LONGEST_EMAIL);
const passwordSchema = z
  .string()
  .max(LONGEST_PASSWORD)
  .refine((text) => text.isWellFormed(), "expected text without broken surrogate pairs");

const time = z.iso.datetime();
const timeOrNull = time.nullable();

/** The number at the end of an address such as /v1/keys/3. */
export const idParams = z.strictObject({
  id: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
});

export const keyRequestSchema = z.strictObject({
  name: shortName.describe("What uses it, so that people know what a revocation breaks."),
  role: roleSchema,
  expiresAt: timeSchema.nullish().describe("Left out or null: it does not end by itself."),
});

const keyFields = {
  id: z.int(),
  name: z.string(),
  role: roleSchema,
  prefix: z.string().describe("Its first characters, to tell it from others by."),
  createdBy: z.string(),
  createdAt: time,
  expiresAt: timeOrNull,
  revokedAt: timeOrNull,
  lastUsedAt: timeOrNull.describe("To the minute."),
};

const keySchema = z.strictObject(keyFields);
export const keysSchema = z.strictObject({ items: z.array(keySchema) });
export const createdKeySchema = z.strictObject({
  ...keyFields,
  key: z.string().describe("Told this once; only its SHA-256 is kept."),
});

export function toKeyAnswer(key: KeyRecord) {
  const { id, name, role, prefix, createdBy } = key;
  return {
    id,
    name,
    role,
    prefix,
    createdBy,
    createdAt: writeTime(key.createdAt),
    expiresAt: writeTimeOrNull(key.expiresAt),
    revokedAt: writeTimeOrNull(key.revokedAt),
    lastUsedAt: writeTimeOrNull(key.lastUsedAt),
  };
}

export const personRequestSchema = z.strictObject({
  email: emailSchema,
  name: shortName,
  role: roleSchema,
  password: passwordSchema.describe("12 characters or more."),
});

export const personChangeSchema = z.strictObject({
  name: shortName.optional(),
  role: roleSchema.optional(),
  disabled: z.boolean().optional().describe("Whether the person may not sign in."),
  password: passwordSchema.optional().describe("Signs the person out everywhere."),
});

export const personSchema = z.strictObject({
  id: z.int(),
  email: z.string(),
  name: z.string(),
  role: roleSchema,
  createdAt: time,
  disabledAt: timeOrNull,
});

export const peopleSchema = z.strictObject({ items: z.array(personSchema) });

export function toPersonAnswer({ createdAt, disabledAt, ...person }: PersonRecord) {
  return {
    ...person,
    createdAt: writeTime(createdAt),
    disabledAt: writeTimeOrNull(disabledAt),
  };
}

export const signInSchema = z.strictObject({ email: emailSchema, password: passwordSchema });
export const signedInSchema = z.strictObject({ person: personSchema, expiresAt: time });
export const passwordChangeSchema = z.strictObject({
  current: passwordSchema,
  password: passwordSchema.describe("12 characters or more."),
});

export const meSchema = z.strictObject({
  kind: z.enum(["key", "person"]),
  id: z.int(),
  name: z.string(),
  role: roleSchema,
  email: z.string().nullable().describe("Of a person."),
  expiresAt: timeOrNull.describe("Of a key."),
});

export function toMeAnswer({ expiresAt, ...me }: OwnRecord) {
  return { ...me, expiresAt: writeTimeOrNull(expiresAt) };
}

export const auditEntrySchema = z.strictObject({
  id: z.int(),
  at: time,
  actor: z.string().describe("person:ID, key:ID or command-line."),
  action: z.string().describe("Such as key.create."),
  object: z.string().describe("Such as key:3."),
  detail: z.record(z.string(), z.json()),
});

export function toAuditAnswer({ at, detail, ...entry }: AuditEntry) {
  return {
    ...entry,
    at: writeTime(at),
    detail: detail as z.infer<typeof auditEntrySchema>["detail"],
  };
}

export function writeTime(at: number): string {
  return new Date(at).toISOString();
}

function writeTimeOrNull(at: number | null): string | null {
  return at === null ? null : writeTime(at);
}
