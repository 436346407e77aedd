import { bigint, timestamp } from "drizzle-orm/pg-core";

/** Columns that many tables share. */

export const identity = () =>
  bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity();

/** A moment, to the millisecond, which is what a Date holds. */
export const moment = (name: string) =>
  timestamp(name, { withTimezone: true, precision: 3, mode: "date" });

export const createdAt = () => moment("created_at").notNull().defaultNow();
