import { bigint, index, jsonb, pgEnum, pgTable, text } from "drizzle-orm/pg-core";
import { createdAt, identity, moment } from "./columns.ts";

export const roles = ["admin", "revops", "sales", "data-science", "integration"] as const;
export const role = pgEnum("role", roles);

/** A program's key; only its SHA-256 is kept. */
export const apiKey = pgTable("api_key", {
  id: identity(),
  name: text("name").notNull(),
  role: role("role").notNull(),
  /** The first characters, by which people tell keys apart. */
  prefix: text("prefix").notNull(),
  hash: text("hash").notNull().unique(),
  createdBy: text("created_by").notNull(),
  createdAt: createdAt(),
  expiresAt: moment("expires_at"),
  revokedAt: moment("revoked_at"),
  lastUsedAt: moment("last_used_at"),
});

export const person = pgTable("person", {
  id: identity(),
  email: text("email").notNull().unique(),
  name: text("name").notNull(),
  role: role("role").notNull(),
  /** scrypt with its parameters and salt. */
  password: text("password").notNull(),
  createdAt: createdAt(),
  disabledAt: moment("disabled_at"),
});

export const session = pgTable(
  "session",
  {
    /** SHA-256 of the cookie's token. */
    hash: text("hash").primaryKey(),
    personId: bigint("person_id", { mode: "number" })
      .notNull()
      .references(() => person.id, { onDelete: "cascade" }),
    createdAt: createdAt(),
    expiresAt: moment("expires_at").notNull(),
  },
  (table) => [index("session_of_person").on(table.personId)],
);

/** Who changed what. Append-only: a trigger refuses to change, delete or truncate. */
export const auditLog = pgTable(
  "audit_log",
  {
    id: identity(),
    at: moment("at").notNull().defaultNow(),
    /** `person:12`, `key:3` or `command-line`. */
    actor: text("actor").notNull(),
    action: text("action").notNull(),
    object: text("object").notNull(),
    /** Holds nothing personal of leads. */
    detail: jsonb("detail").$type<Readonly<Record<string, unknown>>>().notNull().default({}),
  },
  (table) => [
    index("audit_log_by_object").on(table.object),
    index("audit_log_by_actor").on(table.actor, table.id),
    index("audit_log_by_action").on(table.action, table.id),
  ],
);
