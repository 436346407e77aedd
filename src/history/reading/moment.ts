import { Refusal } from "../../refusal.ts";
import type { Mapping } from "../mapping.ts";

const DAY_MS = 86_400_000;

export type DateField = "createdAt" | "closedAt" | "handedOverAt";

/** Times of one deal, epoch milliseconds; null is blank, or a column that the export has not. */
export type DealTimes = Readonly<Record<DateField, number | null>>;

/** The date that the moment rests on; null where every deal stands at moment 0. */
export function momentField(mapping: Mapping): "createdAt" | "handedOverAt" | null {
  if (isUndated(mapping)) return null;
  return mapping.asOf.moment === "handed-over" ? "handedOverAt" : "createdAt";
}

/** Dates without which a deal has no place in the history. */
export function neededDates(mapping: Mapping): readonly DateField[] {
  const field = momentField(mapping);
  const fields: readonly DateField[] =
    field === null ? [] : comesAfterCreation(mapping) ? [field, "closedAt"] : [field];
  return fields.filter((needed) => mapping.deals[needed] !== undefined);
}

/** The moment as of which a lead is scored; null where the date that it rests on is blank. */
export function momentOf(times: DealTimes, mapping: Mapping): number | null {
  const { asOf } = mapping;
  switch (asOf.moment) {
    case "created":
      return isUndated(mapping) ? 0 : times.createdAt;
    case "handed-over":
      return times.handedOverAt;
    case "days-after-creation":
      return times.createdAt === null ? null : times.createdAt + asOf.days * DAY_MS;
  }
}

/** Whether deals may already be decided at the moment; those closed on the day they came are not. */
export function comesAfterCreation({ asOf }: Mapping): boolean {
  return asOf.moment === "handed-over" || (asOf.moment === "days-after-creation" && asOf.days > 0);
}

/** An export without dates of creation: every deal stands at moment 0, in the order of the file. */
export function isUndated(mapping: Mapping): boolean {
  return mapping.asOf.moment === "created" && mapping.deals.createdAt === undefined;
}

/** Refuses a moment that rests on a column which the mapping does not name. */
export function refuseMoment(mapping: Mapping, hasActivities: boolean): Refusal | null {
  const { asOf, deals } = mapping;
  if (asOf.moment === "handed-over" && deals.handedOverAt === undefined)
    return refuseUnnamed(
      "handedOverAt",
      "Name the column of the hand-over, or choose another moment.",
    );
  if (asOf.moment === "days-after-creation" && deals.createdAt === undefined)
    return refuseUnnamed("createdAt", "Name the column of the creation, or choose another moment.");
  if (hasActivities && isUndated(mapping))
    return refuseUnnamed(
      "createdAt",
      "Name the column of the creation: activities count up to a moment.",
    );
  return null;
}

function refuseUnnamed(field: DateField, remedy: string): Refusal {
  const details = [{ where: `mapping, deals.${field}`, reason: "missing" }];
  return new Refusal(
    "mapping-invalid",
    `The mapping names no column for deals.${field}.`,
    remedy,
    details,
  );
}
