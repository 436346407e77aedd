import type { z } from "zod";
import type { Line, Scorecard } from "../scorecard/schema.ts";
import type { Condition } from "../scorecard/schema-doses.ts";
import type { scoreRequestSchema } from "./score-contract.ts";

type Example = z.input<typeof scoreRequestSchema>;
type Attributes = Example["lead"]["attributes"];
type Activity = Example["lead"]["activities"][number];

const ATTRIBUTES_SHOWN = 5;
const ACTIVITIES_SHOWN = 2;
const DAY_MS = 86_400_000;

/** A request that a scorecard gives points for: what its best lines ask for. */
export function buildExample(scorecard: Scorecard, now: number): Example {
  const best = scorecard.buckets
    .flatMap((bucket) => bucket.characteristics)
    .map(({ lines }) => lines.reduce((a, b) => (worthOf(b) > worthOf(a) ? b : a)))
    .filter((line) => worthOf(line) > 0);
  const attributes: Attributes = {};
  for (const { dose } of best)
    if (dose.kind === "attribute")
      for (const [name, value] of listValues(dose.when))
        if (Object.keys(attributes).length < ATTRIBUTES_SHOWN) attributes[name] ??= value;
  const activities = best
    .flatMap(({ dose }) => (dose.kind === "activity" ? [dose.match] : []))
    .slice(0, ACTIVITIES_SHOWN)
    .map((match, i): Activity => {
      const [asset, category] = [first(match.asset), first(match.category)];
      return {
        type: first(match.type) ?? "visit",
        at: `${new Date(now - (i + 1) * DAY_MS).toISOString().slice(0, 16)}:00Z`,
        ...(asset !== undefined && { asset }),
        ...(category !== undefined && { category }),
      };
    });
  return { lead: { id: "example", attributes, activities } };
}

function worthOf({ points, stars }: Line): number {
  return points ?? stars ?? 0;
}

/** Attributes with which a condition is met, as far as they can be told from it. */
function listValues(condition: Condition): readonly [string, Attributes[string]][] {
  switch (condition.is) {
    case "equals":
      return [[condition.attribute, condition.value]];
    case "one-of":
      return [[condition.attribute, condition.values[0]!]];
    case "contains-word":
      return [[condition.attribute, condition.words[0]!]];
    case "range":
      return [[condition.attribute, condition.from ?? condition.to! - 1]];
    case "all":
      return condition.of.flatMap(listValues);
    case "any":
      return listValues(condition.of[0]!);
    default:
      return [];
  }
}

function first(texts: string | readonly string[] | undefined): string | undefined {
  return typeof texts === "string" ? texts : texts?.[0];
}
